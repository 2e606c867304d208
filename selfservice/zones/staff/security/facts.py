"""What a clerk sees of somebody's sign-in: its state, and nothing of the customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from selfservice.identity.devices.services import sessions_of
from selfservice.identity.models import User
from selfservice.identity.second_factor.devices import has_factor
from selfservice.identity.second_factor.removals import open_requests
from selfservice.identity.throttles.opening import locked_until


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """The state of one sign-in.

    Parameters:
        locked_until: until when wrong passwords hold it, None when they do not.
        sessions: how many are open now.
    """

    user: User
    locked_until: datetime | None
    has_factor: bool
    removal_waits: bool
    sessions: int


def facts_of(user: User) -> SignInFacts:
    """Read the state; a handful of queries, whatever the person did."""
    return SignInFacts(
        user=user,
        locked_until=locked_until(user=user),
        has_factor=has_factor(user),
        removal_waits=open_requests().filter(user=user).exists(),
        sessions=len(sessions_of(user=user)),
    )
