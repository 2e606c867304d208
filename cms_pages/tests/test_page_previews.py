"""Drafts of pages are shown as readers will see them, whatever the page cache holds."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms_pages import roles
from cms_pages.models import StandardPage
from cms_pages.tests.factories import Town, add_page, member_of, settle, signed_in

pytestmark = pytest.mark.django_db


def page_with_draft(town: Town) -> Page:
    page = add_page(town.home, StandardPage(title="Published", slug="kept"))
    page.title = "Changed in the draft"
    page.save_revision()
    settle()
    return page


def test_a_page_that_is_in_the_cache_is_previewed_as_its_draft(town: Town) -> None:
    page = page_with_draft(town)
    assert "Published" in Client().get(page.url).content.decode()
    client = signed_in(member_of(roles.EDITORS))
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert "Changed in the draft" in client.get(url).content.decode()
    assert "Published" in Client().get(page.url).content.decode()


def typed_form(page: Page) -> dict[str, Any]:
    body = streamfield([("text", rich_text("<p>Typed just now</p>"))])
    fields = {"title": page.title, "slug": page.slug, "lead": "", "body": body}
    return nested_form_data({**fields, "comments": inline_formset([])})


def test_the_cms_may_show_a_preview_in_a_frame_and_nobody_else_a_page(town: Town) -> None:
    page = page_with_draft(town)
    client, url = (
        signed_in(member_of(roles.EDITORS)),
        reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]),
    )
    assert client.post(url, typed_form(page)).json()["is_valid"] is True
    shown = client.get(url)
    assert "Typed just now" in shown.content.decode()
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "script-src 'self';" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in Client().get(page.url)["Content-Security-Policy"]
