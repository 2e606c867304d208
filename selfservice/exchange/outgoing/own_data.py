"""The outgoing journal names accounts, not persons; what a line carries stands in the table of its cause."""

from __future__ import annotations

from ebok.core.own_data import impersonal

impersonal(
    "lines belong to customer accounts; the tables of their causes are exported and forgotten", "outgoing"
)
