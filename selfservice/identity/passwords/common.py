"""Is a password nothing but common words, rows of keys, years and repeats? Answered without any network."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("common.txt")
# A phrase of more pieces than this is long enough to be worth something.
MOST_PIECES = 3
LONGEST_EXAMINED = 64
SIGNS_AS_LETTERS = str.maketrans({"@": "a", "$": "s", "!": "i"})
DIGITS_AS_LETTERS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"})
RUNS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba")
YEAR = re.compile(r"(19|20)\d\d")
REPEAT = re.compile(r"(.{1,4}?)\1{2,}")


def is_common(password: str, *, further: Iterable[str] = ()) -> bool:
    """True when at most `MOST_PIECES` common pieces make up the whole password, whatever its disguise.

    Parameters:
        further: words that are as common at this place, as people write them.

    Capitals, accents, punctuation around and between the pieces and digits in the place of letters
    ("H4sło-12345!") hide nothing. A password in which anything else is left over is not judged here.
    """
    if len(password) > LONGEST_EXAMINED:
        return False
    folded = _folded(password)
    forms = {_without_punctuation(folded), _without_punctuation(folded.translate(SIGNS_AS_LETTERS))}
    known = words().union(_without_punctuation(_folded(word)) for word in further)
    return any(form and _fewest_pieces(form, known=known) <= MOST_PIECES for form in forms)


@cache
def words() -> frozenset[str]:
    """The shipped list."""
    lines = WORDS_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _folded(password: str) -> str:
    decomposed = unicodedata.normalize("NFKD", password).replace("ł", "l").replace("Ł", "l")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def _without_punctuation(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _is_piece(text: str, *, known: frozenset[str]) -> bool:
    if text in known or text.translate(DIGITS_AS_LETTERS) in known or YEAR.fullmatch(text):
        return True
    if len(text) > 1 and REPEAT.fullmatch(text):
        return True
    return len(text) > 1 and any(text in run for run in RUNS)


def _fewest_pieces(text: str, *, known: frozenset[str]) -> int:
    """How few common pieces, joined, give the text; more than `MOST_PIECES` when none do."""
    fewest = [0] + [MOST_PIECES + 1] * len(text)
    for end in range(1, len(text) + 1):
        starts = (start for start in range(end) if fewest[start] < MOST_PIECES)
        fewest[end] = min(
            (fewest[start] + 1 for start in starts if _is_piece(text[start:end], known=known)),
            default=MOST_PIECES + 1,
        )
    return fewest[len(text)]
