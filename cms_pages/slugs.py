"""Names of pages in addresses: plain letters, so that an address can be read out and typed."""

from __future__ import annotations

from django.utils.text import slugify

# Unicode does not take this letter apart, so Django drops it.
STROKED = str.maketrans("łŁ", "lL")


def plain_slug(text: str) -> str:
    """`Łąkowa: brak wody` as `lakowa-brak-wody`."""
    return slugify(text.translate(STROKED))
