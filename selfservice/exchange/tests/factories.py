"""Rows of the exchange for tests; they are written with the loader's permission."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from selfservice.exchange import models
from selfservice.exchange.permission import loader_writes


class ExchangeFactory(factory.django.DjangoModelFactory):
    """Base of the factories: `create` writes with the loader's permission."""

    class Meta:
        abstract = True
        database = "exchange"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with loader_writes():
            return super()._create(model_class, *args, **kwargs)


class AreaFactory(ExchangeFactory):
    class Meta:
        model = models.Area

    area_code = factory.Sequence(lambda n: f"A{n:03}")
    name = factory.Sequence(lambda n: f"Osiedle {n}")
    kind = "district"


class StreetFactory(ExchangeFactory):
    class Meta:
        model = models.Street

    street_id = factory.Sequence(lambda n: f"U{n:04}")
    area = factory.SubFactory(AreaFactory)
    city = "Zielona Dolina"
    street = factory.Sequence(lambda n: f"ul. Lipowa {n}")


class AccountFactory(ExchangeFactory):
    class Meta:
        model = models.Account

    account_no = factory.Sequence(lambda n: f"{200000 + n}")
    kind = models.Account.Kind.PERSON
    name = "Maria Zmyślona"
    street = "ul. Lipowa"
    building = "12"
    flat = "3"
    postcode = "00-999"
    city = "Zielona Dolina"
    bank_account = "25109010145555000000012345"
    balance = Decimal("187.45")
    overdue = Decimal("0.00")
    active = True

    class Params:
        company = factory.Trait(kind=models.Account.Kind.COMPANY, name="Firma Zmyślona sp. z o.o.")
        overpaid = factory.Trait(balance=Decimal("-40.00"))


class ServicePointFactory(ExchangeFactory):
    class Meta:
        model = models.ServicePoint

    point_no = factory.Sequence(lambda n: f"PP{n:06}")
    account = factory.SubFactory(AccountFactory)
    service = models.ServicePoint.Service.WATER
    street = "ul. Lipowa"
    building = "12"
    flat = "3"
    postcode = "00-999"
    city = "Zielona Dolina"
    area = factory.SubFactory(AreaFactory)
    active_from = date(2020, 1, 1)


class ContractFactory(ExchangeFactory):
    class Meta:
        model = models.Contract

    contract_no = factory.Sequence(lambda n: f"U/2020/{n:05}")
    account = factory.SubFactory(AccountFactory)
    kind = models.Contract.Kind.CONTRACT
    title = "Umowa o zaopatrzenie w wodę i odprowadzanie ścieków"
    signed_on = date(2020, 1, 1)
    valid_from = date(2020, 1, 1)


class MeterFactory(ExchangeFactory):
    class Meta:
        model = models.Meter

    installation_no = factory.Sequence(lambda n: f"Z{n:06}")
    point = factory.SubFactory(ServicePointFactory)
    meter_no = factory.Sequence(lambda n: f"WM{n:08}")
    medium = "cold_water"
    unit = "m3"
    digits = 5
    decimals = 3
    installed_on = date(2022, 5, 10)
    initial_value = Decimal("0")


class ReadingFactory(ExchangeFactory):
    class Meta:
        model = models.Reading

    reading_no = factory.Sequence(lambda n: f"O{n:08}")
    installation = factory.SubFactory(MeterFactory)
    read_on = date(2026, 10, 31)
    value = Decimal("412.5")
    kind = models.Reading.Kind.ACTUAL
    consumption = Decimal("7.25")


class ConsumptionFactory(ExchangeFactory):
    class Meta:
        model = models.Consumption

    point = factory.SubFactory(ServicePointFactory)
    period_from = date(2026, 10, 1)
    period_to = date(2026, 10, 31)
    component = "heat_share"
    quantity = Decimal("1.5")
    unit = "GJ"


class InvoiceFactory(ExchangeFactory):
    class Meta:
        model = models.Invoice

    invoice_no = factory.Sequence(lambda n: f"FV/2026/11/{n:05}")
    account = factory.SubFactory(AccountFactory)
    kind = models.Invoice.Kind.INVOICE
    issued_on = date(2026, 11, 5)
    due_on = factory.LazyAttribute(lambda invoice: invoice.issued_on + timedelta(days=14))
    period_from = date(2026, 10, 1)
    period_to = date(2026, 10, 31)
    net = Decimal("173.56")
    vat = Decimal("13.89")
    gross = Decimal("187.45")
    open_amount = factory.SelfAttribute("gross")
    currency = "PLN"

    class Params:
        paid = factory.Trait(open_amount=Decimal("0.00"))
        ksef = factory.Trait(
            ksef_no="1234563218-20261105-0100001AF629-41", ksef_status=models.Invoice.KsefStatus.ACCEPTED
        )


class InvoiceLineFactory(ExchangeFactory):
    class Meta:
        model = models.InvoiceLine

    invoice = factory.SubFactory(InvoiceFactory)
    position = factory.Sequence(lambda n: n + 1)
    component = "water"
    description = "Dostawa wody"
    quantity = Decimal("12")
    unit = "m3"
    unit_price = Decimal("5.12")
    net = Decimal("61.44")
    vat_rate = "8"
    vat = Decimal("4.92")
    gross = Decimal("66.36")


class LedgerEntryFactory(ExchangeFactory):
    class Meta:
        model = models.LedgerEntry

    entry_no = factory.Sequence(lambda n: f"K{n:08}")
    account = factory.SubFactory(AccountFactory)
    booked_on = date(2026, 11, 5)
    kind = models.LedgerEntry.Kind.CHARGE
    amount = Decimal("187.45")
    title = "Faktura"


class LetterFactory(ExchangeFactory):
    class Meta:
        model = models.Letter

    document_no = factory.Sequence(lambda n: f"D{n:06}")
    account = factory.SubFactory(AccountFactory)
    kind = "demand"
    title = "Wezwanie do zapłaty"
    issued_on = date(2026, 11, 5)
    file = factory.Sequence(lambda n: f"files/letters/d-{n}.pdf")


class CollectionFactory(ExchangeFactory):
    class Meta:
        model = models.Collection

    collection_id = factory.Sequence(lambda n: f"W{n:06}")
    area = factory.SubFactory(AreaFactory)
    service = "waste"
    fraction = "papier"
    on_date = date(2026, 12, 1)
    cancelled = False


class AssetFactory(ExchangeFactory):
    class Meta:
        model = models.Asset

    asset_no = factory.Sequence(lambda n: f"S{n:03}")
    kind = "pumping_station"
    name = factory.Sequence(lambda n: f"Przepompownia {n}")
    status = models.Asset.Status.OK


class RoundFactory(ExchangeFactory):
    class Meta:
        model = models.Round

    round_no = factory.Sequence(lambda n: f"T{n:05}")
    name = "Trasa Lipowa"
    reader = "E017"
    planned_on = date(2026, 11, 30)


class RoundItemFactory(ExchangeFactory):
    class Meta:
        model = models.RoundItem

    round = factory.SubFactory(RoundFactory)
    sequence = factory.Sequence(lambda n: n + 1)
    installation = factory.SubFactory(MeterFactory)
    state = models.RoundItem.State.TODO


class FeedFactory(ExchangeFactory):
    """A generation that readers see, fresh unless told otherwise."""

    class Meta:
        model = models.Feed

    supplier = "pwik-demo"
    generation = factory.Sequence(lambda n: n + 1)
    mode = "full"
    state = models.Feed.State.LOADED
    as_of = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=2))
    loaded_at = factory.LazyFunction(timezone.now)

    class Params:
        stale = factory.Trait(as_of=factory.LazyFunction(lambda: timezone.now() - timedelta(days=5)))


class DeliveryFileFactory(ExchangeFactory):
    class Meta:
        model = models.DeliveryFile

    path = factory.Sequence(lambda n: f"files/2026/f-{n}.pdf")
    sha256 = "0" * 64
    storage_key = factory.LazyAttribute(lambda row: f"exchange/{row.sha256[:2]}/{row.sha256}")
    size = 1024
    media_type = "application/pdf"
