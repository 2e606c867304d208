"""Readings of people who do not sign in: three numbers from an invoice prove that it is theirs."""

from __future__ import annotations

from django.http import HttpRequest

from ebok.audit.services import record
from ebok.core.addresses import client_address
from ebok.core.periods import today
from selfservice.access.scope import before_access, exchange_answers
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models import Invoice, Meter, Reading
from selfservice.identity.throttles.counters import Counted, give_back_all, take_all
from selfservice.identity.throttles.rules import NETWORK, Rule
from selfservice.identity.throttles.subjects import address_key, subject_of
from selfservice.metering.facts import LOOKED_AT, MeterFacts, facts_of

RULE = Rule(free=5, locks_at=15)
PURPOSE = "guest-reading"
LAST_INVOICES = 2
"""The newest invoice may still be in the post, so the one before it is as good."""


def proved_meter(
    *, request: HttpRequest, account_no: str, meter_no: str, invoice_no: str
) -> dict[str, MeterFacts] | None:
    """The facts of the meter in place (by installation) with its main meter, or None if a number is wrong.

    Every try counts for the account number and for the network until it turns out right.

    Raises:
        MustWait: too many tries. ExchangeUnavailable: the exchange does not answer; the try does not count.
    """
    counts = [
        (Counted(purpose=PURPOSE, subject=subject_of(account_no)), RULE),
        (Counted(purpose=PURPOSE, subject=address_key(client_address(request))), NETWORK),
    ]
    take_all(counts)
    try:
        found = _look_up(account_no=account_no, meter_no=meter_no, invoice_no=invoice_no)
    except ExchangeUnavailable:
        give_back_all(counts)
        raise
    if found is None:
        record(action="metering.guest_refused", actor_role="guest", object_type="account")
        return None
    give_back_all(counts)
    return found


@exchange_answers()
def _look_up(*, account_no: str, meter_no: str, invoice_no: str) -> dict[str, MeterFacts] | None:
    """All questions are asked whatever the answers, so that the time taken tells nothing."""
    invoices = before_access(Invoice, account_nos=[account_no]).filter(kind=Invoice.Kind.INVOICE)
    newest = invoices.order_by("-issued_on", "-invoice_no").values_list("invoice_no", flat=True)
    numbers = {_plain(number) for number in newest[:LAST_INVOICES]}
    rows = before_access(Meter, account_nos=[account_no]).filter(removed_on__isnull=True)
    in_place = {meter.pk: meter for meter in rows.select_related("point")}
    found = [meter for meter in in_place.values() if _plain(meter.meter_no) == _plain(meter_no)][:1]
    mains = [in_place[one.parent_installation_id] for one in found if one.parent_installation_id in in_place]
    asked = [meter.pk for meter in (*found, *mains)] or [""]
    readings = list(
        before_access(Reading, account_nos=[account_no]).filter(
            installation__in=asked, read_on__gte=today() - LOOKED_AT
        )
    )
    if not found or _plain(invoice_no) not in numbers:
        return None
    facts = facts_of(meters=[*found, *mains], readings=readings)
    return {meter.pk: facts[meter.pk] for meter in found}


def _plain(number: str) -> str:
    """Blanks and case make no difference."""
    return "".join(number.split()).casefold()
