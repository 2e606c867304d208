"""The office decides about readings with doubts; every look and decision stands in the event log."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from unittest import mock

import pytest
from django.test import Client

from ebok.audit.models import AuditEntry
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.tests.factories import (
    AccountFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.zones.staff.readings import views

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
LIST = "/en/staff/readings/"


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(person(Role.READING_COORDINATOR))
    return client


@pytest.fixture
def doubtful() -> ReadingSubmission:
    return SubmissionFactory(doubtful=True)


def url(submission: ReadingSubmission) -> str:
    return f"{LIST}{submission.pk}/"


def test_only_what_waits_is_listed_with_words_and_by_keyset(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    waiting = [SubmissionFactory(doubtful=True, installation_no=f"Z{n}") for n in range(3)]
    received = SubmissionFactory(installation_no="Z9")
    first = clerk.get(LIST).content.decode()
    assert "far more a day than on average" in first and received.receipt_no not in first
    assert waiting[1].receipt_no in first and waiting[2].receipt_no not in first
    assert waiting[2].receipt_no in clerk.get(f"{LIST}?after={waiting[1].pk}").content.decode()


def test_the_clerk_sees_what_billing_has_and_that_is_recorded(
    clerk: Client, doubtful: ReadingSubmission
) -> None:
    point = ServicePointFactory(account=AccountFactory(account_no="100245"))
    ReadingFactory(installation=MeterFactory(installation_no="Z1", point=point), value=Decimal("412.5"))
    page = clerk.get(url(doubtful)).content.decode()
    assert "412.5" in page and "A pipe burst." in page
    entry = AuditEntry.objects.get(action="staff.personal_page_read")
    assert (entry.account_no, entry.object_id) == ("100245", doubtful.receipt_no)


@pytest.mark.parametrize(("corrected", "value"), [("", "420"), ("42.5", "42.5")])
def test_accepting_tells_billing_once(
    clerk: Client, doubtful: ReadingSubmission, corrected: str, value: str
) -> None:
    for _ in range(2):
        facts = {
            "act": "accept",
            "corrected": corrected,
            "reason": "The photo shows it." if corrected else "",
        }
        clerk.post(url(doubtful), facts)
    assert Entry.objects.get().payload["value"] == value
    assert AuditEntry.objects.filter(action="metering.reading_accepted").count() == 1


def test_correcting_needs_a_reason(clerk: Client, doubtful: ReadingSubmission) -> None:
    page = clerk.post(url(doubtful), {"act": "accept", "corrected": "42.5"}).content.decode()
    assert "needs a reason" in page and Entry.objects.count() == 0
    doubtful.refresh_from_db()
    assert (doubtful.state, doubtful.final_value) == ("to_check", None)


def test_rejecting_needs_a_reason_and_tells_billing_nothing(
    clerk: Client, doubtful: ReadingSubmission
) -> None:
    assert "needs a reason" in clerk.post(url(doubtful), {"act": "reject"}).content.decode()
    clerk.post(url(doubtful), {"act": "reject", "reason": "The photo shows another meter."})
    doubtful.refresh_from_db()
    assert (doubtful.state, doubtful.reason) == ("rejected", "The photo shows another meter.")
    assert Entry.objects.count() == 0


@pytest.fixture
def compared(doubtful: ReadingSubmission) -> ReadingSubmission:
    """Its meter used a quarter a day until 31 October, when it showed 412.5."""
    point = ServicePointFactory(account=AccountFactory(account_no="100245"), building="17", flat="8")
    meter = MeterFactory(installation_no="Z1", point=point, digits=5, decimals=3)
    ReadingFactory(installation=meter, value=Decimal("387.5"), read_on=date(2026, 7, 23))
    ReadingFactory(installation=meter, value=Decimal("412.5"), read_on=date(2026, 10, 31))
    return doubtful


def test_the_clerk_sees_where_the_meter_is_and_what_the_state_says_of_its_use(
    clerk: Client, compared: ReadingSubmission
) -> None:
    page = " ".join(clerk.get(url(compared)).content.decode().replace("\xa0", " ").split())
    assert "ul. Lipowa 17/8, 00-999 Zielona Dolina" in page
    assert "5 digits before the decimal point, 3 after it" in page
    assert "7.5 m³ in 20 days" in page and "0.375 m³ (usually 0.25" in page


@pytest.mark.parametrize("corrected", ["-1", "1000000000", "99999999999"])
def test_a_correction_that_cannot_be_is_refused(
    clerk: Client, compared: ReadingSubmission, corrected: str
) -> None:
    facts = {"act": "accept", "corrected": corrected, "confirmed": corrected, "reason": "The photo shows it."}
    page = clerk.post(url(compared), facts).content.decode()
    assert "Something needs correcting" in page and Entry.objects.count() == 0


def test_an_unusual_correction_needs_one_more_press(clerk: Client, compared: ReadingSubmission) -> None:
    facts = {"act": "accept", "corrected": "99999999.5", "reason": "The photo shows it."}
    page = clerk.post(url(compared), facts).content.decode()
    assert "far more a day" in page and "number of digits" in page and "Accept all the same" in page
    assert 'name="confirmed" value="99999999.5"' in page and Entry.objects.count() == 0
    other = clerk.post(url(compared), {**facts, "corrected": "300", "confirmed": "99999999.5"})
    assert "lower than the last" in other.content.decode() and Entry.objects.count() == 0
    clerk.post(url(compared), {**facts, "confirmed": "99999999.5"})
    assert Entry.objects.get().payload["value"] == "99999999.5"


def test_a_usual_correction_needs_no_second_press(clerk: Client, compared: ReadingSubmission) -> None:
    clerk.post(url(compared), {"act": "accept", "corrected": "418", "reason": "The photo shows it."})
    assert Entry.objects.get().payload["value"] == "418"


def test_a_correction_waits_for_the_billing_system_and_the_reading_as_sent_does_not(
    clerk: Client, compared: ReadingSubmission
) -> None:
    with mock.patch("selfservice.metering.office.meter_file", side_effect=ExchangeUnavailable):
        page = clerk.post(
            url(compared), {"act": "accept", "corrected": "418", "reason": "The photo shows it."}
        )
        assert "cannot be read at the moment" in page.content.decode() and Entry.objects.count() == 0
        clerk.post(url(compared), {"act": "accept"})
    assert Entry.objects.get().payload["value"] == "420"


def test_other_positions_do_not_see_it(client: Client, doubtful: ReadingSubmission) -> None:
    client.force_login(person(Role.DISPATCHER))
    assert {client.get(path).status_code for path in (LIST, url(doubtful))} == {404}
