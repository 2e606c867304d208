"""A word about how strong a password is, while it is chosen. Advice, never a rule."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfservice.identity.passwords.common import is_common

STRONG_BITS = 70
FAIR_BITS = 50


class Strength(Enum):
    """Three steps; `kind` is the one of a status tag."""

    WEAK = "bad"
    FAIR = "warn"
    STRONG = "ok"


@dataclass(frozen=True, slots=True)
class Hint:
    """What to say about a password."""

    strength: Strength
    text: str | Promise


def strength_hint(password: str, *, shortest: int, further: Iterable[str] = ()) -> Hint:
    """Judge by length and variety of characters, after the common ones are sorted out.

    Parameters:
        shortest: fewest characters allowed for this person.
        further: words that are common at this place.

    The estimate is length x log2(distinct characters, at least 2): crude on purpose, it rewards length.
    """
    if len(password) < shortest:
        return Hint(Strength.WEAK, _("Too short. Add another word."))
    if is_common(password, further=further):
        return Hint(Strength.WEAK, _("Easy to guess. Add words that do not belong together."))
    bits = len(password) * math.log2(max(len(set(password)), 2))
    if bits >= STRONG_BITS:
        return Hint(Strength.STRONG, _("Strong."))
    if bits >= FAIR_BITS:
        return Hint(Strength.FAIR, _("Good. One more word would make it strong."))
    return Hint(Strength.WEAK, _("Weak. Add another word."))
