"""Texts made to be a burden to a search, and what an answer to one has cost."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.test import Client

BOMBS = {
    "one long word": "x" * 100_000,
    "thousands of words": "wo " * 20_000,
    "thousands of lists": "wo," * 20_000,
    "wildcards": "%_" * 5_000,
    "stars": "a* " * 5_000,
    "quotes": "\"'`" * 3_000,
    "operators": "a & !b | c:* -d NEAR( AND OR ^" * 500,
    "brackets": "a(" * 3_000,
    "backslashes": "\\" * 9_000,
    "letters of eighteen": "ﷺ" * 5_000,
    "marks on a letter": "a" + "\u0301" * 50_000,
    "faces": "\U0001f600" * 5_000,
    "spaces": " \n\t\u00a0" * 20_000,
    "digits": "9" * 50_000,
    "a huge number": "1.5e999999999",
    "a tiny number": "1.5e-999999999",
    "short words": "żó łć ęą śń źż óó łł ęę",
    "short wildcards": "% _ %_ \\% * ? [a-z] ^a$ (a+)+$",
}
PLAIN = ("woda", "1", None)
# What a parameter that takes no words may stumble over.
NO_WORDS = ("thousands of lists", "brackets", "digits", "letters of eighteen", "short wildcards")
MOST_MORE = 2
"""Questions more than for a plain word: a redirect that is looked for, a fact that is read anew."""
MOST_SECONDS = 1.0
LONGEST_VALUE = 1000
"""Characters of a value that a database is asked for: the longest that a field of ours takes, with room."""
MOST_CONDITIONS = 64


@dataclass
class Cost:
    """What one answer took."""

    status: int
    seconds: float
    queries: int
    conditions: int = 0
    longest: int = 0

    def faults(self, *, queries: int) -> Iterator[str]:
        """What is more than a search may take.

        Parameters:
            queries: how many a plain word takes.
        """
        if self.status >= 500:
            yield f"answers {self.status}"
        if self.seconds > MOST_SECONDS:
            yield f"takes {self.seconds:.1f} s"
        if self.queries > queries + MOST_MORE:
            yield f"asks {self.queries} times in the place of {queries}"
        if self.conditions > MOST_CONDITIONS:
            yield f"asks with {self.conditions} conditions"
        if self.longest > LONGEST_VALUE:
            yield f"asks for a text of {self.longest} characters"


@dataclass
class _Asked:
    queries: int = 0
    conditions: int = 0
    longest: int = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries += 1
        upper = sql.upper()
        self.conditions = max(
            self.conditions, sum(upper.count(word) for word in (" LIKE ", " JOIN ", " OR "))
        )
        if "redirect" in sql:  # asks for the address itself, which is never longer than a line of a request
            return execute(sql, params, many, context)
        values = [str(value) for value in params or () if isinstance(value, str | bytes)]
        self.longest = max([self.longest, *map(len, values)])
        return execute(sql, params, many, context)


@contextmanager
def listening(asked: Any) -> Iterator[None]:
    """Have all databases tell what they are asked."""
    first, second = connections["default"], connections["exchange"]
    with first.execute_wrapper(asked), second.execute_wrapper(asked):
        yield


def cost_of(client: Client, url: str, given: dict[str, str]) -> Cost:
    """What a page takes to answer a question in its address."""
    asked = _Asked()
    client.raise_request_exception = False
    with listening(asked):
        started = time.process_time()
        answer = client.get(url, given)
        b"".join(answer.streaming_content) if answer.streaming else answer.content
        seconds = time.process_time() - started
    return Cost(answer.status_code, seconds, asked.queries, asked.conditions, asked.longest)


def faults_of(
    client: Client,
    url: str,
    name: str,
    *,
    others: dict[str, str] | None = None,
    bombs: Iterable[str] = tuple(BOMBS),
) -> dict[str, str]:
    """What is wrong with the answers of a page to bombs in one of its boxes."""
    given = others or {}
    plain = [{**given, **({name: word} if word else {})} for word in PLAIN]
    for asked in plain:
        cost_of(client, url, asked)  # what is read once
    queries = max(cost_of(client, url, asked).queries for asked in plain)
    found = {}
    for called in bombs:
        cost = cost_of(client, url, {**given, name: BOMBS[called]})
        if said := ", ".join(cost.faults(queries=queries)):
            found[f"{url} {name}: {called}"] = said
    return found
