"""Two workers that claim at the same moment; also a program: `python -m ebok.outbox.tests.race protected`.

The memory databases of the other tests share one cache whose table locks do not wait, so SQLite is
raced on a file, in a process of its own.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from unittest import mock


def two_workers_at_once(*, protected: bool) -> Counter[int]:
    """How often each of ten jobs was taken by two workers that had both read the same candidates."""
    from django.db import connection
    from django.db.models import Q
    from django.utils import timezone

    from ebok.outbox import claiming
    from ebok.outbox.models import Job

    now = timezone.now()
    for number in range(10):
        Job.objects.create(kind="tests.race", key=str(number), due_at=now, created_at=now)
    both_have_read = threading.Barrier(2, timeout=10)
    condition = claiming.free
    stamp, one_after_the_other = claiming._stamp, threading.Lock()
    taken: list[int] = []

    def stamp_in_turn(*args: object) -> list[Job]:
        with one_after_the_other:
            return stamp(*args)

    def read_and_wait(*args: object, **options: object) -> list[int]:
        ids = list(Job.objects.filter(condition(now)).values_list("id", flat=True))
        both_have_read.wait()
        return ids

    def work() -> None:
        taken.extend(job.pk for job in claiming.claim(now=now, limit=10))
        connection.close()

    with (
        mock.patch.object(claiming, "_candidates", read_and_wait),
        mock.patch.object(claiming, "_stamp", stamp_in_turn),
        mock.patch.object(claiming, "free", condition if protected else lambda now: Q()),
    ):
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(20)
    return Counter(taken)


def main() -> None:
    import django

    django.setup()
    from ebok.outbox.tests.bare_settings import make_tables

    make_tables()
    sys.stdout.write(json.dumps(two_workers_at_once(protected=sys.argv[1] == "protected")))


if __name__ == "__main__":
    main()
