from __future__ import annotations

from typing import Any

from selfservice.access.data_changes.models import DataChange
from selfservice.access.data_changes.services import ask
from selfservice.exchange.models import Account
from selfservice.exchange.tests.factories import AccountFactory


def an_account(account_no: str = "100245") -> Account:
    """A customer account of the exchange with contact data."""
    return AccountFactory(account_no=account_no, phone="600100200", email="old@example.com")


def a_request(*, user: Any, account: Account | None = None, **values: str) -> DataChange:
    """A request to change the phone, as the customer makes it."""
    return ask(
        account=account or an_account(),
        field_set="contact",
        values=values or {"phone": "600300400", "email": "old@example.com"},
        user=user,
    )
