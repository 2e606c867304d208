"""One delivery on its way in: one transaction, one generation."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic
from zipfile import BadZipFile

from django.db import transaction
from django.utils import timezone

from ebok.audit.services import Actor, record
from selfservice.exchange.loading.database import Database, exchange_database
from selfservice.exchange.loading.files import copy_files, take_files
from selfservice.exchange.loading.manifest import Manifest, read_manifest
from selfservice.exchange.loading.report import Fatal, Problem, Report
from selfservice.exchange.loading.source import MANIFEST, Source, open_source
from selfservice.exchange.loading.taking import UNDO_ROWS, NeedsStaging, Taking
from selfservice.exchange.loading.undo import forget_undo
from selfservice.exchange.models import Feed
from selfservice.exchange.router import EXCHANGE

Inspection = Callable[[Database, Report], None]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a delivery: its row in `feed` (not kept after a dry run) and the report."""

    feed: Feed
    report: Report


class Delivery:
    """A delivery and what has been found out about it so far.

    Parameters:
        path: folder or zip.
        dry_run: judge everything and keep nothing.
        max_errors: so many bad rows are left out and listed.
        actor: who asked for it; None for the system.
    """

    def __init__(self, *, path: Path, dry_run: bool, max_errors: int, actor: Actor | None) -> None:
        self.path = path
        self.dry_run = dry_run
        self.actor = actor
        self.report = Report(max_errors=max_errors)
        self.manifest: Manifest | None = None
        self._db = exchange_database()
        self._started = monotonic()

    def load(self, *, inspect: Inspection | None = None) -> Outcome:
        """Judge it and make it visible.

        Parameters:
            inspect: looks further at a delivery that is only judged; then its age does not matter.

        Raises:
            Fatal, DeliveryRejected: it is not taken; nothing visible has changed.
        """
        try:
            with open_source(self.path) as source:
                feed = self._read(source, inspect)
        except (BadZipFile, zlib.error, EOFError) as error:
            problem = Problem(file=self.path.name, code="bad_zip", reason=f"The zip is damaged: {error}.")
            raise Fatal(problem) from error
        return Outcome(feed=feed, report=self.report)

    def note_rejection(self) -> None:
        """Write down that it was not taken, where the staff zone and the event log see it."""
        feed = self._feed(Feed.State.REJECTED)
        feed.save()
        self._audit("exchange.delivery_rejected", feed, reason=self.report.headline()[:500])

    def _read(self, source: Source, inspect: Inspection | None) -> Feed:
        self.manifest = read_manifest(source)
        try:
            return self._take(source, self.manifest, inspect, straight=self.manifest.full)
        except NeedsStaging:
            self.report = Report(max_errors=self.report.max_errors)
            return self._take(source, self.manifest, inspect, straight=False)

    def _take(
        self, source: Source, manifest: Manifest, inspect: Inspection | None, *, straight: bool
    ) -> Feed:
        with self._db.sole_transaction():
            current = Feed.objects.visible().first()
            if inspect is None:
                self._judge_age(manifest, current)
            forget_undo(self._db)
            take_files(self._db, source=source, report=self.report)
            taking = Taking(
                db=self._db,
                source=source,
                manifest=manifest,
                report=self.report,
                straight=straight,
                standing=current.contents if current else {},
            )
            taking.all()
            self.report.require_acceptable()
            feed = self._feed(Feed.State.LOADED)
            self._remember(feed, taking, current)
            if inspect is not None:
                inspect(self._db, self.report)
            if self.dry_run:
                transaction.set_rollback(True, using=EXCHANGE)
                return feed
            copy_files(self._db, source=source)
            Feed.objects.exclude(undo={}).update(undo={})
            feed.save()
            # Last before the commit: no generation is visible without its entry in the event log.
            self._audit("exchange.delivery_loaded", feed)
        return feed

    def _judge_age(self, manifest: Manifest, current: Feed | None) -> None:
        if current is None:
            return
        if manifest.generation <= current.generation:
            reason = (
                f"Generation {manifest.generation} is not newer than {current.generation}, which is loaded. "
                f"A delivery needs a higher number: {current.generation + 1} or more."
            )
            raise Fatal(Problem(file=MANIFEST, column="generation", code="old_generation", reason=reason))
        if not manifest.full and manifest.generation > current.generation + 1:
            reason = f"The delta follows on {manifest.generation - 1}, but {current.generation} is loaded."
            self._warn("generation", "gap", reason)
        if manifest.supplier != current.supplier:
            self._warn("supplier", "supplier", f"The delivery before was {current.supplier}'s.")
        if current.as_of and manifest.as_of < current.as_of:
            self._warn("as_of", "as_of", "The figures are older than those loaded.")
        if manifest.as_of > timezone.now() + timedelta(hours=1):
            self._warn("as_of", "as_of", "The figures are from the future; a clock is wrong.")

    def _remember(self, feed: Feed, taking: Taking, current: Feed | None) -> None:
        manifest = self.manifest
        assert manifest is not None  # noqa: S101 it was read before anything was taken
        listed = {file.table: manifest.as_of.isoformat() for file in manifest.files}
        feed.as_of_tables = {**(current.as_of_tables if current else {}), **listed}
        feed.contents = taking.contents
        feed.undo = {**taking.undo, "delivery_files": UNDO_ROWS}
        feed.rows = taking.rows

    def _feed(self, state: Feed.State) -> Feed:
        feed = Feed(
            state=state,
            loaded_at=timezone.now(),
            seconds=round(monotonic() - self._started, 3),
            errors=self.report.error_count,
            report=self.report.as_json(),
            supplier="",
            generation=0,
            mode="",
        )
        if self.manifest:
            feed.supplier, feed.generation = self.manifest.supplier, self.manifest.generation
            feed.mode, feed.as_of = self.manifest.mode, self.manifest.as_of
            feed.created_at = self.manifest.created_at
        return feed

    def _audit(self, action: str, feed: Feed, *, reason: str = "") -> None:
        details = {"supplier": feed.supplier, "mode": feed.mode, "rows": feed.rows, "errors": feed.errors}
        record(
            action=action,
            actor=self.actor,
            actor_role="system" if self.actor is None else "staff",
            object_type="delivery",
            object_id=str(feed.generation),
            reason=reason,
            details=details,
        )

    def _warn(self, column: str, code: str, reason: str) -> None:
        self.report.warning(Problem(file=MANIFEST, column=column, code=code, reason=reason))
