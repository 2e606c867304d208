"""What people and suppliers write is shown and never run, by everybody's pages, in a real browser.

The policy of content is switched off here, so that escaping alone has to hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from looking import LOOKS, too_wide
from opening import Opener
from playwright.sync_api import Browser, Page
from running import Office, Person, environment, things

ALIVE = """() => [...document.querySelectorAll("*")].flatMap(part => [...part.attributes]
  .filter(one => one.value.includes("ebokPwned") && (one.name.startsWith("on")
    || (["href", "src", "action", "formaction"].includes(one.name) && /^\\s*javascript:/i.test(one.value))))
  .map(one => `${part.tagName} ${one.name}=${one.value}`))"""
ACCOUNT = "/portal/accounts/{number}/"
PORTAL = (
    "",
    "invoices/",
    "invoices/{invoice}/",
    "contracts/",
    "documents/",
    "customer/",
    "readings/",
    "readings/new/",
    "consumption/",
    "history/",
    "tickets/",
    "tickets/{signature}/",
    "tickets/new/complaint/",
)


@pytest.fixture(scope="module")
def planted(office: Office) -> dict[str, dict[str, Any]]:
    found = things(environment(office.folder, 0), "hostile")
    account = found["account"]
    office.people["hostile"] = Person(account["email"], account["password"], (account["number"],))
    return found


@pytest.fixture(scope="module")
def unguarded(
    browser: Browser, office: Office, planted: dict[str, Any], browser_context_args: dict[str, Any]
) -> Iterator[Opener]:
    opened = Opener(browser, office, {**browser_context_args, "bypass_csp": True})
    yield opened
    opened.close()


def ran(opener: Opener, person: str, path: str) -> list[str]:
    """What of the texts, which the page must show, became a part of it, or ran."""
    page = opened(opener, person, path)
    assert "ebokPwned" in page.content(), f"{path} shows none of the texts"
    return alive(opener, page)


def opened(opener: Opener, person: str, path: str) -> Page:
    page = opener.open(person, path, scheme="light", width=1280)
    page.wait_for_load_state("networkidle")
    return page


def alive(opener: Opener, page: Page) -> list[str]:
    return [*page.evaluate(ALIVE), *opener.offences()]


@pytest.mark.parametrize("path", PORTAL)
def test_a_page_of_the_account_shows_hostile_texts_as_texts(
    unguarded: Opener, planted: dict[str, Any], path: str
) -> None:
    facts = {**planted["account"], **planted["ticket"]}
    assert ran(unguarded, "hostile", (ACCOUNT + path).format(**facts)) == []


def test_a_number_as_long_as_ksef_allows_breaks(unguarded: Opener, planted: dict[str, Any]) -> None:
    facts = planted["account"]
    for path in ("invoices/", "invoices/{invoice}/", "settlements/"):
        for scheme, width in LOOKS:
            page = unguarded.open("hostile", (ACCOUNT + path).format(**facts), scheme=scheme, width=width)
            assert too_wide(page) == []
            assert facts["invoice"] in page.content()


def test_messages_show_hostile_texts_as_texts(unguarded: Opener, planted: dict[str, Any]) -> None:
    pk = planted["message"]["pk"]
    for path in ("/portal/messages/", f"/portal/messages/{pk}/"):
        assert ran(unguarded, "hostile", path) == []


def test_the_office_sees_hostile_texts_as_texts(unguarded: Opener, planted: dict[str, Any]) -> None:
    for path in ("/staff/tickets/?pile=all", f"/staff/tickets/{planted['ticket']['signature']}/"):
        assert ran(unguarded, "clerk", path) == []


def test_the_event_log_shows_nothing_alive(unguarded: Opener, planted: dict[str, Any]) -> None:
    """It keeps no words of people, so it need not show the texts."""
    number = planted["account"]["number"]
    page = opened(unguarded, "administrator", f"/staff/log/?account={number}")
    assert alive(unguarded, page) == []


def test_the_public_site_shows_hostile_texts_as_texts(unguarded: Opener, planted: dict[str, Any]) -> None:
    for path in (planted["announcement"]["path"], "/komunikaty/?archive=1"):
        assert ran(unguarded, "visitor", path) == []


@pytest.mark.cms
def test_editors_see_hostile_texts_as_texts(unguarded: Opener, planted: dict[str, Any]) -> None:
    page = planted["announcement"]
    for path in (f"/cms/pages/{page['index']}/", f"/cms/pages/{page['pk']}/edit/"):
        assert ran(unguarded, "administrator", path) == []
