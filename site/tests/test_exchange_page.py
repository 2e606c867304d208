"""What the page for billing vendors says of the outgoing journal is what stands in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import transaction

from selfservice.exchange.outgoing.kinds import Kind
from selfservice.exchange.outgoing.models import Entry
from selfservice.metering.doubts import Doubt
from selfservice.metering.services import tell_billing
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets.models import CategoryKind, Channel
from selfservice.tickets.tests.factories import a_ticket

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "exchange.md").read_text(encoding="utf-8")
JOURNAL = PAGE.split("## What goes back")[1].split("\n## ")[0]


def names_in(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_.]+)`", text))


def row_of(kind: str) -> str:
    [row] = [line for line in JOURNAL.splitlines() if line.startswith("| `") and f"`{kind}`" in line[:60]]
    return row


@pytest.mark.django_db(databases=["default", "exchange"])
def test_every_key_of_a_line_is_named() -> None:
    with transaction.atomic():
        tell_billing(SubmissionFactory())
    a_ticket()
    assert set(Entry.objects.values_list("kind", flat=True)) == {"reading.submitted", "ticket.created"}
    for entry in Entry.objects.all():
        assert set(entry.payload) - names_in(row_of(entry.kind)) == set(), entry.kind


def test_every_kind_and_code_is_named() -> None:
    codes = {*Kind.values, *Doubt.values, *CategoryKind.values, *Channel.values}
    assert codes - names_in(JOURNAL) == set()
