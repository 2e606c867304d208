"""Sign-in pages, the letters of the account and error pages: complete, and ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from ebok.outbox.working import drain
from selfservice.identity.models import User

OURS = settings.ROOT_DIR / "templates" / "account"
THEIRS = Path(allauth.__file__).parent / "templates" / "account"
# Ways that are switched off here: phones, codes instead of links, passkeys.
UNUSED = ("phone", "passkey", "password_reset_code", "email_verification_code", "login_code")
# Of what the library brings, this is never rendered or sent here.
NEVER = {
    "email.html",  # ACCOUNT_CHANGE_EMAIL: one address, changed on `email_change.html`
    "password_set.html",  # nobody has a session without a password: dropping one ends the session
    "password_set_message.txt",
    "signup_closed.html",  # the registration is always open
    "verified_email_required.html",  # of a decorator that neither the library nor we put on a view
    "email_confirm_message.txt",  # no code of the library names it
}
# Written by the worker as one of our own letters (`identity.password_letters`, `identity.registering`).
OF_THE_WORKER = (
    "password_reset_key",
    "unknown_account",
    "email_confirmation_signup",
    "account_already_exists",
)
LETTERS = sorted(path.name.removesuffix("_subject.txt") for path in (OURS / "email").glob("*_subject.txt"))
FACTS = {
    "activate_url": "https://ebok.example/a/1/",
    "password_reset_url": "https://ebok.example/r/1/",
    "signup_url": "https://ebok.example/s/",
    "email": "anna@example.pl",
    "from_email": "old@example.pl",
    "to_email": "new@example.pl",
    "deleted_email": "old@example.pl",
    "code": "X7K-QPL",
    "ip": "192.0.2.7",
    "user_agent": "Mozilla/5.0 <script>",
}
NOTICES = {
    "email_changed",
    "email_deleted",
    "password_changed",
    "password_reset",
}


def used(name: str) -> bool:
    return not name.startswith("base_") and name not in NEVER and not any(word in name for word in UNUSED)


def letter(name: str, kind: str) -> str:
    context: dict[str, Any] = {**FACTS, "timestamp": timezone.now()}
    return render_to_string(f"account/email/{name}_message.{kind}", context)


@pytest.fixture
def user(db: None) -> User:
    user = User.objects.create_user(email="anna@example.pl", password="a long passphrase of hers")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.mark.parametrize("path", sorted(THEIRS.glob("*.html")), ids=lambda path: path.name)
def test_every_page_of_allauth_in_use_is_ours(path: Path) -> None:
    if used(path.name):
        origin = get_template(f"account/{path.name}").origin.name  # type: ignore[attr-defined]
        assert str(OURS) in origin


@pytest.mark.parametrize("path", sorted(THEIRS.glob("email/*_message.txt")), ids=lambda path: path.name)
def test_every_letter_of_allauth_in_use_is_ours(path: Path) -> None:
    name = path.name.removesuffix("_message.txt")
    if used(path.name) and name not in OF_THE_WORKER:
        assert name in LETTERS


def test_nothing_of_ours_stands_where_nothing_is_rendered() -> None:
    theirs = [path for path in THEIRS.rglob("*") if path.suffix in {".html", ".txt"}]
    unused = {path.relative_to(THEIRS) for path in theirs if not used(path.name)}
    assert sorted(path for path in unused if (OURS / path).exists()) == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_text_and_html_with_the_same_link(name: str) -> None:
    text, html = letter(name, "txt"), letter(name, "html")
    links = re.findall(r"https://\S+", text)
    assert all(f'href="{link}"' in html for link in links)
    assert "{" not in text
    assert "{%" not in html
    assert len(text.strip()) > 100


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_has_a_subject_of_one_line(name: str) -> None:
    subject = render_to_string(f"account/email/{name}_subject.txt", FACTS).strip()
    assert subject
    assert "\n" not in subject


@pytest.mark.parametrize("name", sorted(NOTICES))
def test_a_notice_tells_when_and_from_where_and_escapes_what_the_browser_said(name: str) -> None:
    text, html = letter(name, "txt"), letter(name, "html")
    assert "192.0.2.7" in text
    assert "192.0.2.7" in html
    assert "<script>" not in html


def test_a_letter_loads_nothing_from_elsewhere() -> None:
    for name in LETTERS:
        assert not re.search(r"<(img|link|script)\b|url\(", letter(name, "html"))


def test_a_letter_for_a_new_password_reaches_the_mailbox_in_both_forms(client: Client, user: User) -> None:
    client.post("/en/accounts/password/reset/", {"email": user.email})
    drain()
    (message,) = mail.outbox
    link = re.search(r"http\S+/password/reset/key/\S+", str(message.body))
    assert link
    (html, media_type) = message.alternatives[0]  # type: ignore[attr-defined]
    assert media_type == "text/html"
    assert link[0] in html


def test_the_link_of_that_letter_sets_a_new_password(client: Client, user: User) -> None:
    client.post("/en/accounts/password/reset/", {"email": user.email})
    drain()
    link = re.search(r"http://[^/]+(/\S+)", str(mail.outbox[0].body))
    assert link
    page = client.get(link[1], follow=True)
    assert 'autocomplete="new-password"' in page.content.decode()
    fields = dict.fromkeys(page.context["form"].fields, "quite another passphrase")
    client.post(page.redirect_chain[-1][0], fields)
    user.refresh_from_db()
    assert user.check_password("quite another passphrase")


def test_a_used_link_says_so_and_offers_a_new_one(client: Client, db: None) -> None:
    html = client.get("/en/accounts/password/reset/key/1-no-such-key/").content.decode()
    assert "too old" in html
    assert "/en/accounts/password/reset/" in html


def test_a_wrong_password_is_told_at_the_top_without_saying_which_part(client: Client, user: User) -> None:
    answers = [
        client.post("/en/accounts/login/", {"login": email, "password": "wrong"}).content.decode()
        for email in (user.email, "nobody@example.pl")
    ]
    for html in answers:
        assert 'class="error-summary"' in html
        assert "<title>Error: " in html
    summaries = [re.search(r'class="error-summary".*?</ul>', html, re.DOTALL) for html in answers]
    assert summaries[0]
    assert summaries[1]
    assert summaries[0][0] == summaries[1][0]


@pytest.mark.parametrize(
    "path", ["/en/accounts/password/change/", "/en/accounts/email/", "/en/accounts/logout/"]
)
def test_a_signed_in_user_finds_the_settings_of_his_account(client: Client, user: User, path: str) -> None:
    client.post("/en/accounts/login/", {"login": user.email, "password": "a long passphrase of hers"})
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 405, 429, 500, 503])
def test_an_error_page_needs_neither_request_nor_database(status: int) -> None:
    html = render_to_string(f"errors/{status}.html", {"reference": "abc123"})
    assert "abc123" in html
    assert "<h1>" in html
    assert 'name="robots" content="noindex"' in html


@pytest.mark.parametrize("status", [400, 403, 404, 405, 429, 500, 503])
def test_an_error_page_speaks_both_languages_in_its_links(status: int) -> None:
    request: HttpRequest = RequestFactory().get("/en/x/")

    with translation.override("en"):
        assert 'href="/en/"' in render_to_string(f"errors/{status}.html", {"request": request})


def test_too_many_tries_end_on_our_page_and_not_in_an_error(client: Client, user: User) -> None:
    for _try in range(40):
        answer = client.post("/en/accounts/password/reset/", {"email": user.email})
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
