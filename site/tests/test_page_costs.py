"""What each page costs in queries, and that it costs the same when there is more of everything.

The pages are those of the table of access: a new one fails here until its number is written down.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from access_matrix.expecting import IN, NO_METHOD, ONWARD, PERSONAS
from access_matrix.town import ACCOUNT_NO, MATRIX, Town, make_town
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from filling import Forms, proved_people
from growing import one_more_of_everything
from page_costs import COSTS, WITHOUT_NUMBER

from cms_pages import generation
from selfservice.exchange.models import Meter
from selfservice.identity import sessions
from selfservice.metering.models import LeakTest
from selfservice.zones.guest import proofs
from selfservice.zones.portal.tests.test_dashboard import count, queries_of_both_databases

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]
NOW = "2026-11-21T10:00:00+01:00"
PROVED_CASE = ("guest:case", "guest:sent", "guest:file")
# Other faces of a page: what follows its address.
FACES = {
    "portal:consumption": ("?span=years", "?span=year-of-days"),
    "portal:accounts": ("?q=Holder",),
}
HERE = "public_schedule:schedule?street=ul.+Lipowa&number=12"
OF_NO_ROW = (HERE, f"{HERE}&month=2026-12")
"""Pages that the table leaves out, as everybody may open them; those of the CMS have tests of their own."""
Sent = dict[str, str] | None


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setattr(generation, "TRUST_SECONDS", 3600.0)
    monkeypatch.setattr(sessions, "SEEN_STEP_SECONDS", 3600)
    with time_machine.travel(NOW, tick=False):
        town = make_town()
        town.open_browsers()
        proved_people(town, PERSONAS)
        town.clients["guest"] = Client()
        session = town.clients["guest"].session
        session[proofs.KEY] = {str(town.arguments["guest:case"]["signature"]): time.time() + 3600}
        session.save()
        yield town


def reader_of(route: str) -> str:
    """The first who may open a page, perhaps after he proved who he is; "" where nobody may."""
    if route in PROVED_CASE:
        return "guest"
    if route not in MATRIX:
        return "anonymous"
    answers = MATRIX[route].get
    if NO_METHOD in answers.values():
        return ""
    open_to = [name for answer in (IN, ONWARD) for name in PERSONAS if answers[name] == answer]
    return open_to[0] if open_to else ""


def pages() -> list[str]:
    """Routes of all pages that somebody may open, with their other faces behind them."""
    routes = [route for route in MATRIX if reader_of(route) and route not in WITHOUT_NUMBER]
    return [route + face for route in routes for face in ("", *FACES.get(route, ()))] + [
        *OF_NO_ROW,
        *STEPS,
    ]


def a_state_is_typed(town: Town) -> Sent:
    """The form with states of meters, sent to be checked."""
    page = town.clients["owner"].get(town.url("portal:reading_send")).content.decode()
    fields = next(fields for _action, fields in Forms(page, text="421").forms if "421" in fields.values())
    return {**fields, "step": "check"}


def an_evening_passes(town: Town) -> Sent:
    """A leak test waits for its morning."""
    meter = Meter.objects.filter(point__account=ACCOUNT_NO).latest("pk")
    now = timezone.now()
    LeakTest.objects.create(
        account_no=ACCOUNT_NO, installation_no=meter.pk, meter_no="1", evening_value=1, evening_at=now
    )
    return None


def a_night_passes(town: Town) -> Sent:
    """A leak test has its result."""
    an_evening_passes(town)
    LeakTest.objects.update(morning_value=2, morning_at=timezone.now() + timedelta(hours=8))
    return None


# Steps of one address: what is done before, which gives the form that is sent, if there is one.
STEPS: dict[str, Callable[[Town], Sent]] = {
    "portal:reading_send check": a_state_is_typed,
    "portal:leak_test morning": an_evening_passes,
    "portal:leak_test result": a_night_passes,
}


def opened(town: Town, name: str, *, sent: Sent = None) -> Any:
    """The answer of a page, read to its end."""
    route, mark, face = name.partition(" ")[0].partition("?")
    client = town.clients[reader_of(route)]
    address = town.url(route) + mark + face
    answer = client.get(address) if sent is None else client.post(address, sent)
    b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def cost(town: Town, name: str) -> int:
    with transaction.atomic():
        sent = STEPS[name](town) if name in STEPS else None
        opened(town, name, sent=sent)  # what is read once a process is no page's
        with queries_of_both_databases() as captured:
            answer = opened(town, name, sent=sent)
        transaction.set_rollback(True)
    assert answer.status_code == 200, f"{name}: {answer.status_code} {answer.get('Location', '')}"
    assert name != "portal:reading_send check" or b'value="send"' in answer.content
    return count(captured)


def costs(town: Town) -> dict[str, int]:
    connection.run_on_commit = []
    return {name: cost(town, name) for name in pages()}


def test_every_page_has_its_number_and_no_number_is_of_a_page_that_is_gone() -> None:
    assert sorted(set(pages()) - set(COSTS)) == []
    assert sorted(set(COSTS) - set(pages())) == []
    assert sorted(set(WITHOUT_NUMBER) - set(MATRIX)) == []


def test_no_page_asks_more_than_it_needs_or_more_where_there_is_more(town: Town) -> None:
    one_more_of_everything(town)
    few = costs(town)
    for _time in range(4):
        one_more_of_everything(town)
    many = costs(town)
    assert {name: (few[name], many[name]) for name in few if few[name] != many[name]} == {}
    assert {name: (COSTS.get(name), few[name]) for name in few if COSTS.get(name) != few[name]} == {}
