"""Screens of the CMS, Wagtail's own ones included: no rule is excused."""

from __future__ import annotations

import pytest
from looking import LOOKS, shoot, violations
from opening import Opener
from playwright.sync_api import expect
from running import Office

SCREENS = {
    "start": "/cms/",
    "explorer": "/cms/pages/{home}/",
    "announcement": "/cms/pages/{announcement}/edit/",
    "publication-calendar": "/cms/publication-calendar/",
    "office-settings": "/cms/settings/cms_pages/officesettings/{site}/",
    "reading-settings": "/cms/settings/cms_pages/readingsettings/{site}/",
    "ticket-categories": "/cms/snippets/tickets/category/",
    "canned-replies": "/cms/snippets/tickets/cannedreply/",
}


@pytest.mark.cms
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_of_the_cms_is_accessible(opener: Opener, office: Office, name: str) -> None:
    path = SCREENS[name].format(**office.things["cms"])
    found = {}
    for scheme, width in LOOKS:
        page = opener.open("administrator", path, scheme=scheme, width=width)
        page.wait_for_load_state("networkidle")
        found[scheme] = violations(page)
        shoot(page, f"cms-{name}", scheme=scheme)
    opener.offences()
    assert found == {"light": "", "dark": ""}


@pytest.mark.cms
def test_the_preview_of_a_document_template_stands_beside_its_form(opener: Opener) -> None:
    page = opener.open(
        "administrator", "/cms/snippets/documents/documenttemplate/", scheme="light", width=1280
    )
    page.locator(".title-wrapper a").first.click()
    title = page.locator("[name=title]").input_value()
    page.locator("[data-side-panel-toggle=preview]").click()
    shown = page.locator("[data-side-panel=preview] iframe").last.content_frame  # the first one gives way
    expect(shown.get_by_text(title).first).to_be_visible(timeout=15_000)
    shoot(page, "cms-template-preview", scheme="light")
    opener.offences()
