"""What pages ask of the billing system's tables is answered by indexes, however large the tables are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from access_matrix.town import MATRIX, Town
from django.db import connections

from selfservice.exchange import models

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]
ZONES = ("portal:", "portal-api:", "feeds:")
# Tables of the town and not of its customers: as small in a town of a million.
SMALL = {"areas", "streets", "assets", "feed", "delivery_files"}

# "SCAN invoices" of SQLite, "Seq Scan on invoices u0  (cost=...)" of PostgreSQL; with an index both go on.
READS_ALL = re.compile(r'(?:\bSCAN|Seq Scan on) "?(\w+)"?(?: \w+)?(?:  .*)?$')
Statement = tuple[str, Any]


@contextmanager
def statements() -> Iterator[list[Statement]]:
    """What is selected from the exchange meanwhile."""
    seen: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( ").upper().startswith("SELECT"):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connections["exchange"].execute_wrapper(note):
        yield seen


def whole_tables_read(sql: str, params: Any) -> list[str]:
    """Lines of the database's plan that read a large table from end to end."""
    connection = connections["exchange"]
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # small tables are read whole by choice
        cursor.execute(f"{explain} {sql}", params)
        plan = [str(row[-1]) for row in cursor.fetchall()]
    found = [(line, READS_ALL.search(line)) for line in plan]
    aliases = dict(re.findall(r'(?:FROM|JOIN) "(\w+)" "?(\w+)"?', sql))
    names = {alias: table for table, alias in aliases.items()}
    return [line for line, match in found if match and names.get(match[1], match[1]) not in SMALL]


def test_no_page_of_a_customer_reads_a_whole_table(town: Town) -> None:
    pages = [name for name in MATRIX if name.startswith(ZONES)]
    with statements() as seen:
        for name in pages:
            answer = town.ask(name, "owner")
            b"".join(answer.streaming_content) if answer.streaming else answer.content
    tables = {table for sql, _params in seen for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)}
    assert {"invoices", "ledger", "readings", "meters", "collections", "documents", "contracts"} <= tables
    distinct = dict(seen)  # one of those that differ by parameters alone
    found = {sql: whole_tables_read(sql, params) for sql, params in distinct.items()}
    assert {sql: lines for sql, lines in found.items() if lines} == {}


def test_a_question_without_index_would_be_noticed() -> None:
    query = models.Account.objects.filter(phone="1").query
    assert whole_tables_read(*query.sql_with_params())
