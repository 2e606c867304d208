"""Consumption and readings."""

from __future__ import annotations

import io
from typing import Any

from access_matrix.expecting import IN, MAY_ACT, OWN_ACCOUNT, form, page, row
from documents.storage import new_key, private_storage
from selfservice.exchange.tests import factories as exchange
from selfservice.metering.tests.factories import SubmissionFactory

CHECKERS = row(clerk=IN, administrator=IN)
EVERYBODY = row(signed_in=IN, anonymous=IN)
ROWS = {
    "portal:consumption": page(OWN_ACCOUNT),
    "portal:consumption_file": page(OWN_ACCOUNT),
    "portal:readings": page(OWN_ACCOUNT),
    "portal:readings_sent": page(OWN_ACCOUNT),
    "portal:reading_send": form(MAY_ACT),
    "portal:reading_receipt": page(OWN_ACCOUNT),
    "portal:leak_test": form(MAY_ACT),
    "guest:reading": form(EVERYBODY),
    "guest:reading_sent": page(EVERYBODY),
    "staff:readings": page(CHECKERS),
    "staff:reading": form(CHECKERS),
    "staff:reading_photo": page(CHECKERS),
}


def arguments(owner: Any) -> dict[str, dict[str, object]]:
    """A meter, and a reading that waits for the office."""
    exchange.MeterFactory(point=exchange.ServicePointFactory(account_id="100245"))
    kept = private_storage().save(
        key=new_key(prefix="readings"), stream=io.BytesIO(b"photo"), media_type="image/png"
    )
    submission = SubmissionFactory(
        account_no="100245",
        sent_by=owner,
        doubtful=True,
        channel="guest",
        photo_key=kept.key,
        photo_media_type="image/png",
        photo_size=kept.size,
        photo_sha256=kept.sha256,
    )
    receipt, number = {"receipt_no": submission.receipt_no}, {"pk": submission.pk}
    return {
        "portal:reading_receipt": receipt,
        "guest:reading_sent": receipt,
        "staff:reading": number,
        "staff:reading_photo": number,
    }
