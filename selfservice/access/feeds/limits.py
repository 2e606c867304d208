"""How often a secret may be used. Counted in the shared cache, by the hour."""

from __future__ import annotations

from django.core.cache import cache
from django.utils import timezone

AN_HOUR = 3600
FETCHES_AN_HOUR = 120
"""Of one calendar link; programs ask once an hour or so."""
CALLS_AN_HOUR = 1200
"""Of all tokens of one user."""
WRONG_AN_HOUR = 60
"""Unknown secrets from one network address."""


def within(*, subject: str, most: int) -> bool:
    """Count one use of `subject`; False when it was used more than `most` times this hour.

    Parameters:
        subject: what is counted ("link:17"), never a secret itself.
    """
    return count(subject=subject) <= most


def count(*, subject: str) -> int:
    """Count one use of `subject`; returns how often it was used this hour."""
    key = _key(subject)
    cache.add(key, 0, timeout=AN_HOUR)
    try:
        return cache.incr(key)
    except ValueError:
        return 1  # the entry was cleared between the two steps


def _key(subject: str) -> str:
    return f"feeds:{subject}:{timezone.now():%Y%m%d%H}"
