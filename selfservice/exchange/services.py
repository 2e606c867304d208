"""Taking in a delivery of the billing system, and going back to the one before."""

from __future__ import annotations

from pathlib import Path

import structlog
from django.db import DatabaseError

from documents.errors import FileError
from ebok.audit.services import Actor, record
from ebok.core.alarms import clear_alarm, raise_alarm
from selfservice.exchange.loading.database import exchange_database
from selfservice.exchange.loading.delivery import Delivery, Outcome
from selfservice.exchange.loading.inspection import inspect
from selfservice.exchange.loading.report import DeliveryRejected, Fatal, Problem
from selfservice.exchange.loading.undo import forget_undo, set_back
from selfservice.exchange.models import Feed
from selfservice.exchange.permission import loader_writes

REJECTED_ALARM = "exchange.delivery_rejected"
log = structlog.get_logger(__name__)


class NothingToRollBack(RuntimeError):
    """The delivery before is not kept any more, or there is none."""

    def __init__(self) -> None:
        super().__init__("There is nothing to go back from: only the newest delivery can be undone, once.")


def load_delivery(
    *, path: Path, dry_run: bool = False, max_errors: int = 0, actor: Actor | None = None
) -> Outcome:
    """Load a delivery: all of it becomes visible at once, or nothing changes.

    Parameters:
        path: folder or zip of the delivery.
        dry_run: judge everything, keep nothing, not even a note of a rejection.
        max_errors: so many bad rows are left out and listed; what stands under their keys stays.
        actor: who asked for it; None for the system.

    Raises:
        DeliveryRejected: nothing visible changed; its report says why.
        LoadRunning: another load is at work.
        SupplierFills: EXCHANGE_MANAGED is off.
        DatabaseError, FileError, OSError: database, storage or disk failed; nothing visible changed.
    """
    delivery = Delivery(path=path, dry_run=dry_run, max_errors=max_errors, actor=actor)
    with loader_writes():
        try:
            outcome = delivery.load()
        except (Fatal, DeliveryRejected) as error:
            if isinstance(error, Fatal):
                delivery.report.fail(error.problem)
            _rejected(delivery)
            raise DeliveryRejected(delivery.report) from error
        except (DatabaseError, FileError, OSError) as error:
            reason = f"{type(error).__name__}: {error}"
            delivery.report.fail(Problem(file=path.name, code="unavailable", reason=reason))
            _rejected(delivery)
            raise
        if not dry_run:
            exchange_database().settle()
            clear_alarm(code=REJECTED_ALARM)
    return outcome


def check_delivery(*, path: Path, max_errors: int = 0) -> Outcome:
    """Judge a delivery as a conformance test, whatever its generation; nothing is kept.

    Beside what a load refuses, it warns of what a load cannot refuse: sums that do not agree and
    KSeF numbers with a wrong check byte.

    Raises:
        DeliveryRejected: it does not conform; its report says why.
        LoadRunning: a load is at work.
        SupplierFills: EXCHANGE_MANAGED is off.
    """
    delivery = Delivery(path=path, dry_run=True, max_errors=max_errors, actor=None)
    try:
        with loader_writes():
            return delivery.load(inspect=inspect)
    except Fatal as fault:
        delivery.report.fail(fault.problem)
        raise DeliveryRejected(delivery.report) from fault


def roll_back(*, actor: Actor | None = None, reason: str = "") -> Feed:
    """Set the exchange back to the delivery before the newest; the row of the one taken back.

    Raises:
        NothingToRollBack: it was done already, or nothing has been loaded.
        LoadRunning: a load is at work.
        SupplierFills: EXCHANGE_MANAGED is off.
    """
    db = exchange_database()
    with loader_writes():
        with db.sole_transaction():
            feed = Feed.objects.visible().first()
            if feed is None or not feed.undo:
                raise NothingToRollBack
            touched = set_back(db, feed.undo)
            forget_undo(db)
            feed.state, feed.undo = Feed.State.ROLLED_BACK, {}
            feed.save(update_fields=["state", "undo"])
            before = Feed.objects.visible().first()
            record(
                action="exchange.rolled_back",
                actor=actor,
                actor_role="system" if actor is None else "staff",
                object_type="delivery",
                object_id=str(feed.generation),
                reason=reason,
                details={"rows": touched, "back_to": before.generation if before else None},
            )
        db.settle()
    return feed


def _rejected(delivery: Delivery) -> None:
    """Note and alarm a rejection; a fault in noting it must not hide its cause, so it is logged."""
    if delivery.dry_run:
        return
    try:
        delivery.note_rejection()
    except DatabaseError:
        log.exception("exchange.rejection_not_noted", path=delivery.path.name)
    raise_alarm(code=REJECTED_ALARM, details={"first": delivery.report.headline()[:300]})
