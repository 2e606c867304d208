"""Announced when the billing system has answered a line; higher apps listen."""

from __future__ import annotations

from django.dispatch import Signal

# Sent in the transaction of the answer, once for each line, with `entry` (state accepted or rejected,
# and reason). What a receiver raises takes the answer of this line back.
acknowledged = Signal()
