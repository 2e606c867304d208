"""Supply areas have names: editors choose them, residents read them."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from cms_pages.area_choice import AreaInput, name_of_area
from cms_pages.models import AnnouncementArea, AnnouncementStreet
from cms_pages.street_choice import StreetInput
from cms_pages.tests.factories import Town, announcement, settle
from ebok.core.area_names import AreaName, AreasUnknown, area_names

pytestmark = pytest.mark.django_db
NAMES = [AreaName("Z2", "Zatorze"), AreaName("Z1", "Old Town")]


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(area_names, "_offered", lambda: NAMES)


def unreadable() -> list[AreaName]:
    raise AreasUnknown


def test_an_editor_chooses_from_names_in_their_order(named: None) -> None:
    drawn = AreaInput().render("area", "Z2")
    assert drawn.index("Old Town (Z1)") < drawn.index("Zatorze (Z2)")
    assert '<option value="Z2" selected>' in drawn


def test_a_code_no_longer_in_use_stays_chosen(named: None) -> None:
    drawn = AreaInput().render("area", "Z9")
    assert '<option value="Z9" selected>' in drawn


def test_codes_are_typed_while_the_billing_system_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(area_names, "_offered", unreadable)
    drawn = AreaInput().render("area", "Z1")
    assert drawn.startswith('<input type="text"')
    assert 'value="Z1"' in drawn


@pytest.mark.long
def test_the_name_is_kept_with_the_announcement(named: None, town: Town, client: Client) -> None:
    announcement(town, "a", areas=[AnnouncementArea(area_code="Z1")])
    settle()
    listed = client.get("/komunikaty/").content.decode()
    assert '<option value="Z1">Old Town</option>' in listed
    assert "Old Town" in client.get("/komunikaty/a/").content.decode()


def test_streets_do_not_hide_the_area(named: None, town: Town, client: Client) -> None:
    streets = [AnnouncementStreet(street="Lipowa", building_from="1", building_to="40")]
    announcement(town, "a", areas=[AnnouncementArea(area_code="Z1")], streets=streets)
    settle()
    assert "Old Town; Lipowa 1–40" in client.get("/komunikaty/a/").content.decode()


@pytest.mark.parametrize(
    ("first", "last", "side", "is_right"),
    [
        ("40", "2", "all", False),
        ("40B", "40A", "all", False),
        ("9", "10", "all", True),
        ("40A", "40", "all", True),
        ("41", "41", "even", False),
        ("41", "42", "even", True),
        ("40", "", "all", True),
        ("", "2", "all", True),
    ],
)
def test_a_stretch_holds_at_least_one_building(first: str, last: str, side: str, is_right: bool) -> None:
    row = AnnouncementStreet(street="Lipowa", building_from=first, building_to=last, parity=side)
    refused = nullcontext() if is_right else pytest.raises(ValidationError, match="No building")
    with translation.override("en"), refused:
        row.clean()


def test_streets_of_earlier_announcements_are_offered(town: Town) -> None:
    announcement(
        town, "a", streets=[AnnouncementStreet(street="Łąkowa"), AnnouncementStreet(street="Lipowa")]
    )
    announcement(town, "b", streets=[AnnouncementStreet(street="Lipowa")])
    settle()
    drawn = StreetInput().render("street", "Klon", {"id": "id_street"})
    assert 'list="id_street-known"' in drawn and '<datalist id="id_street-known">' in drawn
    assert drawn.count('<option value="Lipowa">') == drawn.count('<option value="Łąkowa">') == 1


def test_a_name_once_kept_outlives_silence(named: None, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    page = announcement(town, "a", areas=[AnnouncementArea(area_code="Z1")])
    row = page.areas.get()
    monkeypatch.setattr(area_names, "_offered", unreadable)
    row.save()
    assert row.area_name == "Old Town"
    assert name_of_area("Z1") == ""
