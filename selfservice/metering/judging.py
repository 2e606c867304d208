"""The doubts about each reading of a form, with the office's windows and the other readings in view."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cms_pages.reading_windows import Windows, windows_for
from selfservice.metering.doubts import Doubt, doubts_about
from selfservice.metering.facts import MeterFacts
from selfservice.metering.sub_meters import is_above_main


def judge(
    *, facts: dict[str, MeterFacts], installation_no: str, typed: dict[str, Decimal], read_on: date
) -> list[Doubt]:
    """Everything unusual about one of several readings typed together.

    Parameters:
        facts: of the account's meters, by installation.
        typed: states by installation, those of main meters among them.
    """
    own = facts[installation_no]
    return doubts_about(
        facts=own,
        value=typed[installation_no],
        read_on=read_on,
        above_main=is_above_main(own=own, facts=facts, typed=typed, read_on=read_on),
        window_open=windows_of(own).is_open(read_on),
    )


def windows_of(facts: MeterFacts) -> Windows:
    """When readings of this meter are taken."""
    meter = facts.meter
    return windows_for(service=meter.point.service, sub_meter=bool(meter.parent_installation_id))
