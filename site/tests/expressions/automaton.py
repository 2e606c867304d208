"""The automaton of positions of a regular expression (Glushkov): one state for each of its classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# The parser and compiler of Python's own `re`, which has no public names for them.
from re import _compiler, _constants, _parser
from typing import Any

MANY = 1000  # a repeat that may go on for longer counts as endless
NEEDED, SPARE = 3, 2  # copies that stand for a bounded repeat: more of them cost a constant factor
START = 0
# One of each kind that classes tell apart: Polish, other digits and letters, spaces, marks, signs, controls.
OTHER_SIGNS = "łŻżé\u0301\u00a0\u202f\u2003\x85\u2028−–·٣漢ﷺ\u200b\U0001f600"
LEAVES = {_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN, _constants.GROUPREF}
REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
ASSERTIONS = {_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT}


@dataclass
class Piece:
    """A part of an expression: where it begins and ends, and whether it may be passed by.

    Parameters:
        sure: ends of it behind which nothing can fail any more; a place (`$`) or a look-ahead can.
        free: it may be passed by without any such question.
    """

    first: set[int] = field(default_factory=set)
    last: set[int] = field(default_factory=set)
    sure: set[int] = field(default_factory=set)
    empty: bool = True
    free: bool = True


@dataclass
class Automaton:
    """States with what they read, and the steps between them.

    Parameters:
        twice: steps that can be taken in two ways, such as the one of `(a+)+` from `a` to `a`.
        committed: states of a possessive repeat, which never gives back what it has read.
        sure: states in which the whole expression has matched, whatever follows.
    """

    reads: list[frozenset[Any]] = field(default_factory=list)
    follow: list[set[int]] = field(default_factory=list)
    twice: set[tuple[int, int]] = field(default_factory=set)
    committed: set[int] = field(default_factory=set)
    sure: set[int] = field(default_factory=set)

    def step(self, state: int, further: int) -> frozenset[Any]:
        """What is read on the way from one state to the other."""
        read = self.reads[further]
        return read - self.reads[state] if state in self.committed and further != state else read


def automaton(pattern: str | bytes, flags: int, *, way: str) -> Automaton:
    """The automaton of an expression as it is used.

    Parameters:
        way: "match" from the first character, "search" from each, "fullmatch" to the last one.
    """
    parsed = _parser.parse(pattern, flags)
    builder = _Builder(parsed)
    whole = builder.sequence(parsed, parsed.state.flags)
    made = builder.made
    made.follow[START] |= whole.first
    if way == "search" and not _begins_at_the_beginning(parsed):
        made.follow[START].add(START)
    made.sure = set() if way == "fullmatch" else whole.sure
    return made


def _begins_at_the_beginning(parsed: Any) -> bool:
    places = {_constants.AT_BEGINNING, _constants.AT_BEGINNING_STRING}
    several_lines = parsed.state.flags & _constants.SRE_FLAG_MULTILINE
    return bool(
        len(parsed) and parsed[0][0] is _constants.AT and parsed[0][1] in places and not several_lines
    )


def leaves(parsed: Any) -> Iterator[tuple[Any, Any]]:
    """All classes of characters in a parsed expression."""
    for operation, argument in parsed:
        if operation in LEAVES:
            yield operation, argument
        for inner in inner_parts(operation, argument):
            yield from leaves(inner)


def inner_parts(operation: Any, argument: Any) -> list[Any]:
    """The parsed parts inside of one."""
    if operation is _constants.BRANCH:
        return list(argument[1])
    if operation is _constants.GROUPREF_EXISTS:
        return [part for part in argument[1:] if part is not None]
    if operation is _constants.ATOMIC_GROUP:
        return [argument]
    holds_one = operation in REPEATS or operation in {
        _constants.SUBPATTERN,
        _constants.ASSERT,
        _constants.ASSERT_NOT,
    }
    return [argument[-1]] if holds_one else []


def alphabet(parsed: Any) -> list[Any]:
    """Characters of every kind that the expression can tell apart."""
    codes = set(range(128)) | set(map(ord, OTHER_SIGNS))
    for operation, argument in leaves(parsed):
        codes |= set(_codes(operation, argument))
    if isinstance(parsed.state.str, bytes):
        return [bytes([code]) for code in sorted(codes | set(range(256))) if code < 256]
    return [chr(code) for code in sorted(codes)]


def _codes(operation: Any, argument: Any) -> Iterator[int]:
    if operation in {_constants.LITERAL, _constants.NOT_LITERAL}:
        yield argument
    if operation is _constants.IN:
        for inner, what in argument:
            yield from _codes(inner, what)
    if operation is _constants.RANGE:
        yield from argument


def read_by(parsed: Any, leaf: tuple[Any, Any], flags: int, signs: Iterable[Any]) -> frozenset[Any]:
    """The characters that a class takes; of a reference to a group: all of them."""
    if leaf[0] is _constants.GROUPREF:
        return frozenset(signs)
    takes = _compiler.compile(_parser.SubPattern(parsed.state, [leaf]), flags).fullmatch
    return frozenset(sign for sign in signs if takes(sign))


class _Builder:
    def __init__(self, parsed: Any) -> None:
        self.parsed = parsed
        self.signs = alphabet(parsed)
        self.known: dict[str, frozenset[Any]] = {}
        self.made = Automaton(reads=[frozenset(self.signs)], follow=[set()])

    def sequence(self, parts: Any, flags: int) -> Piece:
        whole = Piece()
        for operation, argument in parts:
            whole = self._joined(whole, self._part(operation, argument, flags))
        return whole

    def _part(self, operation: Any, argument: Any, flags: int) -> Piece:
        if operation in LEAVES:
            return self._leaf((operation, argument), flags)
        if operation in ASSERTIONS:
            for inner in inner_parts(operation, argument):
                self.made.follow[START] |= self.sequence(inner, flags).first  # it may be asked at any place
            return Piece(free=False)
        if operation is _constants.SUBPATTERN:
            _group, more, less, inner = argument
            return self.sequence(inner, (flags | more) & ~less)
        if operation in REPEATS:
            low, high, inner = argument
            if operation is _constants.POSSESSIVE_REPEAT and len(inner) == 1 and inner[0][0] in LEAVES:
                return self._committed(inner[0], low, flags)
            return self._repeat(low, high, inner, flags)
        return self._either([self.sequence(inner, flags) for inner in inner_parts(operation, argument)])

    def _leaf(self, leaf: tuple[Any, Any], flags: int) -> Piece:
        name = f"{leaf} {flags}"
        if name not in self.known:
            self.known[name] = read_by(self.parsed, leaf, flags, self.signs)
        self.made.reads.append(self.known[name])
        self.made.follow.append(set())
        state = {len(self.made.reads) - 1}
        return Piece(first=state, last=set(state), sure=set(state), empty=False, free=False)

    def _committed(self, leaf: tuple[Any, Any], low: int, flags: int) -> Piece:
        piece = self._leaf(leaf, flags)
        self._loop(piece)
        self.made.committed |= piece.first
        piece.empty = piece.free = low == 0
        return piece

    def _repeat(self, low: int, high: int, inner: Any, flags: int) -> Piece:
        whole = Piece()
        for _copy in range(min(low, NEEDED) - (high > MANY)):
            whole = self._joined(whole, self.sequence(inner, flags))
        if high > MANY:
            piece = self.sequence(inner, flags)
            self._loop(piece)
            return self._joined(whole, piece if low else self._optional(piece))
        tail = Piece()
        for _copy in range(min(high - low, SPARE)):
            tail = self._optional(self._joined(self.sequence(inner, flags), tail))
        return self._joined(whole, tail)

    def _loop(self, piece: Piece) -> None:
        self._connect(piece.last, piece.first)

    def _connect(self, ends: set[int], begins: set[int]) -> None:
        for end in ends:
            self.made.twice |= {(end, begin) for begin in begins & self.made.follow[end]}
            self.made.follow[end] |= begins

    def _joined(self, left: Piece, right: Piece) -> Piece:
        self._connect(left.last, right.first)
        return Piece(
            first=left.first | (right.first if left.empty else set()),
            last=right.last | (left.last if right.empty else set()),
            sure=right.sure | (left.sure if right.free else set()),
            empty=left.empty and right.empty,
            free=left.free and right.free,
        )

    def _either(self, pieces: list[Piece]) -> Piece:
        return Piece(
            first=set().union(*(piece.first for piece in pieces)),
            last=set().union(*(piece.last for piece in pieces)),
            sure=set().union(*(piece.sure for piece in pieces)),
            empty=any(piece.empty for piece in pieces),
            free=any(piece.free for piece in pieces),
        )

    def _optional(self, piece: Piece) -> Piece:
        return Piece(first=piece.first, last=piece.last, sure=piece.sure)
