"""The office's identity in the reading API, at `/api/v1/content/office/`."""

from __future__ import annotations

from dataclasses import asdict

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cms_pages.api import Anonymous
from cms_pages.queries import office_settings

TOLD = (
    "name",
    "short_name",
    "logo",
    "address",
    "nip",
    "bank",
    "bank_account",
    "emergency_phone",
    "phone",
    "email",
    "brand_colour",
    "strong_colour",
)


class Office(Anonymous, APIView):
    """What stands in header and footer of every page; texts in both languages."""

    def get(self, request: Request) -> Response:
        """One object; costs no query once a generation knows it."""
        office = office_settings()
        facts = asdict(office)
        return Response(
            {
                **{name: facts[name] for name in TOLD},
                "emergency_text": {"pl": office.emergency_text_pl, "en": office.emergency_text_en},
                "hours": {"pl": office.hours_pl, "en": office.hours_en},
                "modules": sorted(office.modules),
            }
        )
