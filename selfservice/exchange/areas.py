"""What the rest of the site may know of supply areas: their names."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError

from ebok.core.area_names import AreaName, AreasUnknown
from selfservice.exchange.models import Area


def names() -> list[AreaName]:
    """All supply areas, in one query.

    Raises:
        AreasUnknown: the exchange does not answer.
    """
    try:
        return [
            AreaName(code=code, name=name) for code, name in Area.objects.values_list("area_code", "name")
        ]
    except (DatabaseError, InterfaceError) as error:
        raise AreasUnknown from error
