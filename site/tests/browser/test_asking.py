"""Journeys of tickets: of a customer with a photo, and of a guest who follows his case by its number."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from io import BytesIO

from letters import path_in_letter
from looking import look_well
from opening import Opener
from PIL import Image
from playwright.sync_api import Page, expect
from running import Office
from visiting import fill, send, send_as_no_robot, sign_in

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


def test_a_ticket_with_a_photo_is_answered_reopened_and_rated(
    page: Page, office: Office, opener: Opener
) -> None:
    subject = f"Wodomierz cieknie {time.time_ns() % 10**6}"
    sign_in(page, office.people["customer"])
    page.goto(f"{ACCOUNT}tickets/new/")
    look_well(page, "ticket-choose")
    page.locator("main a[href$='/tickets/new/question/']").click()
    fill(page, subject=subject, text="Pod wodomierzem stoi woda. Na zdjęciu widać skąd.")
    page.locator("[name=files]").set_input_files(photo())  # type: ignore[arg-type]
    send(page, "text")
    page.wait_for_url(re.compile("/tickets/Z-"))
    ticket = page.url
    signature = re.findall(r"Z-[0-9A-Z-]+", ticket)[0]
    expect(page.locator(".thread a, .thread img").first).to_be_visible()
    clerk = opener.open("clerk", "/staff/tickets/", scheme="light", width=1280)
    clerk.locator("main").get_by_text(subject).first.click()
    answer_as_clerk(clerk, signature, "Monter przyjedzie jutro.", state="done")
    look_well(clerk, "staff-ticket-answered")
    page.goto(ticket)
    expect(page.locator(".thread")).to_contain_text("Monter przyjedzie jutro.")
    look_well(page, "ticket-answered")
    page.locator("form[action$='/reopen/'] button").click()
    fill(page, text="Nie przyjechał.")
    send(page, "text")
    answer_as_clerk(clerk, signature, "Przepraszamy, naprawione dziś rano.", state="done")
    rating = path_in_letter(office, to=office.people["customer"].email, pattern="/ocena/")
    page.goto(rating)
    look_well(page, "rating")
    page.locator("button[name=rating][value='4']").click()
    expect(page.locator(".alert.ok")).to_be_visible()


def test_a_guest_reports_a_danger_and_follows_the_case_by_its_number(
    page: Page, office: Office, newcomer: Callable[[], Page]
) -> None:
    email = f"gosc-{time.time_ns()}@demo.ebok.example"
    page.goto("/zgloszenia/")
    look_well(page, "guest-choose")
    page.locator("main a[href$='/zgloszenia/nowe/danger/']").first.click()
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    look_well(page, "guest-danger")
    fill(page, subject="Brak pokrywy", text="Studzienka bez pokrywy.", name="Jan Zmyślony", email=email)
    fill(page, place="ul. Lipowa 12")
    send_as_no_robot(page, "email")
    page.wait_for_url(re.compile("/wyslano/"))
    signature = re.findall(r"Z-[0-9A-Z-]+", page.url)[0]
    expect(page.locator("main")).to_contain_text(signature)
    look_well(page, "guest-sent")
    later = newcomer()
    later.goto("/zgloszenia/sprawdz/")
    fill(later, number=signature, email="kto@inny.example")
    send(later, "number")
    expect(later.locator(".error-summary")).to_be_visible()
    fill(later, number=signature.lower().replace("-", " "), email=email)
    send(later, "number")
    expect(later).to_have_url(re.compile(f"/sprawa/{signature}/$"))
    look_well(later, "guest-case")
    fill(later, text="Nadal jej nie ma.")
    send(later, "text")
    expect(later.locator(".thread")).to_contain_text("Nadal jej nie ma.")
