"""Security screens of the staff zone. Acts ask for a fresh code first."""

from __future__ import annotations

from typing import Any

from access_matrix.expecting import IN, ONWARD, Row, form, page, row

HELPERS = row(clerk=IN, administrator=IN)
AFTER_A_CODE = row(clerk=ONWARD, administrator=ONWARD)

ROWS: dict[str, Row] = {
    "staff:security": form(HELPERS),
    "staff:security_user": page(HELPERS),
    "staff:security_act": form(AFTER_A_CODE),
    "staff:removals": page(HELPERS),
    "staff:removal_decide": form(AFTER_A_CODE),
}


def arguments(owner: Any) -> dict[str, dict[str, object]]:
    return {
        "staff:security_user": {"pk": owner.pk},
        "staff:security_act": {"pk": owner.pk, "name": "disable"},
        "staff:removal_decide": {"pk": 1, "decision": "approve"},
    }
