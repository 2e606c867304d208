from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ebok.outbox import handlers
from ebok.outbox.models import Job

KIND = "tests.work"


class JobFactory(DjangoModelFactory[Job]):
    class Meta:
        model = Job

    kind = KIND
    key = factory.Sequence(lambda n: f"job-{n}")
    payload = factory.LazyAttribute(lambda job: {"key": job.key})
    due_at = factory.LazyFunction(timezone.now)
    created_at = factory.SelfAttribute("due_at")


@contextmanager
def handled_by(handler: Callable[[Mapping[str, Any]], None], **options: Any) -> Iterator[None]:
    """Let `handler` do the work of `KIND` until the block ends."""
    handlers.handles(KIND, **options)(handler)
    try:
        yield
    finally:
        handlers._kinds.pop(KIND, None)
