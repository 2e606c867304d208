"""Journeys of tickets: of a customer with a photo, and of a guest who follows his case by its number."""

from __future__ import annotations

import re
import time
from io import BytesIO

from letters import path_in_letter
from looking import look_well
from PIL import Image
from playwright.sync_api import Page, expect
from visiting import fill, send, send_as_no_robot
from ways import Way, in_both_ways

ACCOUNT = "/portal/accounts/100245/"


def photo() -> dict[str, object]:
    picture = BytesIO()
    Image.new("RGB", (800, 600), "steelblue").save(picture, "JPEG")
    return {"name": "licznik.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def answer_as_clerk(page: Page, signature: str, text: str, *, state: str) -> None:
    page.goto(f"/staff/tickets/{signature}/")
    form = page.locator("form[action$='/answer/']")
    form.locator("[name=text]").fill(text)
    form.locator("[name=state]").select_option(state)
    form.locator("button.btn-primary").click()
    page.wait_for_load_state()
    expect(page.locator(".thread")).to_contain_text(text)


@in_both_ways
def test_a_ticket_with_a_photo_is_answered_reopened_and_rated(way: Way) -> None:
    page, office = way.page, way.office
    subject = f"Wodomierz cieknie {time.time_ns() % 10**6}"
    way.sign_in("customer")
    way.go(f"{ACCOUNT}tickets/new/")
    way.look("ticket-choose")
    page.locator("main a[href$='/tickets/new/question/']").click()
    fill(page, subject=subject)
    page.locator("[name=files]").set_input_files(photo())  # type: ignore[arg-type]
    send(page, "text")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("fieldset:has-text('licznik.jpg')")).to_be_visible()
    way.look("ticket-file-kept")
    fill(page, text="Pod wodomierzem stoi woda. Na zdjęciu widać skąd.")
    send(page, "text")
    page.wait_for_url(re.compile("/tickets/Z-"))
    ticket = page.url
    signature = re.findall(r"Z-[0-9A-Z-]+", ticket)[0]
    expect(page.locator(".thread a, .thread img").first).to_be_visible()
    clerk = way.opener.open("clerk", "/staff/tickets/", scheme="light", width=1280)
    clerk.locator("main").get_by_text(subject).first.click()
    answer_as_clerk(clerk, signature, "Monter przyjedzie jutro.", state="done")
    look_well(clerk, "staff-ticket-answered")
    page.goto(ticket)
    expect(page.locator(".thread")).to_contain_text("Monter przyjedzie jutro.")
    way.look("ticket-answered")
    page.locator("form[action$='/reopen/'] button").click()
    fill(page, text="Nie przyjechał.")
    send(page, "text")
    answer_as_clerk(clerk, signature, "Przepraszamy, naprawione dziś rano.", state="done")
    rating = path_in_letter(office, to=office.people["customer"].email, pattern="/ocena/")
    way.go(rating)
    way.look("rating")
    page.locator("button[name=rating][value='4']").click()
    expect(page.locator(".alert.ok")).to_be_visible()


@in_both_ways
def test_a_guest_reports_a_danger_and_follows_the_case_by_its_number(way: Way) -> None:
    page = way.page
    email = f"gosc-{time.time_ns()}@demo.ebok.example"
    way.go("/zgloszenia/")
    way.look("guest-choose")
    page.locator("main a[href$='/zgloszenia/nowe/danger/']").first.click()
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    way.look("guest-danger")
    fill(page, subject="Brak pokrywy", text="Studzienka bez pokrywy.", name="Jan Zmyślony", email=email)
    fill(page, place="ul. Lipowa 12")
    send_as_no_robot(page, "email")
    page.wait_for_url(re.compile("/wyslano/"))
    signature = re.findall(r"Z-[0-9A-Z-]+", page.url)[0]
    expect(page.locator("main")).to_contain_text(signature)
    way.look("guest-sent")
    later = way.newcomer()
    way.go("/zgloszenia/sprawdz/", page=later)
    fill(later, number=signature, email="kto@inny.example")
    send(later, "number")
    expect(later.locator(".error-summary")).to_be_visible()
    fill(later, number=signature.lower().replace("-", " "), email=email)
    send(later, "number")
    expect(later).to_have_url(re.compile(f"/sprawa/{signature}/$"))
    way.look("guest-case", page=later)
    fill(later, text="Nadal jej nie ma.")
    send(later, "text")
    expect(later.locator(".thread")).to_contain_text("Nadal jej nie ma.")
