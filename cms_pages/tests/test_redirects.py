"""Editors move public pages; what stands in a zone of people is not theirs to move."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from cms_pages.tests.factories import Town
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def moved(path: str) -> None:
    Redirect.objects.create(old_path=Redirect.normalise_path(path), redirect_link="/kontakt/")


def test_a_moved_page_is_found_at_its_new_place(client: Client, town: Town) -> None:
    moved("/dawna-strona/")
    answer = client.get("/dawna-strona/")
    assert (answer.status_code, answer["Location"]) == (301, "/kontakt/")


def test_what_a_zone_refuses_leads_nowhere_else(client: Client, town: Town) -> None:
    moved("/staff/")
    client.force_login(UserFactory())
    assert client.get("/staff/").status_code == 404
