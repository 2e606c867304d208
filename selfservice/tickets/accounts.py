"""Is the number that a caller names one of a customer account?"""

from __future__ import annotations

from selfservice.access.scope import before_access, exchange_answers
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models import Account
from selfservice.tickets.errors import UnknownAccount


def is_verified(account_no: str) -> bool:
    """True when the billing system has the account; False when it cannot be asked now.

    Raises:
        UnknownAccount: it has none of this number.
    """
    try:
        with exchange_answers():
            known = before_access(Account, account_nos=[account_no]).exists()
    except ExchangeUnavailable:
        return False
    if not known:
        raise UnknownAccount
    return True
