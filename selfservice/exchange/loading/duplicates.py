"""Two rows of one key in one delivery."""

from __future__ import annotations

from selfservice.exchange.loading.report import SHOWN, Problem, Report
from selfservice.exchange.loading.staging import Staged, place

_REPEATED = "SELECT {key} FROM {stage} GROUP BY {key} HAVING COUNT(*) > 1"
# Among the repeated keys those whose rows differ in any column: each line and the first of its key.
_CONFLICTS = """
    SELECT s._line, t.first FROM {stage} s JOIN (
        SELECT {key}, MIN(first) AS first FROM (
            SELECT {names}, _mark, MIN(_line) AS first FROM {stage} GROUP BY {names}, _mark
        ) d GROUP BY {key} HAVING COUNT(*) > 1
    ) t ON {s_is_t} ORDER BY s._line"""
_IDENTICAL = """
    DELETE FROM {stage} WHERE _line IN (SELECT _line FROM (
        SELECT _line, ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY _line) AS place FROM {stage}
    ) numbered WHERE place > 1)"""


def settle_duplicates(staged: Staged, *, file: str, report: Report) -> None:
    """Identical rows of one key count as one, with a warning; different ones are errors and withdrawn."""
    if not staged.db.exists(_REPEATED, **staged.parts):
        return
    found = staged.db.rows(_CONFLICTS, **staged.parts)
    later = [(line, first) for line, first in found if line != first]
    shown = max(SHOWN, report.max_errors)
    for line, first in later[:shown]:
        reason = f"The key stands in line {place(file, first)[1]} already, with other values."
        report.error(_problem(file, line, "duplicate", reason))
    if len(later) > shown:
        further = _problem(file, 0, "duplicate", "Further rows with a key used twice.")
        report.error(further, times=len(later) - shown)
    staged.withdraw([line for line, _ in found])
    removed = staged.db.run(_IDENTICAL, **staged.parts)
    if removed:
        reason = f"{removed} rows stand there twice, alike in every column; they count as one."
        report.warning(_problem(file, 0, "repeated_row", reason), times=removed)


def _problem(file: str, line: int, code: str, reason: str) -> Problem:
    file, line = place(file, line)
    return Problem(file=file, line=line, code=code, reason=reason)
