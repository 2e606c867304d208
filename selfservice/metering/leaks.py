"""The leak test: with all taps closed, a state in the evening and one in the morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selfservice.metering.counters import counted
from selfservice.metering.errors import MeteringError
from selfservice.metering.facts import MeterFacts
from selfservice.metering.models import LeakTest

if TYPE_CHECKING:
    from selfservice.identity.models import User

SHORTEST = timedelta(hours=1)
LONGEST = timedelta(hours=36)
HOURS_A_MONTH = Decimal("730.5")  # 365.25 days of 24 hours, a twelfth
LITRES = {"m3": Decimal(1000), "m³": Decimal(1000), "l": Decimal(1), "dm3": Decimal(1)}


class TooSoon(MeteringError):
    """Less than an hour has passed."""

    message = _("Wait at least an hour between the two states; a whole night tells most.")


class TooLate(MeteringError):
    """The evening was too long ago."""

    message = _("The first state is older than a day and a half. Begin again tonight.")


class LowerInTheMorning(MeteringError):
    """The counter went back."""

    message = _("The second state is lower than the first. Check both.")


class NothingBegun(MeteringError):
    """There is no evening to compare with."""

    message = _("This test has been finished or ended already. Begin again.")


@dataclass(frozen=True, slots=True)
class Leak:
    """What ran away.

    Parameters:
        quantity: between the two states, in the unit of the meter.
        hours: between them, exactly.
        per_month: in the unit of the meter, if it goes on like that for 730.5 hours.
        litres_per_hour: None for meters that count no volume of water.
    """

    quantity: Decimal
    hours: Decimal
    per_month: Decimal
    litres_per_hour: Decimal | None

    @property
    def is_leak(self) -> bool:
        """Did anything run at all?"""
        return self.quantity > 0


def begin(*, account_no: str, facts: MeterFacts, value: Decimal, actor: User) -> LeakTest:
    """Note the first state, now. A test that is open for this meter already stays as it is."""
    meter = facts.meter
    try:
        with transaction.atomic():
            return LeakTest.objects.create(
                account_no=account_no,
                installation_no=meter.pk,
                meter_no=meter.meter_no,
                unit=meter.unit,
                evening_value=value,
                evening_at=timezone.now(),
                started_by=actor,
            )
    except IntegrityError:
        return LeakTest.objects.get(account_no=account_no, installation_no=meter.pk, morning_at__isnull=True)


@transaction.atomic
def finish(*, test: LeakTest, facts: MeterFacts, value: Decimal) -> Leak:
    """Note the second state, now, and say what ran away.

    Raises:
        NothingBegun, TooSoon, TooLate, LowerInTheMorning: nothing was noted.
    """
    row = LeakTest.objects.select_for_update().filter(pk=test.pk, morning_at__isnull=True).first()
    if row is None:
        raise NothingBegun
    now = timezone.now()
    if now - row.evening_at < SHORTEST:
        raise TooSoon
    if now - row.evening_at > LONGEST:
        raise TooLate
    row.morning_value, row.morning_at = value, now
    found = leak_of(row, facts=facts)
    row.save(update_fields=["morning_value", "morning_at"])
    return found


def give_up(*, test: LeakTest) -> None:
    """End an open test without a result, to begin again."""
    LeakTest.objects.filter(pk=test.pk, morning_at__isnull=True).delete()


def leak_of(test: LeakTest, *, facts: MeterFacts) -> Leak:
    """The result of a finished test.

    Raises:
        LowerInTheMorning: the counter went back.
    """
    if test.morning_value is None or test.morning_at is None:
        raise NothingBegun
    ahead = counted(before=test.evening_value, after=test.morning_value, digits=facts.meter.digits)
    if ahead < 0:
        raise LowerInTheMorning
    quantity = ahead * facts.factor
    seconds = Decimal((test.morning_at - test.evening_at) // timedelta(seconds=1))
    hours = seconds / 3600
    litres = LITRES.get(test.unit)
    return Leak(
        quantity=quantity,
        hours=hours,
        per_month=quantity / hours * HOURS_A_MONTH,
        litres_per_hour=None if litres is None else quantity * litres / hours,
    )
