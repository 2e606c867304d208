"""What is known of the meters of an account when somebody reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import OuterRef, Q, Subquery

from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Meter, Reading
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.queries import readings_since
from selfservice.metering.stretches import State, states_of, stretches_of

LOOKED_AT = timedelta(days=400)
"""The own average is that of about a year."""


@dataclass(slots=True)
class MeterFacts:
    """One installation with its states, oldest first, and the facts of its main meter, if it has one.

    Parameters:
        daily_average: quantity a day over the last year; None when unknown.
        sent_days: days for which a reading was sent from here and not rejected.
    """

    meter: Meter
    states: list[State]
    daily_average: Decimal | None
    sent_days: set[date] = field(default_factory=set)
    main: MeterFacts | None = None

    @property
    def factor(self) -> Decimal:
        """From the counter to the quantity."""
        return self.meter.multiplier if self.meter.multiplier is not None else Decimal(1)

    @property
    def last(self) -> State | None:
        """The newest state."""
        return self.states[-1] if self.states else None

    def state_before(self, day: date) -> State | None:
        """The newest state that is older than a day."""
        return next((state for state in reversed(self.states) if state.day < day), None)

    def is_known_from(self, day: date) -> bool:
        """Is there a measured reading, booked or sent from here, for this day or a later one?"""
        after_fitting = max(day, self.meter.installed_on + timedelta(days=1))
        booked = any(state.day >= after_fitting and not state.estimated for state in self.states)
        return booked or any(sent >= day for sent in self.sent_days)


@exchange_answers()
def meter_facts(
    *, access: AccountAccess, today: date, of: Collection[str] | None = None
) -> dict[str, MeterFacts]:
    """The facts of meters of an account, ended installations among them, by installation, in three queries.

    Parameters:
        of: numbers of installations; they come with their main meters. None: those in place.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    meters = scoped(Meter, access=access).select_related("point").order_by("point", "meter_no")
    if of is None:
        rows = list(meters.filter(removed_on__isnull=True))
    else:
        rows = list(meters.filter(Q(pk__in=of) | Q(sub_meters__in=of)).distinct())
    readings = readings_since(access=access, since=today - LOOKED_AT)
    found = facts_of(meters=rows, readings=readings.filter(installation__in=[row.pk for row in rows]))
    sent = ReadingSubmission.objects.standing().filter(installation_no__in=list(found))
    for number, day in sent.values_list("installation_no", "read_on"):
        found[number].sent_days.add(day)
    return found


@exchange_answers()
def newest_states(*, access: AccountAccess, meters: list[Meter]) -> list[MeterFacts]:
    """Meters with their newest states alone, in the order given: enough to ask for the next. Two queries.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    numbers = [meter.pk for meter in meters]
    readings = scoped(Reading, access=access)
    own = readings.filter(installation=OuterRef("pk")).order_by("-read_on").values("read_on")
    newest = scoped(Meter, access=access).filter(pk__in=numbers).values_list(Subquery(own[:1]), flat=True)
    # The newest day of one meter may be an older one of another: that does no harm, and most share one.
    on_these = readings.filter(installation__in=numbers, read_on__in=[day for day in newest if day])
    return list(facts_of(meters=meters, readings=on_these.defer("consumption")).values())


def facts_of(*, meters: list[Meter], readings: Iterable[Reading]) -> dict[str, MeterFacts]:
    """Facts by installation, sub-meters tied to their main meters."""
    by_installation: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_installation[reading.installation_id].append(reading)
    found = {meter.pk: _facts(meter, by_installation[meter.pk]) for meter in meters}
    for facts in found.values():
        facts.main = found.get(facts.meter.parent_installation_id or "")
    return found


def _facts(meter: Meter, readings: list[Reading]) -> MeterFacts:
    stretches = stretches_of(meter=meter, readings=readings)
    days = sum(stretch.days for stretch in stretches)
    used = sum((stretch.quantity for stretch in stretches), Decimal(0))
    return MeterFacts(
        meter=meter,
        states=states_of(meter=meter, readings=readings),
        daily_average=used / days if days else None,
    )
