"""What a row says, and the short ways to write one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PERSONAS = (
    "anonymous",
    "owner",
    "delegate",  # may look
    "helper",  # a delegate who may act
    "expired",  # was a delegate until a minute ago
    "outsider",  # owns another account
    "clerk",
    "editor",
    "administrator",
    "field",  # works outside: a network operator
)
IN, TO_LOGIN, ONWARD, HIDDEN, NO_METHOD = 200, "sign-in", 302, 404, 405
TO_CODE = "second factor"
# A POST was let through to the form or the act, whatever it made of it.
TAKEN = "taken"

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """What each persona gets for GET and for POST."""

    get: Answers
    post: Answers


def row(*, signed_in: object = HIDDEN, anonymous: object = TO_LOGIN, **exceptions: object) -> Answers:
    """Strangers get the sign-in page, all others `signed_in` but for the exceptions."""
    unknown = set(exceptions) - set(PERSONAS)
    assert not unknown, f"no such persona: {unknown}"
    return dict.fromkeys(PERSONAS, signed_in) | {"anonymous": anonymous} | exceptions


OWN_ACCOUNT = row(owner=IN, delegate=IN, helper=IN)
MAY_ACT = row(owner=IN, helper=IN)
OWNER_ONLY = row(owner=IN)
EVERY_CUSTOMER = row(signed_in=IN)
ALL_OFFICE = row(clerk=IN, administrator=IN, field=IN)
ADMINISTRATOR = row(administrator=IN)


def page(get: Answers) -> Row:
    """A view that only reads: a POST answers 405 (or 404 where the zone hides it), and does nothing."""
    post = row(signed_in=NO_METHOD, anonymous=TO_LOGIN if get["anonymous"] == TO_LOGIN else NO_METHOD)
    return Row(get=get, post=post)


def form(get: Answers) -> Row:
    """A view that shows a form and takes it: POST is taken from whoever gets the form."""
    return Row(get=get, post=_taken(get))


def act(who: Answers) -> Row:
    """A view that takes POST alone from the personas that are IN; GET shows nobody anything."""
    get = {name: NO_METHOD if answer == IN else answer for name, answer in who.items()}
    return Row(get=get, post=_taken(who))


def _taken(get: Answers) -> Answers:
    return {name: TAKEN if answer in {IN, ONWARD} else answer for name, answer in get.items()}


def fits(*, expected: object, answer: Any) -> bool:
    """Is this answer what the row says? A refusal by method (405) and hiding (404) are both a refusal."""
    to_login = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
    if expected == TO_LOGIN:
        return to_login
    if expected == TAKEN:
        return not to_login and answer.status_code in {200, 302, 303, 400, 409, 422, 429}
    if expected in {NO_METHOD, HIDDEN}:
        return answer.status_code in {404, 405}
    return not to_login and answer.status_code == expected
