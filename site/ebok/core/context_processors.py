"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def office(request: HttpRequest) -> dict[str, Any]:
    """Demo flag and the zone of the request."""
    return {"DEMO": settings.DEMO, "zone": getattr(request, "zone", None)}
