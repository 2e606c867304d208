"""The journal without HTTP: tokens, files out, answers in, and the demonstration's billing system."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from selfservice.exchange.outgoing.demo import PATIENCE
from selfservice.exchange.outgoing.models import Entry, SupplierToken
from selfservice.exchange.outgoing.services import answer
from selfservice.exchange.outgoing.tasks import answer_demo_lines
from selfservice.exchange.outgoing.tests.factories import a_line
from selfservice.exchange.outgoing.tokens import token_of

pytestmark = pytest.mark.django_db


def told(*arguments: str, **options: object) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_a_token_is_shown_once_and_kept_as_a_hash_until_it_is_revoked() -> None:
    token = told("supplier_token", "make", "billing").strip()
    assert token not in str(SupplierToken.objects.values().get())
    assert token_of(header=f"Bearer {token}") is not None
    assert token not in told("supplier_token", "list")
    told("supplier_token", "revoke", "billing")
    assert token_of(header=f"Bearer {token}") is None


def test_two_living_tokens_never_share_a_name() -> None:
    told("supplier_token", "make", "billing")
    with pytest.raises(CommandError, match="already"):
        told("supplier_token", "make", "billing")
    with pytest.raises(CommandError, match="No living token"):
        told("supplier_token", "revoke", "other")


def test_a_token_of_another_scope_opens_nothing() -> None:
    token = told("supplier_token", "make", "billing").strip()
    SupplierToken.objects.update(scope="other")
    assert token_of(header=f"Bearer {token}") is None


def test_csv_has_every_line_and_runs_in_no_spreadsheet() -> None:
    a_line(note="=1+1")
    line = a_line()
    answer(seq=line.seq, state="rejected", reason="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(told("export_outgoing", format="csv")), delimiter=";"))
    assert [row["seq"] for row in rows] == ["1", "2"]
    assert json.loads(rows[0]["payload"]) == {"note": "=1+1"}
    assert rows[1]["reason"] == "'=HYPERLINK(1)"


def test_json_lines_begin_after_the_number_asked_for() -> None:
    a_line()
    a_line(kind="consent.given", consent="marketing")
    lines = [json.loads(text) for text in told("export_outgoing", after=1).splitlines()]
    assert [(line["seq"], line["kind"], line["payload"]) for line in lines] == [
        (2, "consent.given", {"consent": "marketing"})
    ]


def test_answers_from_a_file_are_taken_line_by_line(tmp_path: Path) -> None:
    a_line()
    a_line()
    file = tmp_path / "answers"
    file.write_text('{"seq": 9, "state": "accepted"}\n\n{"seq": 2, "state": "accepted"}\n')
    with pytest.raises(CommandError, match="1 lines"):
        told("ack_outgoing", str(file))
    assert list(Entry.objects.values_list("state", flat=True)) == ["new", "accepted"]
    file.write_text("not json\n")
    with pytest.raises(CommandError, match="no JSON"):
        told("ack_outgoing", str(file))


def test_the_demonstration_answers_old_lines_and_refuses_a_marked_reading(settings) -> None:
    settings.DEMO = True
    with time_machine.travel(timezone.now() - PATIENCE - timedelta(seconds=1)):
        a_line(value="123.5")
        a_line(value="1999.0")
    a_line(value="5")
    answer_demo_lines()
    assert list(Entry.objects.values_list("state", flat=True)) == ["accepted", "rejected", "new"]


def test_a_real_office_answers_nothing_by_itself() -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        a_line()
    answer_demo_lines()
    assert Entry.objects.get().state == "new"
