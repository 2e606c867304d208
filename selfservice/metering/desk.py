"""What the office sees beside a reading that waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from selfservice.access.scope import before_access, exchange_answers
from selfservice.exchange.models import Meter, Reading
from selfservice.metering.doubts import used_since
from selfservice.metering.facts import LOOKED_AT, MeterFacts, facts_of
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.queries import from_before

SHOWN = 6


@dataclass(frozen=True, slots=True)
class MeterFile:
    """The installation as the exchange has it now (None: no longer shared), with its newest readings.

    Parameters:
        facts: what a state of this meter is compared with, its main meter among it.
    """

    meter: Meter | None
    readings: list[Reading]
    facts: MeterFacts | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What was used since the state before a reading; `usual` is the own average of a day, if known."""

    quantity: Decimal
    days: int
    usual: Decimal | None

    @property
    def daily(self) -> Decimal:
        """On average, a day."""
        return self.quantity / max(self.days, 1)


@exchange_answers()
def meter_file(submission: ReadingSubmission) -> MeterFile:
    """The meter of a submission with its place and its newest readings, in three queries.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    number, accounts = submission.installation_no, [submission.account_no]
    wanted = Q(pk=number) | Q(sub_meters=number)
    meters = before_access(Meter, account_nos=accounts).filter(wanted).select_related("point")
    by_number = {meter.pk: meter for meter in meters}
    if number not in by_number:
        return MeterFile(meter=None, readings=[])
    readings = before_access(Reading, account_nos=accounts).filter(installation__in=list(by_number))
    compared = from_before(readings, since=submission.read_on - LOOKED_AT)
    newest = readings.filter(installation=number).order_by("-read_on", "-reading_no")
    facts = facts_of(meters=list(by_number.values()), readings=compared)
    return MeterFile(meter=by_number[number], readings=list(newest[:SHOWN]), facts=facts[number])


def use_until(submission: ReadingSubmission, *, facts: MeterFacts) -> Use | None:
    """What its state says was used; None where there is no state before it."""
    last = facts.state_before(submission.read_on)
    used = used_since(facts=facts, value=submission.counts_as, read_on=submission.read_on)
    if last is None or used is None:
        return None
    return Use(quantity=used, days=(submission.read_on - last.day).days, usual=facts.daily_average)
