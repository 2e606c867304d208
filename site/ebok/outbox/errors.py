"""How a handler says that its work could not be done."""

from __future__ import annotations


class WorkError(Exception):
    """Base of both; its text is kept as the job's last error, so it holds no secrets."""


class TemporaryError(WorkError):
    """It may work later: an outside system is away, busy or asks to wait.

    Parameters:
        message: what happened.
        retry_after: seconds the other side asked us to wait; our own delay when None.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class PermanentError(WorkError):
    """It will never work: the job ends as failed at once."""
