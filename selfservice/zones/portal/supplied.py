"""What is supplied where, as a table with pages on the screens that show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from selfservice.contracts.points import point_page
from selfservice.zones.portal.pages import AccountPage
from selfservice.zones.portal.places import first, link
from selfservice.zones.portal.presenters import SERVICES, street_line, town_line

FROM_POINT = "after-point"
"""The parameter with the number of the service point behind which a page of the table begins."""


def point_facts(page: AccountPage, *, fields: Iterable[str] = ()) -> dict[str, Any]:
    """For `portal/_point_table.html`: `points`, and where its neighbouring pages are.

    Parameters:
        fields: parameters of the screen that its links keep.

    Raises:
        Http404: the address names no place in the list.
    """
    asked = page.request.GET
    after = asked.get(FROM_POINT, "")
    if "\x00" in after:
        raise Http404("No such place in the list.")
    found = point_page(access=page.access, after=after)
    points = [
        (SERVICES.get(point.service, point.service), street_line(point), town_line(point), point)
        for point in found.rows
    ]
    return {
        "points": points,
        "first_points_url": first(asked, fields=fields) if after else "",
        "next_points_url": link(asked, fields=fields, name=FROM_POINT, place=found.next),
    }
