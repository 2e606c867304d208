"""One code tried twice at once: `python -m selfservice.identity.second_factor.tests.race HOW FILE`.

HOW is `protected`, or `blind` with the transaction around the check taken out.

Runs in a process of its own on a SQLite file with the options of the embedded default: the memory
databases of the other tests do not let several connections wait for each other. Prints how many tries
were right.
"""

from __future__ import annotations

import sys
import threading
from contextlib import nullcontext, suppress
from typing import Any
from unittest import mock

TRIES = 2
# Under the lock the rival cannot come; without it he is here at once.
PATIENCE = 3.0  # seconds


def meet_at_the_check() -> Any:
    """Whoever has read the row and looks at the code waits for his rival, as long as `PATIENCE`."""
    from selfservice.identity.second_factor.models import authenticator

    all_have_read = threading.Barrier(TRIES)
    step_of = authenticator.step_of

    def look_and_wait(*args: Any, **kwargs: Any) -> int | None:
        with suppress(threading.BrokenBarrierError):
            all_have_read.wait(PATIENCE)
        return step_of(*args, **kwargs)

    return mock.patch.object(authenticator, "step_of", look_and_wait)


def right_tries(*, protected: bool) -> int:
    """How many of two tries of the code of this moment are right."""
    from django.db import connection

    from selfservice.identity.models import User
    from selfservice.identity.second_factor import verification
    from selfservice.identity.second_factor.models import Authenticator
    from selfservice.identity.second_factor.tests.factories import code, with_factor

    user = User.objects.create(email="somebody@example.org")
    with_factor(user)
    typed, right = code(), []

    def give_code() -> None:
        try:
            right.append(verification._try(Authenticator, user=user, code=typed)[2])
        finally:
            connection.close()

    unlocked: Any = mock.patch.object(verification.transaction, "atomic", nullcontext)
    with meet_at_the_check(), nullcontext() if protected else unlocked:
        rivals = [threading.Thread(target=give_code) for _ in range(TRIES)]
        for rival in rivals:
            rival.start()
        for rival in rivals:
            rival.join(30)
    return sum(right)


def main(how: str, file: str) -> None:
    import django

    django.setup()
    from django.db import connection, connections

    from ebok.settings.base import SQLITE_OPTIONS
    from selfservice.identity.models import User
    from selfservice.identity.second_factor.models import Authenticator

    connections.settings["default"].update(NAME=file, OPTIONS=SQLITE_OPTIONS)
    with connection.schema_editor() as editor:
        editor.create_model(User)
        editor.create_model(Authenticator)
    sys.stdout.write(str(right_tries(protected=how == "protected")))


if __name__ == "__main__":
    main(*sys.argv[1:3])
