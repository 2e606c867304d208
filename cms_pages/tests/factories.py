"""Pages and people for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import factory
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from wagtail.models import Collection, Locale, Page, Site
from wagtail.users.models import UserProfile

from cms_pages import generation, roles
from cms_pages.models import AnnouncementIndexPage, AnnouncementPage, HomePage, Kind


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = get_user_model()

    email = factory.Sequence(lambda number: f"person{number}@example.test")


@dataclass
class Town:
    """A site with a home page and a list of announcements in both languages."""

    home: HomePage
    english_home: HomePage
    announcements: AnnouncementIndexPage
    english_announcements: AnnouncementIndexPage


def make_town() -> Town:
    """The smallest complete site, with groups of editors."""
    polish, _created = Locale.objects.get_or_create(language_code="pl")
    english, _created = Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=polish)
    )
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    roles.ensure_roles()
    home = root.add_child(instance=HomePage(title="Dom", slug="pl", locale=polish, question="Czy jest woda?"))
    root.refresh_from_db()
    english_home = root.add_child(
        instance=HomePage(
            title="Home", slug="en", locale=english, translation_key=home.translation_key, question="Water?"
        )
    )
    Site.objects.filter(is_default_site=True).delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True, site_name="Dom")
    polish_list = home.add_child(
        instance=AnnouncementIndexPage(title="Komunikaty", slug="komunikaty", show_in_menus=True)
    )
    english_list = english_home.add_child(
        instance=AnnouncementIndexPage(
            title="Announcements",
            slug="announcements",
            show_in_menus=True,
            translation_key=polish_list.translation_key,
        )
    )
    return Town(home, english_home, polish_list, english_list)


def the_town() -> Town:
    """The town that `make_town` made, read anew."""
    lists = AnnouncementIndexPage.objects
    return Town(
        HomePage.objects.get(slug="pl"),
        HomePage.objects.get(slug="en"),
        lists.get(slug="komunikaty"),
        lists.get(slug="announcements"),
    )


def add_page(parent: Page, page: Page) -> Any:
    """Add below `parent`, live at once and without a history."""
    fresh = type(parent).objects.get(pk=parent.pk)
    return fresh.add_child(instance=page)


def put_page(parent: Page, page: Page, *, publish: bool = True) -> Any:
    """Add below `parent` the way an editor does: draft, revision, publication."""
    fresh = type(parent).objects.get(pk=parent.pk)
    page.live = False
    fresh.add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    return type(page).objects.get(pk=page.pk)


def announcement(town: Town, slug: str = "wiadomosc", *, english: bool = False, **fields: Any) -> Any:
    """A published announcement; `streets` and `areas` may be given as lists of rows."""
    parent = town.english_announcements if english else town.announcements
    fields.setdefault("title", slug.replace("-", " ").capitalize())
    publish = fields.pop("publish", True)
    rows = {
        name: fields.pop(name) for name in ("streets", "areas", "updates", "attachments") if name in fields
    }
    page = AnnouncementPage(slug=slug, **fields)
    for name, values in rows.items():
        setattr(page, name, values)
    return put_page(parent, page, publish=publish)


def outage(town: Town, slug: str = "awaria", **fields: Any) -> Any:
    """An outage that started an hour ago and should end in two."""
    fields.setdefault("starts_at", timezone.now() - timedelta(hours=1))
    fields.setdefault("expected_end_at", timezone.now() + timedelta(hours=2))
    return announcement(town, slug, kind=Kind.OUTAGE, **fields)


def settle() -> None:
    """As after commit: tests inside a transaction see what others see once content has changed."""
    connection.run_on_commit = []
    generation.refresh()


def member_of(group: str) -> Any:
    """Somebody who belongs to one group of editors."""
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def signed_in(user: Any) -> Client:
    """A browser whose person has passed the second factor; the CMS speaks English to it."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    authenticators = apps.get_model("second_factor", "Authenticator").objects
    device, _ = authenticators.get_or_create(user=user, defaults={"name": "test", "confirmed": True})
    client = Client()
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client
