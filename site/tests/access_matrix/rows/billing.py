"""Settlements, bill comparison and amounts."""

from __future__ import annotations

from typing import Any

from access_matrix.expecting import OWN_ACCOUNT, Row, page

ROWS: dict[str, Row] = {
    "portal:settlements": page(OWN_ACCOUNT),
    "portal:ledger": page(OWN_ACCOUNT),
    "portal:ledger_csv": page(OWN_ACCOUNT),
    "portal:amounts": page(OWN_ACCOUNT),
    "portal:amounts_csv": page(OWN_ACCOUNT),
    "portal:comparison": page(OWN_ACCOUNT),
}


def arguments(owner: Any) -> dict[str, dict[str, object]]:
    return {"portal:comparison": {"invoice_no": "FV/100245"}}
