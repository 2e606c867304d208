"""Readings in the portal: the list, and sending in two steps without losing what was typed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from documents.storage import private_storage
from selfservice.access.models import AccessLevel
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Meter
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    InvoiceFactory,
    InvoiceLineFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.zones.portal.tests.test_dashboard import count, queries_of_both_databases

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
LIST = "/en/portal/accounts/100245/readings/"
SEND = f"{LIST}new/"


@pytest.fixture
def meter() -> Iterator[Meter]:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False):
        FeedFactory()
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


@pytest.fixture
def owner(client: Client, meter: Meter) -> Client:
    client.force_login(AccessFactory(account_no="100245").user)
    return client


def typed(step: str, value: str = "417", **more: object) -> dict[str, object]:
    return {"token": "form-1", "read_on": "2026-11-21", "value-Z1": value, "step": step, **more}


def test_a_plain_reading_is_checked_sent_and_its_receipt_shown(owner: Client) -> None:
    look = owner.post(SEND, typed("check", "417,250"))
    assert look.status_code == 200 and "7.25\u00a0m³" in look.content.decode()
    assert ReadingSubmission.objects.count() == 0
    page = owner.post(SEND, typed("send", "417,250"), follow=True).content.decode()
    sent = ReadingSubmission.objects.get()
    assert sent.receipt_no in page and sent.value == Decimal("417.25") and Entry.objects.count() == 1


def test_a_double_click_and_the_back_button_send_once(owner: Client) -> None:
    for _ in range(3):
        owner.post(SEND, typed("send"))
    assert ReadingSubmission.objects.count() == Entry.objects.count() == 1


def test_the_amount_is_estimated_from_the_prices_of_the_last_invoice_and_says_so(owner: Client) -> None:
    old, new = (
        InvoiceFactory(account_id="100245", invoice_no=number, issued_on=day)
        for number, day in (("FV/OLD", date(2026, 9, 5)), ("FV/NEW", date(2026, 11, 5)))
    )
    for invoice, price in ((old, "1.00"), (new, "5.12")):
        InvoiceLineFactory(invoice=invoice, point_no="PP1", unit_price=Decimal(price), position=1)
    InvoiceLineFactory(
        invoice=new, point_no="PP1", component="sewage", unit_price=Decimal("8.34"), position=2
    )
    InvoiceLineFactory(invoice=new, component="subscription", unit="mies.", position=3)
    page = owner.post(SEND, typed("check")).content.decode()
    assert "PLN\u00a0101.76" in page  # 7 m³ at (5.12 + 8.34) and 8 % tax
    assert "invoice FV/NEW" in page and "An estimate" in page


def test_without_a_price_no_amount_is_invented(owner: Client) -> None:
    assert "PLN" not in owner.post(SEND, typed("check")).content.decode()


def test_a_doubt_is_told_in_words_and_asks_for_an_explanation(owner: Client) -> None:
    page = owner.post(SEND, typed("check", "900")).content.decode()
    assert "far more a day than on average" in page and "number of digits" not in page
    page = owner.post(SEND, typed("check", "123456")).content.decode()
    assert "number of digits does not fit this counter" in page
    refused = owner.post(SEND, typed("send", "900"))
    assert refused.status_code == 422 and 'value="900"' in refused.content.decode()
    owner.post(SEND, typed("send", "900", **{"m-Z1-why": "A pipe burst."}))
    sent = ReadingSubmission.objects.get()
    assert (sent.state, sent.explanation) == ("to_check", "A pipe burst.")
    assert Entry.objects.count() == 0


PRICED = "Used since the last state"
ASKED = "Was the meter exchanged, or did the counter start anew?"


def test_of_a_lower_state_neither_use_nor_amount_is_told_but_asked_for_an_exchange(owner: Client) -> None:
    InvoiceLineFactory(invoice=InvoiceFactory(account_id="100245"), point_no="PP1", unit_price=Decimal(5))
    page = owner.post(SEND, typed("check", "405")).content.decode()
    assert ASKED in page and "lower than the last reading" in page
    assert PRICED not in page and "PLN" not in page
    page = owner.post(SEND, typed("check", "417")).content.decode()
    assert PRICED in page and "PLN" in page and ASKED not in page


def test_a_counter_that_ran_through_to_nought_has_a_use_and_an_amount(owner: Client, meter: Meter) -> None:
    with loader_writes():
        Meter.objects.filter(pk=meter.pk).update(digits=3, initial_value=Decimal(980))
    for day, value in ((date(2026, 11, 1), 990), (date(2026, 11, 10), 998)):
        ReadingFactory(installation=meter, read_on=day, value=Decimal(value))
    page = owner.post(SEND, typed("check", "2")).content.decode()
    assert f"{PRICED}: 4\u00a0m³" in page and ASKED not in page


@pytest.mark.parametrize(
    ("value", "read_on", "words"),
    [
        ("1234567890", "2026-11-21", "No counter shows so many digits"),
        ("417", "2026-11-22", "has not come yet"),
        ("-3", "2026-11-21", "never shows less than nought"),
    ],
)
def test_the_impossible_is_refused_with_a_reason(owner: Client, value: str, read_on: str, words: str) -> None:
    answer = owner.post(SEND, typed("check", value) | {"read_on": read_on})
    assert answer.status_code == 422 and words in answer.content.decode()
    owner.post(SEND, typed("send", value) | {"read_on": read_on})
    assert ReadingSubmission.objects.count() == 0


@pytest.mark.few(2)
@pytest.mark.parametrize("value", ["", "abc", "1e9", "NaN", "4" * 40])
def test_what_is_no_number_is_explained_and_kept(owner: Client, value: str) -> None:
    answer = owner.post(SEND, typed("send", value))
    assert answer.status_code == 422 and ReadingSubmission.objects.count() == 0
    assert f'value="{value}"' in answer.content.decode() or not value


def test_a_meter_exchanged_between_form_and_sending_is_named_and_the_typing_kept(
    owner: Client, meter: Meter
) -> None:
    with loader_writes():
        Meter.objects.filter(pk="Z1").update(removed_on=date(2026, 11, 20), final_value=Decimal(416))
    MeterFactory(point=meter.point, installation_no="Z2", meter_no="WM2", installed_on=date(2026, 11, 20))
    answer = owner.post(SEND, typed("send", "417"))
    page = answer.content.decode()
    assert answer.status_code == 422 and ReadingSubmission.objects.count() == 0
    assert "Meter WM1 is no longer in place; you typed 417" in page and "WM2" in page


def test_several_meters_are_sent_at_once_and_each_gets_a_receipt(owner: Client, meter: Meter) -> None:
    MeterFactory(point=meter.point, installation_no="Z2", parent_installation=meter)
    page = owner.post(SEND, typed("send", **{"value-Z2": "3"}), follow=True).content.decode()
    numbers = ReadingSubmission.objects.values_list("receipt_no", flat=True)
    assert len(numbers) == 2 and all(number in page for number in numbers)


def photo(kind: str = "JPEG") -> SimpleUploadedFile:
    picture = Image.new("RGB", (60, 40), "white")
    exif = Image.Exif()
    exif[0x010E] = "Taken in the kitchen"
    stream = io.BytesIO()
    picture.save(stream, kind, exif=exif)
    return SimpleUploadedFile("IMG_1.jpg", stream.getvalue(), content_type="image/jpeg")


def test_a_photo_is_kept_privately_and_stripped(owner: Client) -> None:
    owner.post(SEND, typed("send", **{"m-Z1-photo": photo()}))
    sent = ReadingSubmission.objects.get()
    with private_storage().open(sent.photo_key) as stream:
        content = stream.read(10_000)
    assert content.startswith(b"\xff\xd8") and b"kitchen" not in content
    assert "IMG_1" not in sent.photo_key


def test_a_file_that_is_no_photo_is_refused_and_the_reading_not_lost(owner: Client) -> None:
    wrong = SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
    answer = owner.post(SEND, typed("send", **{"m-Z1-photo": wrong}))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Files of this kind are not taken" in page
    assert 'value="417"' in page and ReadingSubmission.objects.count() == 0


@pytest.mark.parametrize("level", [AccessLevel.VIEW, AccessLevel.PAY])
def test_who_may_only_look_sends_nothing(client: Client, meter: Meter, level: str) -> None:
    client.force_login(AccessFactory(account_no="100245", delegate=True, level=level).user)
    assert client.get(SEND).status_code == client.post(SEND, typed("send")).status_code == 404
    assert "Give a reading" not in client.get(LIST).content.decode()


def test_the_list_shows_kind_and_three_times_of_one_installation(owner: Client, meter: Meter) -> None:
    ReadingFactory(
        installation=meter,
        read_on=date(2026, 11, 15),
        received_at=datetime(2026, 11, 16, 8, 30, tzinfo=UTC),
        booked_on=date(2026, 11, 18),
        value=Decimal("414.125"),
        kind="remote",
    )
    page = owner.get(LIST).content.decode()
    for words in (
        "414.125\u00a0m³",
        "read remotely",
        "15 Nov 2026",
        "16 November 2026, 9:30",
        "18 Nov 2026",
    ):
        assert words in page


def test_an_exchanged_meter_keeps_its_own_list(owner: Client, meter: Meter) -> None:
    old = MeterFactory(point=meter.point, installation_no="Z0", removed_on=date(2026, 8, 31))
    ReadingFactory(installation=old, value=Decimal("77.7"))
    assert "77.7\u00a0m³" not in owner.get(LIST).content.decode()
    page = owner.get(LIST + "?meter=Z0").content.decode()
    assert "77.7\u00a0m³" in page and "was removed on" in page


def test_pages_of_the_list_turn_by_keyset(owner: Client, meter: Meter) -> None:
    for place in range(45):
        ReadingFactory(installation=meter, read_on=date(2026, 11, 20) - timedelta(days=place))
    first = owner.get(LIST).content.decode()
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = owner.get(LIST + older).content.decode()
    assert "20 Nov 2026" in first and "20 Nov 2026" not in second and 'rel="prev"' in second


@pytest.mark.parametrize(
    "path", ["?meter=Z9", "?after=nonsense", "receipts/OD-NONE-0000/", "receipts/OD-TEST-9999/"]
)
def test_what_is_not_of_this_account_is_not_there(owner: Client, path: str) -> None:
    MeterFactory(installation_no="Z9")
    SubmissionFactory(account_no="200", receipt_no="OD-TEST-9999")
    assert owner.get(LIST + path).status_code == 404


STATES = [
    ({"value": Decimal(420), "kind": "customer"}, "booked"),
    (
        {"value": Decimal(425), "kind": "estimated", "booked_on": date(2026, 11, 21)},
        "replaced by an estimate",
    ),
    ({"value": Decimal(425), "kind": "estimated", "booked_on": date(2026, 11, 1)}, "received"),
]


@pytest.mark.parametrize(("booked", "state"), STATES)
def test_the_state_follows_what_arrives_from_billing(
    owner: Client, meter: Meter, booked: dict[str, object], state: str
) -> None:
    SubmissionFactory(receipt_no="OD-TEST-0001")
    ReadingFactory(installation=meter, read_on=date(2026, 11, 20), **booked)
    page = owner.get(LIST + "receipts/OD-TEST-0001/").content.decode()
    assert f"</svg>{state}</span>" in page


def test_a_rejected_reading_shows_its_reason(owner: Client) -> None:
    SubmissionFactory(receipt_no="OD-TEST-0001", state="rejected", reason="The photo shows another meter.")
    assert "The photo shows another meter." in owner.get(LIST + "receipts/OD-TEST-0001/").content.decode()


@pytest.mark.long
def test_costs_do_not_grow_with_meters_readings_or_receipts(owner: Client, meter: Meter) -> None:
    SubmissionFactory()
    few = costs_of(owner)
    for place in range(29):
        reading = ReadingFactory(installation=MeterFactory(point=meter.point, installation_no=f"Y{place}"))
        SubmissionFactory(installation_no=reading.installation_id)
    assert costs_of(owner) == few and max(few) <= 9


def costs_of(owner: Client) -> list[int]:
    owner.get(LIST)
    costs = []
    for url in (LIST, SEND):
        with queries_of_both_databases() as captured:
            assert owner.get(url).status_code == 200
        costs.append(count(captured))
    return costs
