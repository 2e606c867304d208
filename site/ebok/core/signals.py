"""Events of the kernel that higher apps listen to."""

from __future__ import annotations

from django.dispatch import Signal

# A guard or view refused somebody who is signed in. Sent with `request`, `zone` (name) and `status`.
access_denied = Signal()
