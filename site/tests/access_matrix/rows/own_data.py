"""Consents, contact data, profile, export, closing; the office's side of them."""

from __future__ import annotations

from access_matrix.expecting import (
    EVERY_CUSTOMER,
    HIDDEN,
    IN,
    NO_METHOD,
    ONWARD,
    OWN_ACCOUNT,
    OWNER_ONLY,
    TAKEN,
    Row,
    form,
    page,
    row,
)

# Nobody in the matrix has proved himself within the last minutes, so each is sent to do that.
PROVE_FIRST = row(signed_in=ONWARD)
CLERKS = row(clerk=IN, administrator=IN)

ROWS: dict[str, Row] = {
    "portal:consents": form(OWN_ACCOUNT),
    "portal:contact_data": page(OWNER_ONLY),
    "portal:contact_data_ask": form(row(owner=ONWARD)),
    "portal:contact_data_take_back": Row(get=row(owner=NO_METHOD, signed_in=HIDDEN), post=row(owner=TAKEN)),
    "portal:my_data": page(EVERY_CUSTOMER),
    "portal:profile": form(PROVE_FIRST),
    "portal:own_data_export": form(PROVE_FIRST),
    "portal:own_data_fetch": page(row()),
    "portal:close_sign_in": form(PROVE_FIRST),
    "staff:outgoing": page(CLERKS),
    "staff:data_changes": page(CLERKS),
    "staff:data_change": form(row(clerk=ONWARD, administrator=ONWARD)),
}


def arguments(owner):
    from selfservice.access.data_changes.models import DataChange

    change = DataChange.objects.create(
        account_no="100245", field_set="contact", wanted={"phone": "600300400"}, asked_by=owner
    )
    return {
        "portal:own_data_fetch": {"token": "invented"},
        "portal:contact_data_ask": {"field_set": "address"},
        "portal:contact_data_take_back": {"pk": change.pk},
        "staff:data_change": {"pk": change.pk},
    }
