"""Consumption and readings."""

from __future__ import annotations

from access_matrix.expecting import OWN_ACCOUNT, page

ROWS = {
    "portal:consumption": page(OWN_ACCOUNT),
    "portal:consumption_file": page(OWN_ACCOUNT),
}
