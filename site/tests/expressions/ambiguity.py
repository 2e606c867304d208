"""Can a regular expression be made slow? Judged by its syntax, without running it.

It becomes slow when there are more ways of reading a text the longer the text gets. The ways double with each
round where a state leads back to itself by two ways over the same text, as in `(a+)+`; they grow by a power
where two loops read the same text and the first leads into the second, as in `a*a*b`, or in a search for
`\\s+$`, which begins anew at each space (A. Weber, H. Seidl, On the degree of ambiguity of finite automata,
Theoretical Computer Science 88, 1991).
"""

from __future__ import annotations

from collections.abc import Iterator

from expressions.automaton import Automaton, automaton

EXPONENTIAL = "doubles with each further character"
QUADRATIC = "grows with the square of the length, or faster"


def verdict(pattern: str | bytes, flags: int, *, way: str) -> str:
    """What a long text does to the expression; "" when the work grows with the length alone.

    Parameters:
        way: "match", "search" or "fullmatch".
    """
    made = automaton(pattern, flags, way=way)
    loops = _loops(made)
    if any(_returns_in_two_ways(made, loop) for loop in loops):
        return EXPONENTIAL
    pairs = ((first, second) for first in loops for second in loops if first is not second)
    return QUADRATIC if any(_shares_a_text(made, *pair) for pair in pairs) else ""


def _loops(made: Automaton) -> list[frozenset[int]]:
    """Groups of states that lead to each other."""
    reached = [_reached(made, state) for state in range(len(made.follow))]
    return list(
        {
            frozenset(other for other in reached[state] if state in reached[other])
            for state in range(len(made.follow))
            if state in reached[state]
        }
    )


def _reached(made: Automaton, state: int) -> set[int]:
    found: set[int] = set()
    open_ends = [state]
    while open_ends:
        further = {
            other for other in made.follow[open_ends.pop()] if other not in found and made.reads[other]
        }
        found |= further
        open_ends += further
    return found


def _returns_in_two_ways(made: Automaton, loop: frozenset[int]) -> bool:
    if any(one in loop and other in loop and made.step(one, other) for one, other in made.twice):
        return True
    state = min(loop)
    parted = {pair for pair in _walk(made, (state, state), (loop, loop)) if pair[0] != pair[1]}
    return any((state, state) in _walk(made, pair, (loop, loop)) for pair in parted)


def _shares_a_text(made: Automaton, first: frozenset[int], second: frozenset[int]) -> bool:
    """Can the same text go around the first loop, around the second one, and from the one into the other?"""
    state = min(first)
    within = (first, frozenset(range(len(made.follow))), second)
    return any((state, end, end) in _walk(made, (state, state, end), within) for end in second - made.sure)


def _walk(
    made: Automaton, states: tuple[int, ...], within: tuple[frozenset[int], ...]
) -> set[tuple[int, ...]]:
    """All that several readers of the same text come to, each within states of his own."""
    found: set[tuple[int, ...]] = set()
    open_ends = [states]
    while open_ends:
        further = set(_steps(made, open_ends.pop(), within)) - found
        found |= further
        open_ends += further
    return found


def _steps(
    made: Automaton, states: tuple[int, ...], within: tuple[frozenset[int], ...]
) -> Iterator[tuple[int, ...]]:
    partial = [((), None)]
    for state, allowed in zip(states, within, strict=True):
        partial = [
            ((*before, further), read)
            for before, signs in partial
            for further in made.follow[state] & allowed
            if (read := made.step(state, further) if signs is None else signs & made.step(state, further))
        ]
    yield from (after for after, _signs in partial)
