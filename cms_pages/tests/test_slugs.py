"""Addresses of new pages are made of plain letters."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms_pages import roles
from cms_pages.models import StandardPage
from cms_pages.slugs import plain_slug
from cms_pages.tests.factories import Town, add_page, member_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Łąkowa: brak wody", "lakowa-brak-wody"),
        ("zażółć gęślą jaźń", "zazolc-gesla-jazn"),
        ("Awaria 2", "awaria-2"),
    ],
)
def test_polish_letters_lose_their_marks(text: str, slug: str) -> None:
    assert plain_slug(text) == slug


@pytest.mark.long
def test_a_page_made_in_the_cms_has_a_plain_address(town: Town) -> None:
    slug = "łąkowa-źródło"
    url = reverse("wagtailadmin_pages:add", args=["cms_pages", "standardpage", town.home.pk])
    form = {"title": "Łąkowa: źródło", "slug": slug, "body": streamfield([]), "comments": inline_formset([])}
    answer = signed_in(member_of(roles.EDITORS)).post(url, nested_form_data(form))
    assert answer.status_code == 302, answer.context["form"].errors
    page = Page.objects.child_of(town.home).latest("pk")
    assert page.slug == "lakowa-zrodlo"


def test_two_pages_of_one_title_have_two_addresses(town: Town) -> None:
    slugs = [add_page(town.home, StandardPage(title="Łódka")).slug for _number in range(2)]
    assert slugs == ["lodka", "lodka-2"]


def test_the_address_of_a_page_that_is_there_stays(town: Town) -> None:
    page: Any = add_page(town.home, StandardPage(title="Łódka"))
    StandardPage.objects.filter(pk=page.pk).update(slug="łódka")
    page = StandardPage.objects.get(pk=page.pk)
    page.full_clean()
    assert page.slug == "łódka"
