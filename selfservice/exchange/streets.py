"""What the rest of the site may know of streets: their names."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError

from ebok.core.street_names import StreetsUnknown
from selfservice.exchange.models import Street


def names() -> list[str]:
    """All street names, each once, in one query.

    Raises:
        StreetsUnknown: the exchange does not answer.
    """
    try:
        return list(Street.objects.order_by("street").values_list("street", flat=True).distinct())
    except (DatabaseError, InterfaceError) as error:
        raise StreetsUnknown from error
