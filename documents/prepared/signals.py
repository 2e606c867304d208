"""Events of prepared packages that higher apps listen to."""

from __future__ import annotations

from django.dispatch import Signal

# A package is ready to be fetched. Sent with `download`, outside of any transaction.
package_ready = Signal()
