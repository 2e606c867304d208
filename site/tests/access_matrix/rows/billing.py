"""Settlements, bill comparison, amounts, schedule, secret links and tokens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from access_matrix.expecting import (
    EVERY_CUSTOMER,
    MAY_ACT,
    ONWARD,
    OWN_ACCOUNT,
    OWNER_ONLY,
    Row,
    act,
    form,
    page,
    row,
)
from ebok.core.periods import today
from selfservice.access.feeds.models import ApiToken
from selfservice.exchange.tests.factories import CollectionFactory, InvoiceFactory, ServicePointFactory

ROWS: dict[str, Row] = {
    "portal:settlements": page(OWN_ACCOUNT),
    "portal:ledger": page(OWN_ACCOUNT),
    "portal:ledger_csv": page(OWN_ACCOUNT),
    "portal:amounts": page(OWN_ACCOUNT),
    "portal:amounts_csv": page(OWN_ACCOUNT),
    "portal:comparison": page(OWN_ACCOUNT),
    "portal:comparison_csv": page(OWN_ACCOUNT),
    "portal:schedule": page(OWN_ACCOUNT),
    "portal:schedule_reminder": form(row(owner=ONWARD, delegate=ONWARD, helper=ONWARD)),
    "portal:missed": form(MAY_ACT),
    "portal:invoices_csv": page(OWN_ACCOUNT),
    "portal:readings_csv": page(OWN_ACCOUNT),
    "portal:readings_sent_csv": page(OWN_ACCOUNT),
    "portal:contracts_csv": page(OWN_ACCOUNT),
    "portal:tickets_csv": page(OWN_ACCOUNT),
    "portal:letters_csv": page(OWN_ACCOUNT),
    "portal:points_csv": page(OWN_ACCOUNT),
    "portal:invoice_csv": page(OWN_ACCOUNT),
    "portal:history_csv": page(OWN_ACCOUNT),
    "portal:schedule_csv": page(OWN_ACCOUNT),
    "portal:consents_csv": page(OWN_ACCOUNT),
    "portal:looks_csv": page(OWNER_ONLY),
    "portal:people_csv": page(OWNER_ONLY),
    "portal:history": page(OWN_ACCOUNT),
    "portal:packages": form(OWN_ACCOUNT),
    "portal:package_fetch": page(row()),  # opens for a link alone; see the tests of packages
    "portal:calendar_links": form(OWN_ACCOUNT),
    "portal:tokens": page(EVERY_CUSTOMER),
    "portal:token_new": form(row(signed_in=ONWARD)),
    "portal:token_revoke": act(row(owner=200)),
}


def arguments(owner: Any) -> dict[str, dict[str, object]]:
    point = ServicePointFactory(account_id="100245")
    visit = CollectionFactory(area=point.area, on_date=today())
    InvoiceFactory(account_id="100245", invoice_no="FV/BEFORE", issued_on=date(2020, 1, 5), paid=True)
    token = ApiToken.objects.create(
        user=owner, name="mine", token_hash="0" * 64, expires_at=timezone.now() + timedelta(days=9)
    )
    return {
        "portal:comparison": {"invoice_no": "FV/100245"},
        "portal:comparison_csv": {"invoice_no": "FV/100245"},
        "portal:invoice_csv": {"invoice_no": "FV/100245"},
        "portal:package_fetch": {"token": "none"},
        "portal:missed": {"collection_id": visit.collection_id},
        "portal:token_revoke": {"pk": token.pk},
    }
