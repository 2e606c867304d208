"""Readings are taken exactly once, doubts go to the office, only the impossible is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from cms_pages.reading_windows import Window, Windows
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Meter
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.services import answer
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import (
    AccountFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.metering import errors, judging, services
from selfservice.metering.facts import meter_facts
from selfservice.metering.models import ReadingSubmission, SubmissionState
from selfservice.metering.office import CorrectionDoubted, NeedsReason, accept, reject
from selfservice.metering.services import Outcome, TypedReading, submit
from selfservice.metering.tests.factories import SubmissionFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
TODAY = date(2026, 11, 21)


@pytest.fixture
def meter() -> Iterator[Meter]:
    """A main meter (5+3 digits) that used 10 m³ a month: 400 on 30 September, 410 on 31 October."""
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        point = ServicePointFactory(account=AccountFactory(account_no="100245"), point_no="PP1")
        meter = MeterFactory(
            point=point,
            installation_no="Z1",
            meter_no="WM1",
            installed_on=date(2026, 8, 31),
            initial_value=Decimal(390),
        )
        for day, value in ((date(2026, 9, 30), 400), (date(2026, 10, 31), 410)):
            ReadingFactory(installation=meter, read_on=day, value=Decimal(value))
        yield meter


def send(
    *readings: tuple[str, str] | tuple[str, str, str],
    read_on: date = TODAY,
    token: str = "form-1",  # noqa: S107
    **facts: object,
) -> Outcome:
    access = AccessFactory.build(user=None, account_no="100245")
    return submit(
        account_no="100245",
        facts=meter_facts(access=access, today=TODAY, of=[one[0] for one in readings]),
        read_on=read_on,
        readings=[TypedReading(one[0], Decimal(one[1]), *one[2:]) for one in readings],
        token=token,
        **facts,
    )


def change(meter: Meter, **facts: object) -> None:
    with loader_writes():
        Meter.objects.filter(pk=meter.pk).update(**facts)


def refusal(outcome: Outcome) -> type[Exception]:
    assert not outcome.kept
    return type(outcome.refused["Z1"])


def test_a_plain_reading_is_received_and_told_to_billing_with_its_receipt(meter: Meter) -> None:
    [kept] = send(("Z1", "417.25")).kept
    entry = Entry.objects.get()
    assert kept.state == SubmissionState.RECEIVED and kept.entry_seq == entry.seq
    assert (entry.kind, entry.account_no) == ("reading.submitted", "100245")
    told = {name: entry.payload[name] for name in ("receipt_no", "installation_no", "read_on", "value")}
    assert told == {
        "receipt_no": kept.receipt_no,
        "installation_no": "Z1",
        "read_on": "2026-11-21",
        "value": "417.25",
    }


def test_the_same_form_twice_gives_the_same_receipt_and_one_line(meter: Meter) -> None:
    first, second = send(("Z1", "417")).kept, send(("Z1", "417")).kept
    assert first == second and Entry.objects.count() == 1


def test_two_delegates_with_the_same_state_share_one_receipt(meter: Meter) -> None:
    first, second = send(("Z1", "417"), token="a").kept, send(("Z1", "417"), token="b").kept
    assert first == second and Entry.objects.count() == 1


def race(monkeypatch: pytest.MonkeyPatch, rival_value: str) -> Outcome:
    """A rival's reading is written after ours was judged and before it is written."""
    keep = services._keep

    def keep_after_the_rival(submission: ReadingSubmission, **facts: object) -> ReadingSubmission:
        monkeypatch.setattr(services, "_keep", keep)
        SubmissionFactory(value=Decimal(rival_value), read_on=submission.read_on)
        return keep(submission, **facts)

    monkeypatch.setattr(services, "_keep", keep_after_the_rival)
    return send(("Z1", "417"), token="ours")


def test_a_rival_with_the_same_state_at_the_same_moment_gives_his_receipt(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    [kept] = race(monkeypatch, "417").kept
    assert kept.receipt_no.startswith("OD-TEST") and ReadingSubmission.objects.count() == 1


def test_a_rival_with_another_state_at_the_same_moment_is_told_kindly(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(race(monkeypatch, "418")) is errors.SentMeanwhile
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("name", ["metering_same_reading_once", "metering_first_of_day_once"])
def test_it_is_the_constraint_that_stops_the_second(meter: Meter, name: str) -> None:
    other = {"value": Decimal(418)} if name == "metering_first_of_day_once" else {"first_of_day": False}
    SubmissionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        SubmissionFactory(**other)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {name}")
    SubmissionFactory(**other)
    assert ReadingSubmission.objects.count() == 2


@pytest.mark.parametrize(
    ("value", "read_on", "error"),
    [
        ("-1", TODAY, errors.NegativeState),
        ("1000000000", TODAY, errors.BeyondCounter),
        ("417", date(2026, 11, 22), errors.DayInFuture),
        ("417", date(2026, 8, 30), errors.BeforeInstallation),
    ],
)
def test_what_cannot_be_is_refused(meter: Meter, value: str, read_on: date, error: type) -> None:
    assert refusal(send(("Z1", value, "I am sure"), read_on=read_on)) is error


def test_a_meter_of_somebody_else_or_nobody_is_unknown(meter: Meter) -> None:
    MeterFactory(installation_no="Z9")
    assert isinstance(send(("Z9", "5")).refused["Z9"], errors.UnknownMeter)


def test_a_meter_exchanged_since_the_form_was_shown_is_named_with_the_day(meter: Meter) -> None:
    change(meter, removed_on=date(2026, 11, 18), final_value=Decimal(416))
    outcome = send(("Z1", "417"))
    assert refusal(outcome) is errors.MeterExchanged
    assert "WM1" in str(outcome.refused["Z1"]) and "18" in str(outcome.refused["Z1"])


DOUBTS = [
    ("405", "lower_than_last"),
    ("900", "far_above_average"),
    ("417.1234", "wrong_digits"),
    ("100000", "wrong_digits"),
    ("41", "wrong_digits"),
]


@pytest.mark.parametrize(("value", "doubt"), DOUBTS)
def test_a_doubt_asks_for_a_word_and_then_goes_to_the_office_and_not_to_billing(
    meter: Meter, value: str, doubt: str
) -> None:
    assert refusal(send(("Z1", value))) is errors.NeedsExplanation
    [kept] = send(("Z1", value, "It is so.")).kept
    assert kept.state == SubmissionState.TO_CHECK and doubt in kept.doubts
    assert kept.explanation == "It is so." and Entry.objects.count() == 0


def test_a_counter_that_ran_through_to_nought_is_a_rollover_and_no_lower_state(meter: Meter) -> None:
    change(meter, initial_value=Decimal(99_970))
    for day, value in ((date(2026, 9, 30), "99980"), (date(2026, 10, 31), "99995")):
        ReadingFactory(installation=meter, read_on=day, value=Decimal(value), booked_on=date(2026, 11, 5))
    [kept] = send(("Z1", "2", "All nines have turned.")).kept
    assert kept.doubts == ["rollover"]


def test_a_reading_of_a_day_that_is_known_already_is_doubted(meter: Meter) -> None:
    [kept] = send(("Z1", "409", "Read again."), read_on=date(2026, 10, 31)).kept
    assert kept.doubts == ["already_sent"] and not kept.first_of_day


def test_a_counter_with_wrong_digits_in_the_exchange_can_be_read_all_the_same(meter: Meter) -> None:
    change(meter, digits=3, initial_value=Decimal(980))
    for day, value in ((date(2026, 9, 30), "988"), (date(2026, 10, 31), "997")):
        ReadingFactory(installation=meter, read_on=day, value=Decimal(value), booked_on=date(2026, 11, 5))
    assert refusal(send(("Z1", "1003"))) is errors.NeedsExplanation
    [kept] = send(("Z1", "1003", "It has four digits.")).kept
    assert kept.doubts == ["wrong_digits"] and kept.value == 1003


@pytest.mark.parametrize(("value", "doubts"), [("8", ["sub_meter_above_main"]), ("6", [])])
def test_a_sub_meter_that_counts_more_than_its_main_meter_is_doubted(
    meter: Meter, value: str, doubts: list[str]
) -> None:
    """Since the sub-meter was fitted the main meter has counted 7."""
    MeterFactory(
        point=meter.point,
        installation_no="Z2",
        parent_installation=meter,
        installed_on=date(2026, 10, 31),
        initial_value=Decimal(0),
    )
    main, sub = send(("Z1", "417"), ("Z2", value, "The garden.")).kept
    assert (main.doubts, sub.doubts) == ([], doubts)


def test_a_rejected_line_of_the_journal_gives_the_reason_and_makes_room_for_another(meter: Meter) -> None:
    [kept] = send(("Z1", "417")).kept
    answer(seq=kept.entry_seq, state="rejected", reason="The meter was sealed.")
    kept.refresh_from_db()
    assert (kept.state, kept.reason) == (SubmissionState.REJECTED, "The meter was sealed.")
    [again] = send(("Z1", "417"), token="later").kept
    assert again.pk != kept.pk


def test_an_accepted_line_of_the_journal_makes_the_reading_checked(meter: Meter) -> None:
    [kept] = send(("Z1", "417")).kept
    answer(seq=kept.entry_seq, state="accepted")
    kept.refresh_from_db()
    assert kept.state == SubmissionState.CHECKED


def test_the_office_accepts_as_sent_or_corrected_and_then_billing_is_told(meter: Meter) -> None:
    clerk = person(Role.READING_COORDINATOR)
    doubtful = SubmissionFactory(doubtful=True)
    photo = {"corrected": Decimal("41.5"), "reason": "So the photo shows."}
    with pytest.raises(CorrectionDoubted):
        accept(submission_id=doubtful.pk, actor=clerk, **photo)
    decided = accept(submission_id=doubtful.pk, actor=clerk, confirmed=Decimal("41.5"), **photo)
    assert (decided.state, decided.final_value) == (SubmissionState.CHECKED, Decimal("41.5"))
    assert Entry.objects.get().payload["value"] == "41.5"
    with pytest.raises(errors.AlreadyDecided):
        reject(submission_id=doubtful.pk, actor=clerk, reason="Too late")
    assert Entry.objects.count() == 1


def test_the_office_rejects_with_a_reason_only(meter: Meter) -> None:
    clerk = person(Role.READING_COORDINATOR)
    doubtful = SubmissionFactory(doubtful=True)
    with pytest.raises(NeedsReason):
        reject(submission_id=doubtful.pk, actor=clerk, reason=" ")
    reject(submission_id=doubtful.pk, actor=clerk, reason="The photo shows another meter.")
    assert Entry.objects.count() == 0


def test_outside_the_window_a_reading_is_doubted_and_not_refused(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = Windows((Window("water", sub_meters=False, month=12, first_day=1, last_day=31),))
    monkeypatch.setattr(judging, "windows_for", lambda service, sub_meter: closed)
    [kept] = send(("Z1", "417", "I move out.")).kept
    assert kept.doubts == ["outside_window"] and kept.state == SubmissionState.TO_CHECK


def test_a_state_corrected_after_going_back_is_not_lost(meter: Meter) -> None:
    [first] = send(("Z1", "420")).kept
    assert send(("Z1", "420.0")).kept == [first]
    [corrected] = send(("Z1", "421", "I had mistyped it.")).kept
    assert corrected.value == 421 and corrected.state == SubmissionState.TO_CHECK
    [other_day] = send(("Z1", "420", "I read it then."), read_on=date(2026, 11, 19)).kept
    assert other_day.read_on == date(2026, 11, 19)
