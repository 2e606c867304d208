"""Every page of the portal that lists something offers it as a file, or says here why it does not."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

TEMPLATES = settings.ROOT_DIR / "templates"
PAGES = sorted(
    path for path in (TEMPLATES / "portal").rglob("*.html") if not path.name.startswith("_")
)  # parts are read with the pages that include them
LISTS = re.compile(r'<table|class="timeline"|components/timeline\.html')
FILE = re.compile(r"components/csv_link\.html|_csv'|components/chart\.html")  # a chart brings its own
INCLUDED = re.compile(r'{% include "(portal/[^"]+)"')
WITHOUT_FILE = {
    "dashboard": "a choice of what other pages list",
    "announcement": "one thing, with its course",
    "tokens": "programs of one's own, to look after here",
}


def name(path) -> str:
    return str(path.relative_to(TEMPLATES / "portal").with_suffix(""))


def whole(path) -> str:
    """The text of a template with the parts of the portal that it includes."""
    text = path.read_text()
    return text + "".join(whole(TEMPLATES / part) for part in INCLUDED.findall(text))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_with_a_list_offers_its_file(path) -> None:
    text = whole(path)
    needs_none = not LISTS.search(text) or name(path) in WITHOUT_FILE
    assert needs_none or FILE.search(text)


def test_a_reason_is_given_for_pages_alone_that_need_one() -> None:
    needless = [
        page for page in WITHOUT_FILE if not LISTS.search(whole(TEMPLATES / "portal" / f"{page}.html"))
    ]
    assert needless == []
