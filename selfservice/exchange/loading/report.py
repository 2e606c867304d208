"""What is wrong with a delivery, told so that its supplier can mend it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One fault: where it stands and why it is one. Line 0 means the file as a whole."""

    file: str
    line: int = 0
    column: str = ""
    code: str
    reason: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.reason}"


class DeliveryRejected(Exception):
    """The delivery was not taken and nothing visible has changed; `report` says why."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.headline())
        self.report = report


class Fatal(Exception):
    """A fault of a file or of the whole delivery: reading on makes no sense."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass
class Report:
    """Faults and warnings of one delivery: the first hundred in full, then counts.

    With `max_errors` above zero that many bad rows are accepted, and all of them are kept here.
    """

    max_errors: int = 0
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    error_counts: Counter[str] = field(default_factory=Counter)
    warning_counts: Counter[str] = field(default_factory=Counter)
    tables: dict[str, dict[str, int]] = field(default_factory=dict)
    fatal: bool = False

    @property
    def error_count(self) -> int:
        """How many errors there are, shown or not."""
        return self.error_counts.total()

    def error(self, problem: Problem, *, times: int = 1) -> None:
        """Note an error; `times` counts equal ones that are not told one by one."""
        self.error_counts[f"{problem.file}: {problem.code}"] += times
        if len(self.errors) < max(SHOWN, self.max_errors):
            self.errors.append(problem)

    def warning(self, problem: Problem, *, times: int = 1) -> None:
        """Note something that the supplier should know and that does not stop the load."""
        self.warning_counts[f"{problem.file}: {problem.code}"] += times
        if len(self.warnings) < SHOWN:
            self.warnings.append(problem)

    def fail(self, problem: Problem) -> None:
        """Note a fatal error, before all others."""
        self.fatal = True
        self.error_counts[f"{problem.file}: {problem.code}"] += 1
        self.errors.insert(0, problem)

    def require_acceptable(self) -> None:
        """Raise DeliveryRejected when there are more errors than the operator accepts."""
        if self.fatal or self.error_count > self.max_errors:
            raise DeliveryRejected(self)

    def headline(self) -> str:
        """One sentence for a log or an audit entry."""
        first = f"; first: {self.errors[0]}" if self.errors else ""
        warnings = counted(self.warning_counts.total(), "warning")
        return f"{counted(self.error_count, 'error')}, {warnings}{first}"

    def lines(self) -> list[str]:
        """The report as lines of text."""
        told = [f"error   {problem}" for problem in self.errors[: max(SHOWN, self.max_errors)]]
        told += [f"warning {problem}" for problem in self.warnings]
        if self.error_count > len(self.errors):
            told += [f"errors in all: {self.error_count}"]
            told += [f"  {count} x {what}" for what, count in self.error_counts.most_common()]
        return told

    def as_json(self) -> dict[str, Any]:
        """For the row in `feed`, shown in the staff zone."""
        return {
            "errors": [asdict(problem) for problem in self.errors],
            "error_counts": dict(self.error_counts),
            "warnings": [asdict(problem) for problem in self.warnings],
            "warning_counts": dict(self.warning_counts),
            "tables": self.tables,
        }


def counted(number: int, what: str) -> str:
    """`1 error`, `2 errors`: for operators, whose reports are in English."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
