"""Making pages once: what is there already stays as editors left it."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale, Page, Site

from cms_pages.site_address import host_and_port


def locales() -> tuple[Locale, Locale]:
    """Polish and English."""
    polish, _created = Locale.objects.get_or_create(language_code="pl")
    english, _created = Locale.objects.get_or_create(language_code="en")
    return polish, english


def root_node() -> Page:
    """The tree's root, made if the database is empty."""
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(instance=Page(title="Root", slug="root", locale=locales()[0]))
    return root


def put(parent: Page, model: type[Page], *, slug: str, original: Page | None = None, **fields: Any) -> Page:
    """The page `slug` below `parent`; made and published when there is none.

    Parameters:
        original: the page that this one translates.
        fields: columns of the page; inline rows are given as lists of unsaved objects.
    """
    existing = Page.objects.child_of(parent).filter(slug=slug).first()
    if existing:
        return existing.specific
    rows = {
        name: fields.pop(name)
        for name in list(fields)
        if isinstance(fields[name], list) and name in _inlines(model)
    }
    page = model(slug=slug, **fields)
    if original is not None:
        page.translation_key = original.translation_key
    for name, objects in rows.items():
        setattr(page, name, objects)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _inlines(model: type[Page]) -> set[str]:
    return {relation.get_accessor_name() for relation in model._meta.related_objects if relation.one_to_many}


def put_site(home: Page) -> Site:
    """The default site, led by `home`; Wagtail's page of welcome goes."""
    host, port = host_and_port()
    site, _created = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": host, "port": port, "root_page": home, "site_name": home.title},
    )
    for welcome in Page.objects.filter(depth=2, content_type__model="page").exclude(pk=home.pk):
        welcome.delete()
    return site


def text(html: str) -> tuple[str, str]:
    """A block of formatted text."""
    return ("text", html)


def question(asked: str, answer: str) -> tuple[str, dict[str, str]]:
    """A block that opens to show its answer."""
    return ("question", {"question": asked, "answer": answer})


def note(kind: str, title: str, words: str) -> tuple[str, dict[str, str]]:
    """A block that stands out; kind is info, warn or bad."""
    return ("note", {"kind": kind, "title": title, "text": words})


def table(caption: str, *rows: list[str]) -> tuple[str, dict[str, Any]]:
    """A block of a table; the first row holds the headings."""
    return (
        "table",
        {
            "data": list(rows),
            "table_caption": caption,
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
        },
    )
