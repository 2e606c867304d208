"""Publishing and ending what is due. Readers never wait for it to end (see `visibility`), only to start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms_pages.version_log import due_versions, note_due
from ebok.core.alarms import clear_alarm, raise_alarm
from ebok.core.health import ProbeResult, probe
from ebok.core.heartbeats import beat

HEARTBEAT = "publication"
MISSED = "content.publication_missed"
ALLOWED_DELAY = timedelta(seconds=60)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many objects went live, ended, and could not be handled."""

    published: int
    ended: int
    failed: int


def publish_due() -> Outcome:
    """Publish every approved revision whose minute has come, then end what has expired.

    Each object in a transaction of its own, claimed by a row lock: two workers at once, or a repeat,
    publish once, and one broken page does not hold up the others. Versions of document templates go live
    and end without us; the event log is told. Lateness raises an alarm, which the
    next run without lateness clears.
    """
    now = timezone.now()
    beat(HEARTBEAT)
    _tell_lateness(now)
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    published = [_attempt(_publish, pk) for pk in due.values_list("pk", flat=True)]
    ended = [_attempt(_end, model, pk) for model, pk in _expired(now)]
    noted = [_attempt(note_due, pk) for pk in due_versions(at=now)]
    results = [*published, *ended, *noted]
    return Outcome(published=published.count(True), ended=ended.count(True), failed=results.count(None))


def overdue(*, at: datetime) -> list[datetime]:
    """Approved go-lives that should have happened more than a minute before `at`, oldest first."""
    late = Revision.objects.filter(approved_go_live_at__lt=at - ALLOWED_DELAY)
    return list(late.order_by("approved_go_live_at").values_list("approved_go_live_at", flat=True))


@probe("publication")
def publication_probe() -> ProbeResult:
    """Is everything that should be on the site there? Seen by web processes too, if the scheduler is dead."""
    now = timezone.now()
    late = overdue(at=now)
    if not late:
        return ProbeResult(ok=True, detail="nothing overdue", seconds=0)
    return ProbeResult(ok=False, detail=f"{len(late)} overdue", seconds=(now - late[0]).total_seconds())


def _tell_lateness(now: datetime) -> None:
    late = overdue(at=now)
    if late:
        worst = round((now - late[0]).total_seconds())
        raise_alarm(code=MISSED, details={"publications": len(late), "seconds": worst})
    else:
        clear_alarm(code=MISSED)


def _expired(now: datetime) -> Iterator[tuple[Any, Any]]:
    for model in [Page, *_other_publishable_models()]:
        ended = model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
        for pk in ended.values_list("pk", flat=True):
            yield model, pk


def _other_publishable_models() -> list[Any]:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]


def _attempt(act: Callable[..., bool], *what: Any) -> bool | None:
    """True when done, False when somebody else had done it, None when it failed (logged and alarmed)."""
    try:
        with transaction.atomic():
            return act(*what)
    except Exception as error:
        # Whatever is wrong with this one object, the others must not wait for it.
        log.exception("publication.failed", what=[str(each) for each in what])
        raise_alarm(code=f"{MISSED}.failed", key=str(what[-1]), details={"error": type(error).__name__})
        return None


def _publish(pk: int) -> bool:
    claimed = Revision.objects.select_for_update().filter(pk=pk, approved_go_live_at__lte=timezone.now())
    revision = claimed.first()
    if revision is None:
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True


def _end(model: Any, pk: int) -> bool:
    claimed = model.objects.select_for_update().filter(pk=pk, live=True, expire_at__lte=timezone.now())
    thing = claimed.first()
    if thing is None:
        return False
    thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True
