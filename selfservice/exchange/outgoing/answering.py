"""Answers as they come from outside: each line on its own, a bad one stops no other."""

from __future__ import annotations

from typing import Any

from selfservice.exchange.outgoing.errors import AlreadyAnswered, BadAnswer, UnknownLine
from selfservice.exchange.outgoing.services import answer

LARGEST = 2**63 - 1


def answer_line(line: Any) -> dict[str, Any]:
    """Take one answer (`seq`, `state`, `reason`) and tell what became of it.

    Returns `{"seq", "state"}`, or `{"seq", "error", "message"}` with the code of the error.
    """
    seq = line.get("seq") if isinstance(line, dict) else None
    try:
        number = _number(seq)
        state, reason = line.get("state"), line.get("reason") or ""
        if not isinstance(state, str) or not isinstance(reason, str):
            raise BadAnswer("state and reason must be text")
        entry = answer(seq=number, state=state, reason=reason)
    except (BadAnswer, UnknownLine, AlreadyAnswered) as error:
        return {"seq": seq, "error": error.code, "message": str(error)}
    return {"seq": seq, "state": entry.state}


def _number(value: Any) -> int:
    """The number of a line; True is none, although Python counts it as one."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= LARGEST:
        raise BadAnswer("seq must be the number of a line")
    return value
