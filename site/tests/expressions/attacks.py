"""Texts that an expression likes least, made from its own parts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from re import _constants, _parser
from typing import Any

from expressions.automaton import MANY, REPEATS, alphabet, inner_parts, leaves, read_by

# What people and machines repeat: spaces of all kinds, letters, marks to be put on letters.
COMMON = (" ", "\n", "\t", "\u00a0", "a", "0", "ż", "\u0301", "\U0001f600", "/", "a ", "a\n")
ENDINGS = ("", "\x00", "a")
MOST_SAMPLES = 5


def attacks(pattern: str | bytes, flags: int) -> list[tuple[Any, Any, Any]]:
    """Beginnings, what is repeated behind them, and endings; nothing where an expression repeats nothing."""
    parsed = _parser.parse(pattern, flags)
    if not _repeats(parsed):
        return []
    signs = alphabet(parsed)
    made = _Words(parsed, signs)
    none = pattern[:0]
    samples = sorted({sign for leaf in leaves(parsed) for sign in made.samples(leaf, flags)})[:MOST_SAMPLES]
    pumps = {(none, one) for one in samples} | {(none, one + two) for one, two in product(samples, repeat=2)}
    pumps |= {(none, _alike(pattern, common)) for common in COMMON}
    pumps |= set(made.loops(parsed, none, flags))
    endings = [_alike(pattern, ending) for ending in ENDINGS]
    return [(before, pump, ending) for before, pump in sorted(pumps) if pump for ending in endings]


def _repeats(parsed: Any) -> bool:
    return any(
        (operation in REPEATS and argument[1] > MANY) or any(map(_repeats, inner_parts(operation, argument)))
        for operation, argument in parsed
    )


def _alike(pattern: str | bytes, text: str) -> Any:
    return text.encode() if isinstance(pattern, bytes) else text


class _Words:
    """Short texts that parts of the expression take."""

    def __init__(self, parsed: Any, signs: list[Any]) -> None:
        self.parsed, self.signs = parsed, signs
        self.none = signs[0][:0]

    def samples(self, leaf: tuple[Any, Any], flags: int) -> list[Any]:
        """A first, a middle and a last character of a class."""
        taken = sorted(read_by(self.parsed, leaf, flags, self.signs))
        return [taken[0], taken[len(taken) // 2], taken[-1]] if taken else []

    def loops(self, parts: Any, before: Any, flags: int) -> Iterator[tuple[Any, Any]]:
        """Each endless repeat: what leads up to it, and one round of it."""
        for operation, argument in parts:
            if operation in REPEATS and argument[1] > MANY:
                yield before, self.word(argument[2], flags)
            for inner in inner_parts(operation, argument):
                yield from self.loops(inner, before, flags)
            before += self.word([(operation, argument)], flags)

    def word(self, parts: Any, flags: int) -> Any:
        """A short text that the parts take."""
        return self.none.join(self._of_part(operation, argument, flags) for operation, argument in parts)

    def _of_part(self, operation: Any, argument: Any, flags: int) -> Any:
        if operation in {_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT, _constants.GROUPREF}:
            return self.none
        if operation in REPEATS:
            return self.word(argument[2], flags) * max(argument[0], 1)
        inner = inner_parts(operation, argument)
        if inner:
            return self.word(inner[0], flags)
        return (self.samples((operation, argument), flags)[1:2] or [self.none])[0]
