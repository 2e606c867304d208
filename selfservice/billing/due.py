"""What falls due when."""

from __future__ import annotations

from datetime import date

from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Invoice

MOST = 200


@exchange_answers()
def due_invoices(*, access: AccountAccess, since: date) -> list[Invoice]:
    """Documents with something left to pay, and those paid already that fall due from `since` on.

    The earliest due date first, at most 200. A demand with nothing open of its own only reminds: left out.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    dated = scoped(Invoice, access=access).filter(due_on__isnull=False, gross__gt=0)
    # Bounded by the day of issue, which the index knows: nothing falls due before it is issued.
    recent = dated.filter(due_on__gte=since, issued_on__gte=date(since.year - 1, 1, 1))
    recent = recent.exclude(kind=Invoice.Kind.DEMAND)
    return list((dated.filter(open_amount__gt=0) | recent).order_by("due_on", "invoice_no")[:MOST])
