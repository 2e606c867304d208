"""Nobody of the office reads a bare code: every alarm and every object of the event log has words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation

from ebok.audit.services import record
from ebok.core.alarms import raise_alarm
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.zones.staff.words import ALARMS, OBJECTS, TABLES, counts_of_tables, object_in_words

ROOT = Path(__file__).resolve().parents[4]
FOLDERS = ("selfservice", "cms_pages", "documents", "site/ebok")
NAMES = r"alarm|ALARM|\w+_ALARM|STALE|SILENT|BROKER_AWAY|QUEUE_AGE|MISSED"
RAISED = re.compile(rf'(?:\b(?:{NAMES})\b.*? = |code=)"([a-z_]+\.[a-z_]+)"')
OBJECT = re.compile(r'object_type="([a-z_]+)"')


def sources() -> str:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return "\n".join(path.read_text() for path in files if "tests" not in path.parts)


def test_every_alarm_has_words() -> None:
    raised = set(RAISED.findall(sources()))
    assert {"scheduler.silent", "outbox.job_failed", "documents.file_missing"} <= raised
    assert raised - set(ALARMS) == set()


def test_every_object_of_the_event_log_has_words() -> None:
    named = set(OBJECT.findall(sources()))
    assert len(named) > 15
    assert named - set(OBJECTS) == set()


@pytest.mark.django_db(databases=["default", "exchange"])
def test_an_alarm_is_shown_in_words_with_its_code(client: Client) -> None:
    raise_alarm(code="scheduler.silent")
    client.force_login(person(Role.ADMINISTRATOR))
    page = client.get("/en/staff/").content.decode()
    assert "The scheduler gives no sign of life" in page and "scheduler.silent" in page


@pytest.mark.django_db(databases=["default", "exchange"])
def test_the_menu_shows_where_one_is_on_pages_below_a_place(client: Client) -> None:
    client.force_login(person(Role.CLERK))
    for path, place in (("tickets/new/", "tickets/"), ("security/removals/", "security/"), ("", "")):
        page = client.get(f"/en/staff/{path}").content.decode()
        current = re.findall(r'<a href="([^"]+)" aria-current="page">', page)
        assert set(current) == {f"/en/staff/{place}"}


def test_counts_of_a_delivery_are_told_in_words() -> None:
    with translation.override("pl"):
        columns, rows = counts_of_tables({"accounts": {"rows": 1234567, "odd": 1}, "odd": {"rows": 4}})
    assert columns == ["wiersze", "odd"]
    assert rows[0][1] == ["1\xa0234\xa0567", "1"] and rows[1] == ("odd", ["4", "–"])


def test_every_table_of_the_exchange_has_words() -> None:
    tables = {model._meta.db_table for model in apps.get_app_config("exchange").get_models()}
    ours = {"feed", "delivery_files"}
    assert tables - ours - set(TABLES) == set()


def test_what_editors_keep_has_the_name_that_the_cms_gives_it() -> None:
    with translation.override("en"):
        assert object_in_words("announcementpage") == "announcement"
        assert object_in_words("never heard of") == "never heard of"


@pytest.mark.django_db(databases=["default", "exchange"])
def test_the_event_log_calls_a_page_by_its_title(client: Client) -> None:
    record(
        action="documents.downloaded",
        object_type="announcementpage",
        object_id="38",
        details={"title": "No water in Lipowa"},
    )
    client.force_login(person(Role.ADMINISTRATOR))
    assert "announcement No water in Lipowa (38)" in client.get("/en/staff/log/").content.decode()
