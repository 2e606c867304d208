"""An invented invoice for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from documents.invoice_pdf import DocumentLine, InvoiceDocument, InvoiceKind, Party, VatSum
from documents.qr import ksef_link

KSEF_NO = "1234563218-20261105-0100001AF629-6C"
ACCOUNT = "61109010140000071219812874"
HASH = "XWAwbj918SGCaDlMnqGTNpRl32IykC0imJOL6KKYyFs="


def line(**changes: Any) -> DocumentLine:
    facts: dict[str, Any] = {
        "description": "Dostawa wody, taryfa G1",
        "group": "ul. Ćmielowska 12, wodomierz 18-2345678",
        "quantity": Decimal("12.345000"),
        "unit": "m³",
        "unit_price": Decimal("4.5678"),
        "net": Decimal("56.39"),
        "vat_rate": "8%",
        "vat": Decimal("4.51"),
        "gross": Decimal("60.90"),
    }
    return DocumentLine(**{**facts, **changes})


def invoice(**changes: Any) -> InvoiceDocument:
    facts: dict[str, Any] = {
        "kind": InvoiceKind.INVOICE,
        "number": "FV/2026/11/00412",
        "issued_on": date(2026, 11, 5),
        "due_on": date(2026, 11, 26),
        "period_from": date(2026, 10, 1),
        "period_to": date(2026, 10, 31),
        "seller": Party(
            name="Wodociągi Źródlana Łąka Sp. z o.o.",
            address=("ul. Źródlana 5", "05-800 Łąka Dolna"),
            tax_id="1234563218",
            contact=("22 123 45 67",),
        ),
        "buyer": Party(name="Grażyna Żółć", address=("ul. Ćmielowska 12", "05-800 Łąka Dolna")),
        "account_no": "100234",
        "lines": (line(),),
        "net": Decimal("56.39"),
        "vat": Decimal("4.51"),
        "gross": Decimal("1060.90"),
        "amount_due": Decimal("1060.90"),
        "vat_summary": (
            VatSum(rate="8%", net=Decimal("56.39"), vat=Decimal("4.51"), gross=Decimal("60.90")),
        ),
        "bank_account": ACCOUNT,
        "ksef_no": KSEF_NO,
        "ksef_link": ksef_link(nip="1234563218", issued_on=date(2026, 11, 5), invoice_hash=HASH),
        "language": "en",
        "notes": ("Dziękujemy za wpłatę.",),
    }
    return InvoiceDocument(**{**facts, **changes})
