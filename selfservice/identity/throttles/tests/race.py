"""Many guesses at the same moment: `python -m selfservice.identity.throttles.tests.race HOW FILE`.

HOW is `protected`, or `blind` with the check of versions taken out.

Runs in a process of its own on a SQLite file as the embedded default has it: the memory databases of
the other tests do not let several connections wait for each other. Prints how many guesses got through.
"""

from __future__ import annotations

import sys
import threading
from typing import Any
from unittest import mock

GUESSERS = 8


def guesses_let_through(*, protected: bool) -> int:
    """Eight guessers that have all read the same count each want the one try that is left."""
    from django.db import connection

    from selfservice.identity.throttles import counters
    from selfservice.identity.throttles.models import Tries
    from selfservice.identity.throttles.rules import Rule

    rule = Rule(free=1, locks_at=2)
    guessed_at = counters.Counted(purpose="race", subject="somebody")
    counters.take(guessed_at, rule=rule)
    all_have_read = threading.Barrier(GUESSERS, timeout=20)
    through: list[int] = []
    first_look = threading.local()
    row = counters._row

    def read_and_wait(*args: Any, **kwargs: Any) -> Tries:
        found = row(*args, **kwargs)
        if not getattr(first_look, "over", False):
            first_look.over = True
            all_have_read.wait()
        return found

    def write_blindly(found: Tries, **values: Any) -> bool:
        return bool(Tries.objects.filter(pk=found.pk).update(**values))

    def guess() -> None:
        try:
            through.append(counters.take(guessed_at, rule=rule))
        except counters.MustWait:
            pass
        finally:
            connection.close()

    write = counters._write if protected else write_blindly
    with mock.patch.object(counters, "_row", read_and_wait), mock.patch.object(counters, "_write", write):
        guessers = [threading.Thread(target=guess) for _ in range(GUESSERS)]
        for guesser in guessers:
            guesser.start()
        for guesser in guessers:
            guesser.join(30)
    return len(through)


def main(how: str, file: str) -> None:
    import django
    from django.conf import settings

    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL;"}
    engine = "django.db.backends.sqlite3"
    settings.configure(
        DATABASES={"default": {"ENGINE": engine, "NAME": file, "OPTIONS": options}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="race",
        USE_TZ=True,
    )
    django.setup()
    from django.db import connection

    from selfservice.identity.throttles.models import Tries

    with connection.schema_editor() as editor:
        editor.create_model(Tries)
    sys.stdout.write(str(guesses_let_through(protected=how == "protected")))


if __name__ == "__main__":
    main(*sys.argv[1:3])
