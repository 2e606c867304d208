"""Reads a KSeF invoice of the structure FA(3).

Source: the Ministry of Finance's schema `schemat_FA(3)_v1-0E.xsd`. Amount to pay is `DoZaplaty`
(with further charges and deductions) where it stands, else `P_15`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from lxml import etree

from selfservice.exchange import xml

NAMESPACE = "http://crd.gov.pl/wzor/2025/06/25/13775/"
_NS = {"f": NAMESPACE}
_KINDS = {
    "VAT": "invoice",
    "UPR": "invoice",
    "ROZ": "invoice",
    "ZAL": "advance",
    "KOR": "correction",
    "KOR_ZAL": "correction",
    "KOR_ROZ": "correction",
}
ZERO = Decimal("0.00")
_HUNDRED, _CENT = Decimal(100), Decimal("0.01")
_PRICE = Decimal("0.000001")
"""Unit prices have up to 8 decimals in FA(3), 6 in the contract."""
_RATE = re.compile(r"([0-9]{1,2})( |$)|zw|oo|np")
_DAYS = ((re.compile(r"d(zień|zien|ni|\.|$)", re.IGNORECASE), 1), (re.compile(r"tyd|tyg", re.IGNORECASE), 7))
_ISSUE = re.compile(r"wystawi", re.IGNORECASE)


class NotFa3(ValueError):
    """The document is no FA(3) invoice, or lacks what every invoice has."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One `FaWiersz`; figures that it does not give are None.

    Of an advance, whose goods stand in its order alone, one `ZamowienieWiersz`: its worth is that of the
    order and not of the invoice, so net, vat and gross are None. Prices are net, rounded half up to six
    decimals. Of a correction, a line of the state before (`StanPrzed`) has its sign turned, so that the lines
    sum up to the difference.
    """

    position: int
    description: str
    unit: str
    quantity: Decimal | None
    unit_price: Decimal | None
    net: Decimal | None
    vat_rate: str
    vat: Decimal | None
    gross: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Fa3Invoice:
    """What the portal needs of an FA(3) invoice; amounts in `currency`.

    corrects: numbers of all invoices that it corrects, in the order of the document.
    due_on: the last of its terms that can be known, also when told as days or weeks from its issue.
    ksef_hash: SHA-256 of the bytes, Base64URL without padding, as in the link of KOD I.
    """

    invoice_no: str
    kind: str
    corrects: tuple[str, ...]
    issued_on: date
    due_on: date | None
    period_from: date | None
    period_to: date | None
    currency: str
    net: Decimal
    vat: Decimal
    gross: Decimal
    open_amount: Decimal
    customer_no: str
    bank_account: str
    seller_nip: str
    seller_name: str
    buyer_name: str
    ksef_hash: str
    lines: tuple[Line, ...]

    @property
    def corrects_no(self) -> str:
        """The one invoice that it corrects; empty for a correction of several, which none may stand for."""
        return self.corrects[0] if len(self.corrects) == 1 else ""


def read_invoice(data: bytes) -> Fa3Invoice:
    """The invoice in an FA(3) document.

    Raises:
        UnsafeXml: the bytes may not be parsed.
        NotFa3: they are something else, or an amount or a date in them is none.
    """
    root = xml.parse(data)
    if root.tag != f"{{{NAMESPACE}}}Faktura":
        raise NotFa3("The root element is not Faktura of FA(3).")
    body = root.find("f:Fa", _NS)
    if body is None:
        raise NotFa3("The invoice has no Fa element.")
    kind = _text(body, "RodzajFaktury")
    if kind not in _KINDS:
        raise NotFa3(f"RodzajFaktury {kind[:20]!r} is unknown.")
    gross = _amount(body, "P_15")
    issued_on = _day(body, "P_1")
    number = _text(body, "P_2")
    if gross is None or issued_on is None or not number:
        raise NotFa3("P_1, P_2 and P_15 are required.")
    return Fa3Invoice(
        invoice_no=number,
        kind=_KINDS[kind],
        corrects=tuple(_text(one, "NrFaKorygowanej") for one in body.findall("f:DaneFaKorygowanej", _NS)),
        issued_on=issued_on,
        due_on=_last_term(body, issued_on),
        period_from=_day(body, "OkresFa/f:P_6_Od"),
        period_to=_day(body, "OkresFa/f:P_6_Do"),
        currency=_text(body, "KodWaluty") or "PLN",
        net=_sum(body, "P_13_"),
        vat=_sum(body, "P_14_"),
        gross=gross,
        open_amount=_to_pay(body, gross),
        customer_no=_text(root, "Podmiot2/f:NrKlienta"),
        bank_account=_text(body, "Platnosc/f:RachunekBankowy/f:NrRB").removeprefix("PL"),
        seller_nip=_text(root, "Podmiot1/f:DaneIdentyfikacyjne/f:NIP"),
        seller_name=_text(root, "Podmiot1/f:DaneIdentyfikacyjne/f:Nazwa"),
        buyer_name=_text(root, "Podmiot2/f:DaneIdentyfikacyjne/f:Nazwa"),
        ksef_hash=ksef_hash(data),
        lines=_lines(body),
    )


def ksef_hash(data: bytes) -> str:
    """SHA-256 of the XML exactly as sent, Base64URL without padding (43 characters)."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def _lines(body: etree._Element) -> tuple[Line, ...]:
    rows = body.findall("f:FaWiersz", _NS)
    if rows:
        return tuple(_line(row, place) for place, row in enumerate(rows, start=1))
    ordered = body.findall("f:Zamowienie/f:ZamowienieWiersz", _NS)
    return tuple(_ordered(row, place) for place, row in enumerate(ordered, start=1))


def _line(row: etree._Element, position: int) -> Line:
    sign = -1 if _text(row, "StanPrzed") == "1" else 1
    rate = _text(row, "P_12")
    net, vat, gross = (_amount(row, name) for name in ("P_11", "P_11Vat", "P_11A"))
    if gross is None and net is not None and vat is not None:
        gross = net + vat
    if net is None and gross is not None:
        vat = _tax_within(gross, rate) if vat is None else vat
        net = None if vat is None else gross - vat
    return Line(
        position=position,
        description=_text(row, "P_7")[:512] or _text(row, "Indeks") or f"Pozycja {position}",
        unit=_text(row, "P_8A")[:16],
        quantity=_signed(_amount(row, "P_8B"), sign),
        unit_price=_net_price(row, rate),
        net=_signed(net, sign),
        vat_rate=rate,
        vat=_signed(vat, sign),
        gross=_signed(gross, sign),
    )


def _ordered(row: etree._Element, position: int) -> Line:
    sign = -1 if _text(row, "StanPrzedZ") == "1" else 1
    price = _amount(row, "P_9AZ")
    return Line(
        position=position,
        description=_text(row, "P_7Z")[:512] or _text(row, "IndeksZ") or f"Pozycja {position}",
        unit=_text(row, "P_8AZ")[:16],
        quantity=_signed(_amount(row, "P_8BZ"), sign),
        unit_price=None if price is None else _rounded(price, _PRICE),
        net=None,
        vat_rate=_text(row, "P_12Z"),
        vat=None,
        gross=None,
    )


def _net_price(row: etree._Element, rate: str) -> Decimal | None:
    net, gross = _amount(row, "P_9A"), _amount(row, "P_9B")
    if net is None and gross is not None and (percent := _percent(rate)) is not None:
        net = gross * _HUNDRED / (_HUNDRED + percent)
    return None if net is None else _rounded(net, _PRICE)


def _tax_within(gross: Decimal, rate: str) -> Decimal | None:
    """Tax in a gross value: value x rate / (100 + rate), art. 106e(7) of the VAT Act."""
    percent = _percent(rate)
    return None if percent is None else _rounded(gross * percent / (_HUNDRED + percent), _CENT)


def _percent(rate: str) -> Decimal | None:
    """The rate in percent; 0 for what is exempt, charged to the buyer or not taxed here."""
    match = _RATE.match(rate)
    return Decimal(match[1] or 0) if match else None


def _rounded(number: Decimal, step: Decimal) -> Decimal:
    try:
        return number.quantize(step, ROUND_HALF_UP)
    except InvalidOperation as error:
        raise NotFa3("An amount has too many digits.") from error


def _to_pay(body: etree._Element, gross: Decimal) -> Decimal:
    if _text(body, "Platnosc/f:Zaplacono") == "1":
        return ZERO
    if (overpaid := _amount(body, "Rozliczenie/f:DoRozliczenia")) is not None:
        return -overpaid
    due = _amount(body, "Rozliczenie/f:DoZaplaty")
    parts = body.findall("f:Platnosc/f:ZaplataCzesciowa", _NS)
    paid = sum((_amount(part, "KwotaZaplatyCzesciowej") or ZERO for part in parts), ZERO)
    return (gross if due is None else due) - paid


def _last_term(body: etree._Element, issued_on: date) -> date | None:
    """Of several terms the last: nobody shall be called late while one is still to come."""
    return max(_terms(body, issued_on), default=None)


def _terms(body: etree._Element, issued_on: date) -> Iterator[date]:
    for term in body.findall("f:Platnosc/f:TerminPlatnosci", _NS):
        if (day := _day(term, "Termin")) or (day := _day_counted(term, issued_on)):
            yield day


def _day_counted(term: etree._Element, issued_on: date) -> date | None:
    """A term such as 14 days from the issue; from another event, such as the receipt, none is known."""
    if not _ISSUE.search(_text(term, "TerminOpis/f:ZdarzeniePoczatkowe")):
        return None
    unit = _text(term, "TerminOpis/f:Jednostka")
    length = next((days for pattern, days in _DAYS if pattern.match(unit)), 0)
    count = _amount(term, "TerminOpis/f:Ilosc")
    try:
        return issued_on + timedelta(days=int(count) * length) if count is not None and length else None
    except OverflowError as error:
        raise NotFa3("TerminOpis leads out of the calendar.") from error


def _sum(body: etree._Element, prefix: str) -> Decimal:
    """Sum over the rates; `P_14_1W` and the like repeat the tax in PLN and are left out."""
    amounts = [
        _decimal(child.text, name)
        for child in body
        if (name := etree.QName(child).localname).startswith(prefix) and not name.endswith("W")
    ]
    return sum(amounts, ZERO)


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(f"f:{path}", "", _NS) or "").strip()


def _amount(element: etree._Element, path: str) -> Decimal | None:
    text = _text(element, path)
    return _decimal(text, path) if text else None


def _decimal(text: str | None, name: str) -> Decimal:
    try:
        number = Decimal((text or "").strip())
    except InvalidOperation as error:
        raise NotFa3(f"{name} is no number.") from error
    if not number.is_finite():
        raise NotFa3(f"{name} is no number.")
    return number


def _day(element: etree._Element, path: str) -> date | None:
    text = _text(element, path)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise NotFa3(f"{path} is no date.") from error


def _signed(number: Decimal | None, sign: int) -> Decimal | None:
    return None if number is None else number * sign
