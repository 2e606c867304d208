"""The small chart of the overview."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from ebok.core.charts import Chart
from selfservice.access.models import AccountAccess
from selfservice.metering.calendar import months_back
from selfservice.metering.charts import year_chart
from selfservice.metering.queries import main_component
from selfservice.zones.portal.metering.asked import Span


def main_meter_chart(*, access: AccountAccess, until: date) -> Chart | None:
    """Twelve months of the account's main meter, in one query; None without a meter or a reading.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    component = main_component(access=access, since=months_back(until=until, count=12)[0])
    if component is None:
        return None
    address = reverse("portal:consumption_file", args=[access.account_no])
    asked = {"point": component.point.pk, "span": Span.YEAR.value, "what": component.code}
    url = f"{address}?{urlencode(asked)}"
    return year_chart(component=component, until=until, key="main-meter", csv_url=url)
