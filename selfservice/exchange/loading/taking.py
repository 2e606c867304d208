"""Taking the tables of a delivery: straight in where nothing stands yet, else by difference."""

from __future__ import annotations

from dataclasses import asdict

from django.db import IntegrityError

from selfservice.exchange.contract import Table, contract
from selfservice.exchange.loading.batches import TableRows, fingerprint, verify
from selfservice.exchange.loading.completion import Completion
from selfservice.exchange.loading.database import Database
from selfservice.exchange.loading.duplicates import settle_duplicates
from selfservice.exchange.loading.manifest import Listed, Manifest
from selfservice.exchange.loading.references import any_dangling, refuse_dangling, report_left_behind
from selfservice.exchange.loading.report import Report
from selfservice.exchange.loading.source import Source
from selfservice.exchange.loading.staging import Changes, Staged

UNDO_ROWS, UNDO_ALL = "rows", "all"
_WITH_LINES = "SELECT DISTINCT invoice_no FROM invoice_lines WHERE invoice_no IN ({marks})"
_STORED = "SELECT storage_key FROM delivery_files WHERE path = %s"
_PARTS_OF = {"invoice_lines": "invoices", "round_items": "rounds"}


class NeedsStaging(Exception):
    """Writing straight in met a fault; only a staged load can tell which rows it is about."""


class Taking:
    """Takes the tables of one delivery, within the loader's transaction.

    Parameters:
        straight: empty tables may be filled without a stage, as fast as the database can.
        standing: table -> fingerprint of the file that the table equals now.

    After `all` it tells `contents` (the new fingerprints), `undo` (table -> how to undo it) and `rows`.
    """

    def __init__(
        self,
        *,
        db: Database,
        source: Source,
        manifest: Manifest,
        report: Report,
        straight: bool,
        standing: dict[str, str],
    ) -> None:
        self.db = db
        self.source = source
        self.manifest = manifest
        self.report = report
        self.straight = straight
        self.contents = dict(standing)
        self.undo: dict[str, str] = {}
        self.rows = 0
        self._changes: dict[str, Changes] = {}
        self._completion = Completion(source, report, stored=self._stored)

    def all(self) -> None:
        """Take every table, each after those that it refers to.

        Raises:
            Fatal: a file is broken.
            NeedsStaging: start again with `straight=False`.
        """
        listed = {file.table: file for file in self.manifest.files}
        try:
            for table in contract().values():
                self._take(table, listed.get(table.name))
        finally:
            self._completion.close()
        for name, changes in self._changes.items():
            if changes.removed:
                report_left_behind(self.db, parent=contract()[name], report=self.report)

    def _take(self, table: Table, listed: Listed | None) -> None:
        if listed and self._stands_already(table, listed):
            return
        with TableRows(
            source=self.source,
            manifest=self.manifest,
            report=self.report,
            table=table,
            listed=listed,
            completion=self._completion,
            standing=self._with_lines,
        ) as rows:
            if listed or rows.has_lines_from_xml or self._lost_wholes(table):
                self._write(rows, listed)

    def _with_lines(self, numbers: set[str]) -> set[str]:
        """Those of some invoices that have lines in the database."""
        found: set[str] = set()
        wanted = sorted(numbers)
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            marks = ", ".join(["%s"] * len(some))
            found.update(number for (number,) in self.db.rows(_WITH_LINES, some, marks=marks))
        return found

    def _stored(self, path: str) -> str | None:
        """Storage key of a document that an older delivery brought."""
        found = self.db.rows(_STORED, [path])
        return found[0][0] if found else None

    def _stands_already(self, table: Table, listed: Listed) -> bool:
        """Is the file, byte for byte, what the table was filled from? Then nothing is read twice."""
        known = self.contents.get(table.name)
        if not known or known != fingerprint(listed, self.manifest) or self._completion.completed:
            return False
        verify(self.source, listed)
        self._note(table, listed.rows, Changes())
        return True

    def _write(self, rows: TableRows, listed: Listed | None) -> None:
        table = rows.table
        self.contents.pop(table.name, None)
        errors = self.report.error_count
        empty = not self.db.exists("SELECT 1 FROM {table}", table=self.db.quoted(table.name))
        if self.straight and empty:
            changes, self.undo[table.name] = self._straight_in(rows), UNDO_ALL
        else:
            changes, self.undo[table.name] = self._by_difference(rows), UNDO_ROWS
        if listed and self.manifest.full and not rows.depends_on_xml and self.report.error_count == errors:
            self.contents[table.name] = fingerprint(listed, self.manifest)
        self._note(table, rows.count, changes)

    def _straight_in(self, rows: TableRows) -> Changes:
        errors = self.report.error_count
        try:
            self.db.insert(rows.table.name, rows.names, rows)
        except IntegrityError as error:
            raise NeedsStaging from error
        self.db.run("ANALYZE {table}", table=self.db.quoted(rows.table.name))
        if self.report.error_count > errors or any_dangling(self.db, rows.table):
            raise NeedsStaging
        return Changes(added=rows.count)

    def _by_difference(self, rows: TableRows) -> Changes:
        staged = Staged(db=self.db, table=rows.table, names=rows.touched, full=rows.replaces)
        staged.create()
        staged.fill(rows, names=rows.names)
        staged.refuse(rows.refused)
        settle_duplicates(staged, file=rows.name, report=self.report)
        if rows.left_out:
            staged.keep_standing(rows.left_out)
        if not rows.replaces and rows.has_lines_from_xml:
            staged.lose_parts()
        if not rows.replaces and self._lost_wholes(rows.table):
            staged.lose_parts(removed_from=_PARTS_OF[rows.table.name])
        refuse_dangling(staged, file=rows.name, report=self.report)
        changes = staged.apply()
        staged.drop()
        return changes

    def _lost_wholes(self, table: Table) -> bool:
        whole = self._changes.get(_PARTS_OF.get(table.name, ""))
        return whole is not None and whole.removed > 0

    def _note(self, table: Table, count: int, changes: Changes) -> None:
        self.rows += count
        self._changes[table.name] = changes
        self.report.tables[table.name] = {"rows": count, **asdict(changes)}
