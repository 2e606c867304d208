"""What the office sees beside a reading that waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from selfservice.access.scope import before_access, exchange_answers
from selfservice.exchange.models import Meter, Reading
from selfservice.metering.models import ReadingSubmission

SHOWN = 6


@dataclass(frozen=True, slots=True)
class MeterFile:
    """The installation as the exchange has it now (None: no longer shared), with its newest readings."""

    meter: Meter | None
    readings: list[Reading]


@exchange_answers()
def meter_file(submission: ReadingSubmission) -> MeterFile:
    """The meter of a submission and its newest readings, in two queries.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    numbers = [submission.account_no]
    meter = before_access(Meter, account_nos=numbers).filter(pk=submission.installation_no).first()
    readings = before_access(Reading, account_nos=numbers).filter(installation=submission.installation_no)
    return MeterFile(meter=meter, readings=list(readings.order_by("-read_on", "-reading_no")[:SHOWN]))
