"""Does the event log still say what was sealed? If not, which entry was touched?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ebok.audit.hashing import FIELDS, entry_hash, instant, read_leaves, seal_hash
from ebok.audit.models import AuditEntry, AuditSeal
from ebok.core.text import neutral

LOWEST_ID = -(2**63)  # also an entry slipped in before the very first one is seen


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was sealed.

    Parameters:
        seal: number of the seal that shows it.
        entry: id of the entry; None when the seal itself was touched.
        sentence: what happened, for people.
    """

    seal: int
    entry: int | None
    sentence: str


@dataclass(slots=True)
class Report:
    """What a verification found."""

    entries: int = 0
    seals: int = 0
    unsealed: int = 0
    head: str = ""
    faults: list[Fault] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """True when nothing was touched."""
        return not self.faults


def verify(*, expected_head: str = "", after: str = "") -> Report:
    """Walk the chain of seals and compare every sealed entry; memory does not grow with the log.

    Parameters:
        expected_head: `number:hash` of a seal, noted earlier outside of the database.
        after: the same of a seal up to which all was compared before: only younger ones are. Where it is
            no longer so in the table, that is a fault, and all are compared.

    Raises:
        ValueError: a head is not like `12:ab34...`.
    """
    report = Report()
    expected_number, expected_hash = _read_head(expected_head) if expected_head else (0, "")
    previous = _start(after, report)
    younger = AuditSeal.objects.filter(number__gt=previous.number)
    for seal in younger.order_by("number").iterator(chunk_size=20):
        report.faults += [*_seal_faults(seal, previous), *_entry_faults(seal, previous)]
        report.seals, report.entries = report.seals + 1, report.entries + seal.count
        report.head = f"{seal.number}:{seal.hash}"
        if seal.number == expected_number and seal.hash == expected_hash:
            expected_number = 0
        previous = seal
    if expected_number:
        report.faults.append(_noted_otherwise(expected_number))
    report.unsealed = AuditEntry.objects.filter(id__gt=previous.to_id).count()
    return report


def _start(after: str, report: Report) -> AuditSeal:
    """The seal behind which to begin; one before all without `after`, or when that is not there as noted."""
    first = AuditSeal(number=0, to_id=LOWEST_ID, hash="")
    if not after:
        return first
    number, digest = _read_head(after)
    noted = AuditSeal.objects.filter(number=number, hash=digest).first()
    if noted is None or seal_hash(noted) != digest:
        report.faults.append(_noted_otherwise(number))
        return first
    report.head = after
    return noted


def _noted_otherwise(number: int) -> Fault:
    sentence = f"seal {number} is missing or differs from the noted hash: the log was cut or rewritten"
    return Fault(number, None, sentence)


def _read_head(head: str) -> tuple[int, str]:
    number, _colon, digest = head.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise ValueError(f"{head!r} is not like 12:ab34... (number and hash of a seal)")
    return int(number), digest


def _seal_faults(seal: AuditSeal, previous: AuditSeal) -> Iterator[Fault]:
    for number in range(previous.number + 1, seal.number):
        yield Fault(number, None, f"seal {number} was removed")
    if seal.hash != seal_hash(seal):
        yield Fault(seal.number, None, f"seal {seal.number} was changed")
    elif seal.number == previous.number + 1 and seal.previous_hash != previous.hash:
        yield Fault(
            seal.number, None, f"seal {seal.number} does not follow the hash of seal {previous.number}"
        )


def _entry_faults(seal: AuditSeal, previous: AuditSeal) -> Iterator[Fault]:
    try:
        sealed = read_leaves(seal.leaves)
    except ValueError:
        yield Fault(
            seal.number, None, f"seal {seal.number} cannot be read, so its entries cannot be compared"
        )
        return
    # A removed seal is named already; its entries are not blamed for standing outside of the next.
    start = previous.to_id + 1 if seal.number == previous.number + 1 else seal.from_id
    rows = AuditEntry.objects.filter(id__gte=start, id__lte=seal.to_id).order_by("id")
    for row in rows.values(*FIELDS).iterator(chunk_size=500):
        digest = sealed.pop(row["id"], None)
        what = f"entry {row['id']} ({instant(row['at'])} {neutral(row['action'])})"
        if digest is None:
            yield Fault(seal.number, row["id"], f"{what} was inserted behind seal {seal.number}")
        elif digest != entry_hash(row):
            yield Fault(seal.number, row["id"], f"{what} was changed after seal {seal.number}")
    for missing in sealed:
        yield Fault(seal.number, missing, f"entry {missing} was removed after seal {seal.number}")
