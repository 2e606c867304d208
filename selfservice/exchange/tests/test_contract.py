"""The contract that is documented is the one that the models keep, and its indexes answer its questions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import QuerySet

from selfservice.exchange import models
from selfservice.exchange.contract import contract
from selfservice.exchange.documentation import inserted
from selfservice.exchange.tests import factories
from selfservice.exchange.tests.test_rejections import CASES

PAGE = Path(settings.SITE_DIR) / "docs" / "exchange.md"


def test_the_documented_tables_are_those_of_the_models() -> None:
    """When this fails: manage.py document_exchange."""
    page = PAGE.read_text(encoding="utf-8")
    assert inserted(page) == page


def test_every_column_says_what_it_means() -> None:
    missing = [
        f"{table.name}.{column.name}"
        for table in contract().values()
        for column in table.columns
        if not column.meaning
    ]
    assert missing == []


def test_every_code_of_a_rejection_is_explained() -> None:
    page = PAGE.read_text(encoding="utf-8")
    codes = {case[4] for case in CASES.values()}
    assert {code for code in codes if f"`{code}`" not in page} == set()


def test_every_shared_table_is_in_the_contract() -> None:
    own = {models.Feed, models.DeliveryFile}
    shared = set(apps.get_app_config("exchange").get_models()) - own
    assert {table.model for table in contract().values()} == shared


def test_a_table_comes_after_those_that_it_refers_to() -> None:
    seen = {"delivery_files"}
    for table in contract().values():
        seen.add(table.name)
        assert {column.references for column in table.columns if column.references} <= seen


QUESTIONS = {
    "invoices of an account": lambda: models.Invoice.objects.of("1").newest_first()[:20],
    "ledger of an account": lambda: models.LedgerEntry.objects.of("1").newest_first()[:20],
    "letters of an account": lambda: models.Letter.objects.of("1").newest_first()[:20],
    "contracts of an account": lambda: models.Contract.objects.of("1").newest_first()[:20],
    "points of an account": lambda: models.ServicePoint.objects.of("1"),
    "meters of a point": lambda: models.Meter.objects.of_point("1"),
    "readings of an installation": lambda: models.Reading.objects.of_installation("1").newest_first()[:20],
    "an invoice by number": lambda: models.Invoice.objects.filter(pk="1"),
    "lines of an invoice": lambda: models.InvoiceLine.objects.filter(invoice="1").order_by("position"),
    "points of a building": lambda: models.ServicePoint.objects.at(city="c", street="s", building="1"),
    "items of a round": lambda: models.RoundItem.objects.filter(round="1").order_by("sequence"),
    "collections of an area": lambda: models.Collection.objects.of_areas({"1"}),
}


def whole_tables_read(query: QuerySet) -> list[str]:
    """Lines of the database's plan that read a table from end to end."""
    connection = connections["exchange"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # small tables are read whole by choice
    return [line for line in query.explain().splitlines() if re.search(r"\bSCAN \w+$|Seq Scan", line)]


@pytest.mark.django_db(databases=["exchange"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_reads_a_whole_table(question: str) -> None:
    assert whole_tables_read(QUESTIONS[question]()) == []


@pytest.mark.django_db(databases=["exchange"])
def test_a_question_without_index_would_be_noticed() -> None:
    assert whole_tables_read(models.Account.objects.filter(phone="1"))


@pytest.mark.django_db(databases=["default", "exchange"])
def test_a_page_of_invoices_is_one_query(django_assert_num_queries) -> None:
    account = factories.AccountFactory()
    factories.InvoiceFactory.create_batch(30, account=account)
    with django_assert_num_queries(1, using="exchange"):
        assert len(models.Invoice.objects.of(account.pk).newest_first()[:20]) == 20
