"""The contract that is documented is the one that the models keep, and its indexes answer its questions."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.conf import settings

from selfservice.exchange import models
from selfservice.exchange.contract import contract
from selfservice.exchange.documentation import inserted
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
