"""Two rows of one key in one delivery."""

from __future__ import annotations

from selfservice.exchange.loading.report import SHOWN, Problem, Report
from selfservice.exchange.loading.staging import Staged, place

_REPEATED = "SELECT {key} FROM {stage} GROUP BY {key} HAVING COUNT(*) > 1"
# Among the repeated keys, the lines of those whose rows differ from each other in any column.
_CONFLICTS = """
    SELECT _line FROM {stage} s JOIN (
        SELECT {key} FROM (SELECT DISTINCT {names}, _gone FROM {stage}) d GROUP BY {key} HAVING COUNT(*) > 1
    ) t ON {s_is_t} ORDER BY _line"""
_IDENTICAL = """
    DELETE FROM {stage} WHERE _line IN (SELECT _line FROM (
        SELECT _line, ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY _line) AS place FROM {stage}
    ) numbered WHERE place > 1)"""


def settle_duplicates(staged: Staged, *, file: str, report: Report) -> None:
    """Identical rows of one key count as one, with a warning; different ones are errors and withdrawn."""
    if not staged.db.exists(_REPEATED, **staged.parts):
        return
    lines = [row[0] for row in staged.db.rows(_CONFLICTS, **staged.parts)]
    for line in lines[: max(SHOWN, report.max_errors)]:
        report.error(_problem(file, line, "duplicate", "Another row has the same key and other values."))
    if len(lines) > max(SHOWN, report.max_errors):
        rest = len(lines) - max(SHOWN, report.max_errors)
        report.error(_problem(file, 0, "duplicate", "Further rows with a key used twice."), times=rest)
    staged.withdraw(lines)
    removed = staged.db.run(_IDENTICAL, **staged.parts)
    if removed:
        reason = f"{removed} rows stand there twice, alike in every column; they count as one."
        report.warning(_problem(file, 0, "repeated_row", reason), times=removed)


def _problem(file: str, line: int, code: str, reason: str) -> Problem:
    file, line = place(file, line)
    return Problem(file=file, line=line, code=code, reason=reason)
