"""An office on views of the supplier. Run by `test_suppliers_views`, with EXCHANGE_MANAGED off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connections
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.conformance import check_tables
from selfservice.exchange.tests.factories import (
    AccountFactory,
    FeedFactory,
    InvoiceFactory,
    InvoiceLineFactory,
    ServicePointFactory,
)

HOME = "/en/portal/accounts/100245/"
NUMBER = "FV/2026/11/00412"
pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_app_config("exchange").get_models()]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Tables that the supplier made: the router lets nothing of ours make any."""
    with django_db_blocker.unblock(), connections["exchange"].schema_editor() as editor:
        assert not editor.connection.introspection.table_names()
        for model in apps.get_app_config("exchange").get_models():
            editor.create_model(model)


@pytest.fixture
def supplied(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Filled by the supplier, offered as views, on a connection that cannot write."""
    assert settings.EXCHANGE_MANAGED is False
    with monkeypatch.context() as as_supplier:
        as_supplier.setattr(settings, "EXCHANGE_MANAGED", True)
        account = AccountFactory(account_no="100245", name="Maria Zmyślona")
        FeedFactory()
        ServicePointFactory(account=account)
        invoice = InvoiceFactory(account=account, invoice_no=NUMBER, due_on=date(2026, 11, 30))
        InvoiceLineFactory(invoice=invoice, position=1, description="Dostawa wody")
    with connections["exchange"].cursor() as cursor:
        for table in tables():
            cursor.execute(f"ALTER TABLE {table} RENAME TO their_{table}")
            cursor.execute(f"CREATE VIEW {table} AS SELECT * FROM their_{table}")  # noqa: S608 our own names
        cursor.execute("PRAGMA query_only = ON")
        yield
        cursor.execute("PRAGMA query_only = OFF")


def test_dashboard_invoice_and_pdf_are_read_from_views(client: Client, supplied: None) -> None:
    client.force_login(AccessFactory(account_no="100245").user)
    with pytest.raises(OperationalError, match="readonly"):
        connections["exchange"].cursor().execute("CREATE TABLE mine (id INTEGER)")
    assert NUMBER in client.get(HOME).content.decode()
    assert "Dostawa wody" in client.get(f"{HOME}invoices/{NUMBER}/").content.decode()
    pdf = client.get(f"{HOME}invoice-files/{NUMBER}.pdf")
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert [finding for finding in check_tables() if not finding.slow] == []
