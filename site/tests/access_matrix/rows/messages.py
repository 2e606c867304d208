"""The inbox: everybody has one; a message is its reader's alone, also among people with the same account."""

from __future__ import annotations

from typing import Any

from access_matrix.expecting import EVERY_CUSTOMER, NO_METHOD, OWNER_ONLY, TAKEN, Row, act, page, row
from selfservice.messaging.tests.factories import MessageFactory

ROWS: dict[str, Row] = {
    "portal:messages": page(EVERY_CUSTOMER),
    "portal:messages_csv": page(EVERY_CUSTOMER),
    "portal:message": page(OWNER_ONLY),
    "portal:message_read": act(OWNER_ONLY),
    "portal:message_unread": act(OWNER_ONLY),
    "portal:messages_read_all": Row(get=row(signed_in=NO_METHOD), post=row(signed_in=TAKEN)),
}


def arguments(owner: Any) -> dict[str, dict[str, object]]:
    message = {"pk": MessageFactory.create(user=owner, account_no="100245").pk}
    return {f"portal:{name}": message for name in ("message", "message_read", "message_unread")}
