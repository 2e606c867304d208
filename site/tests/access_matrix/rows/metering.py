"""Consumption and readings."""

from __future__ import annotations

from typing import Any

from access_matrix.expecting import MAY_ACT, OWN_ACCOUNT, form, page
from selfservice.exchange.tests import factories as exchange
from selfservice.metering.tests.factories import SubmissionFactory

ROWS = {
    "portal:consumption": page(OWN_ACCOUNT),
    "portal:consumption_file": page(OWN_ACCOUNT),
    "portal:readings": page(OWN_ACCOUNT),
    "portal:reading_send": form(MAY_ACT),
    "portal:reading_receipt": page(OWN_ACCOUNT),
}


def arguments(owner: Any) -> dict[str, dict[str, object]]:
    """A meter, and a reading that waits for the office."""
    exchange.MeterFactory(point=exchange.ServicePointFactory(account_id="100245"))
    submission = SubmissionFactory(account_no="100245", sent_by=owner, doubtful=True)
    return {"portal:reading_receipt": {"receipt_no": submission.receipt_no}}
