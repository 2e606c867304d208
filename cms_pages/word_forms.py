"""Polish word forms: a word without its ending, so that `woda`, `wody` and `wodą` find each other."""

from __future__ import annotations

import re

SHORTEST_STEM = 3
LONGEST = 100
MOST_WORDS = 8
# Endings of nouns and adjectives, the longest first; only one is cut.
_ENDINGS = (
    *("owego", "owymi", "owych", "owej"),
    *("iami", "iach", "iego", "iemu", "owie", "owym", "owi"),
    *("ami", "ach", "ego", "emu", "ymi", "ych", "imi", "ich", "iem"),
    *("ów", "om", "em", "ie", "ii", "ia", "ią", "ię", "io", "iu", "ej", "ym", "im"),
    *("a", "ą", "e", "ę", "i", "o", "u", "y"),
)


def plain_words(text: str) -> list[str]:
    """At most eight words of letters and digits: quotes and operators would be syntax to a database.

    Parameters:
        text: as typed; cut to 100 characters, so that no query is a burden.
    """
    return re.findall(r"\w+", text[:LONGEST])[:MOST_WORDS]


def stem(word: str) -> str:
    """The beginning that the forms of a word share: at least three letters are left.

    No dictionary: a vowel that changes inside (`umów`, `umowa`) or a consonant (`wodzie`) is not known.
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
