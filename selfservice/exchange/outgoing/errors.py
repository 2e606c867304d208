"""What can go wrong with the outgoing journal."""

from __future__ import annotations


class OutgoingError(ValueError):
    """Base of this app's errors; the text is fit for the supplier."""


class UnknownKind(OutgoingError):
    """A kind that the contract does not know."""


class UnknownLine(OutgoingError):
    """There is no line of that number."""

    code = "unknown_line"


class AlreadyAnswered(OutgoingError):
    """The line was answered differently before; answers do not change."""

    code = "already_answered"


class BadAnswer(OutgoingError):
    """Neither accepted nor rejected, or a rejection without a reason."""

    code = "bad_answer"
