"""Linking customer accounts, and people with access to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from access_matrix.expecting import (
    EVERY_CUSTOMER,
    IN,
    ONWARD,
    OWN_ACCOUNT,
    TAKEN,
    TO_LOGIN,
    Row,
    act,
    form,
    page,
    row,
)

# A grave act: the owner of an old session first proves who he is (302), all others see nothing.
PROVES_FIRST = Row(get=row(owner=ONWARD), post=row(owner=ONWARD))
DESK = row(clerk=IN, administrator=IN)
CLERK_PROVES_FIRST = row(clerk=ONWARD, administrator=ONWARD)

ROWS: dict[str, Row] = {
    "portal:link": page(EVERY_CUSTOMER),
    "portal:link_by_invoice": form(EVERY_CUSTOMER),
    "portal:link_by_code": form(EVERY_CUSTOMER),
    "portal:accounts": page(EVERY_CUSTOMER),
    "portal:accounts_csv": page(EVERY_CUSTOMER),
    # Sent to the address of nobody in the town: the true link opens it to none of them.
    "portal:invitation": Row(get=row(signed_in=403), post=row(signed_in=403)),
    "staff:desk": page(DESK),
    "staff:account_access": page(DESK),
    "staff:look_reason": form(DESK),
    "staff:holder_told": act(DESK),
    "staff:access_link": form(CLERK_PROVES_FIRST),
    "staff:access_revoke": form(CLERK_PROVES_FIRST),
    "staff:access_consents": form(CLERK_PROVES_FIRST),
    "portal:people": page(OWN_ACCOUNT),
    "portal:people_invite": PROVES_FIRST,
    "portal:people_terms": PROVES_FIRST,
    "portal:people_revoke": PROVES_FIRST,
    "portal:people_withdraw": PROVES_FIRST,
    "portal:people_resign": Row(
        get=OWN_ACCOUNT, post=row(owner=TAKEN, delegate=TAKEN, helper=TAKEN, anonymous=TO_LOGIN)
    ),
}


def arguments(owner: Any) -> dict[str, dict[str, object]]:
    """An open invitation by the owner, and a delegate of his."""
    from selfservice.access.invitations.services import invite
    from selfservice.access.models import AccountAccess
    from selfservice.access.tests.factories import AccessFactory

    invitation = invite(
        accesses=[AccountAccess.objects.get(user=owner)],
        email="somebody-else@example.org",
        level="view",
        purpose="helps",
        access_until=timezone.now() + timedelta(days=30),
        form_key="matrix",
    )
    delegate = {"pk": AccessFactory(account_no="100245", delegate=True).pk}
    return {
        "portal:invitation": {"token": invitation.token},
        "portal:people_terms": delegate,
        "portal:people_revoke": delegate,
        "staff:account_access": {"account_no": "100245"},
        "staff:look_reason": {"account_no": "100245"},
        "staff:holder_told": {"account_no": "100245"},
        "staff:access_link": {"account_no": "100245"},
        "staff:access_revoke": {"account_no": "100245", **delegate},
        "staff:access_consents": {"account_no": "100245", **delegate},
        "portal:people_withdraw": {"pk": invitation.pk},
    }
