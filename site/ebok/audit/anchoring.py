"""Once a day: compare what was sealed since the last time, and put the newest seal's hash outside.

Whoever owns the database can rewrite the whole chain, so a copy of its head goes to the application's log
and, where `AUDIT_ANCHOR_EMAIL` names an address, to a mailbox that the office cannot empty.
"""

from __future__ import annotations

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.audit.services import record
from ebok.audit.verifying import Report, verify
from ebok.core.alarms import clear_alarm, raise_alarm

VERIFIED = "audit.verified"
TOUCHED_ALARM = "audit.log_touched"
UNSENT_ALARM = "audit.anchor_not_sent"
MOST_NAMED = 20
log = structlog.get_logger(__name__)


def anchor() -> Report:
    """Verify the seals made since the last intact round, then note the head in log, mail and event log.

    After a fault nothing counts as verified: the alarm comes again every day until the matter is settled.
    """
    last = AuditEntry.objects.filter(action=VERIFIED).order_by("-id").values_list("object_id", flat=True)
    report = verify(after=last.first() or "")
    if report.intact:
        clear_alarm(code=TOUCHED_ALARM)
        log.info("audit.anchored", head=report.head, seals=report.seals, entries=report.entries)
        if report.seals:
            _note(report)
    else:
        raise_alarm(code=TOUCHED_ALARM, details={"faults": len(report.faults), "head": report.head})
    _mail(report)
    return report


def _note(report: Report) -> None:
    record(
        action=VERIFIED,
        actor_role="system",
        object_type="seal",
        object_id=report.head,
        details={"seals": report.seals, "entries": report.entries},
    )


def _mail(report: Report) -> None:
    """To somebody outside, in English as the command is: he compares it with `verify_audit --head`."""
    if not settings.AUDIT_ANCHOR_EMAIL:
        return
    faults = [f"Fault: {fault.sentence}." for fault in report.faults[:MOST_NAMED]]
    state = f"touched: {len(report.faults)} faults" if report.faults else "intact"
    lines = [f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}", f"Head: {report.head}", *faults]
    letter = EmailMessage(
        subject=f"eBOK event log: {state}", body="\n".join(lines), to=[settings.AUDIT_ANCHOR_EMAIL]
    )
    try:
        letter.send()
    except OSError as error:
        raise_alarm(code=UNSENT_ALARM, details={"error": type(error).__name__})
    else:
        clear_alarm(code=UNSENT_ALARM)
