"""The tables of the contract `ebok-exchange/1`, one small module a subject."""

from selfservice.exchange.models.account import Account
from selfservice.exchange.models.area import Area, Street
from selfservice.exchange.models.asset import Asset
from selfservice.exchange.models.collection import Collection
from selfservice.exchange.models.consumption import Consumption
from selfservice.exchange.models.contract import Contract
from selfservice.exchange.models.feed import DeliveryFile, Feed
from selfservice.exchange.models.invoice import Invoice, InvoiceLine
from selfservice.exchange.models.ledger import LedgerEntry
from selfservice.exchange.models.letter import Letter
from selfservice.exchange.models.meter import Meter, Reading
from selfservice.exchange.models.point import ServicePoint
from selfservice.exchange.models.round import Round, RoundItem

__all__ = [
    "Account",
    "Area",
    "Asset",
    "Collection",
    "Consumption",
    "Contract",
    "DeliveryFile",
    "Feed",
    "Invoice",
    "InvoiceLine",
    "LedgerEntry",
    "Letter",
    "Meter",
    "Reading",
    "Round",
    "RoundItem",
    "ServicePoint",
    "Street",
]
