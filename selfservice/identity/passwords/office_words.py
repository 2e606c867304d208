"""Words of this very office, its names and its address: whoever guesses passwords here tries them first."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings

from cms_pages.queries import office_settings

# Shorter pieces ("sp", "pl") stand in too many innocent words.
SHORTEST = 3
PIECE = re.compile(r"[\W_\d]+")


def words_of_office() -> frozenset[str]:
    """Each word of its names and of its host, as people write them. Costs no query but once a generation."""
    office = office_settings()
    host = urlsplit(settings.SITE_URL).hostname or ""
    pieces = PIECE.split(" ".join((office.name, office.short_name, host)))
    return frozenset(piece for piece in pieces if len(piece) >= SHORTEST)
