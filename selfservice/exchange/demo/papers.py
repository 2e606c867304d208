"""Documents that come with the demo delivery: plain PDF pages and KSeF invoices (FA(3))."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from ebok.core.money import format_decimal, format_money
from ebok.core.quantities import decimals_of
from selfservice.exchange.demo.billing import SELLER_NIP, Bill
from selfservice.exchange.demo.customers import Customer
from selfservice.exchange.demo.figures import VAT_PERCENT, money, thousandths
from selfservice.exchange.demo.names import TOWN
from selfservice.exchange.fa3 import NAMESPACE

SELLER = f"Wodociągi {TOWN} sp. z o.o."
SELLER_ADDRESS = f"Rynek 3, 99-900 {TOWN}"
_DAY = "%d.%m.%Y"
_POLISH = "ĄĆĘŁŃÓŚŹŻąćęłńóśźż"
_GLYPHS = (
    "/Aogonek /Cacute /Eogonek /Lslash /Nacute /Oacute /Sacute /Zacute /Zdotaccent "
    "/aogonek /cacute /eogonek /lslash /nacute /oacute /sacute /zacute /zdotaccent"
)
_FIRST_CODE = 128
_ALSO = "³\u00a0"


def pdf(lines: Sequence[str]) -> bytes:
    """One A4 page with lines of text; the first is the title. The same text gives the same bytes."""
    text = "".join(f"({_pdf_text(line)}) '\n" for line in lines[1:])
    page = f"BT /F 16 Tf 56 770 Td 22 TL ({_pdf_text(lines[0])}) Tj /F 11 Tf 18 TL\n{text}ET"
    stream = page.encode("latin-1")
    encoding = f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{_FIRST_CODE} {_GLYPHS}] >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (pl-PL) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F 4 0 R >> >> >>",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding {encoding} >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + head + table + trailer


def invoice_pdf(customer: Customer, bill: Bill) -> bytes:
    """The supplier's own picture of a bill, with numbers and days as Poles write them."""
    begin, end = bill.period
    net = sum(line.net for line in bill.charges)
    lines = [f"Faktura {bill.number}", SELLER, SELLER_ADDRESS, f"NIP {SELLER_NIP}", ""]
    lines += [f"Nabywca: {customer.name}", f"Numer klienta: {customer.number}"]
    lines += [f"Data wystawienia: {bill.issued_on:{_DAY}}", f"Okres: {begin:{_DAY}} - {end:{_DAY}}", ""]
    lines += [
        f"{line.description}: {_quantity(line.quantity)} {line.unit.replace('m3', 'm³')}"
        f" x {_zloty(line.price)} = {_zloty(line.net)} netto"
        for line in bill.charges
    ]
    lines += ["", f"Razem netto: {_zloty(net)}", f"VAT {VAT_PERCENT}%: {_zloty(bill.gross - net)}"]
    lines += [f"Razem brutto: {_zloty(bill.gross)}", "", f"Termin płatności: {bill.due_on:{_DAY}}"]
    return pdf([*lines, f"Rachunek: {_grouped(customer.bank_account)}"])


def invoice_xml(customer: Customer, bill: Bill) -> bytes:
    """The bill as FA(3)."""
    net, begin, end = sum(line.net for line in bill.charges), *bill.period
    who = f"<NIP>{customer.nip}</NIP>" if customer.nip else "<BrakID>1</BrakID>"
    rows = "".join(
        f"<FaWiersz><NrWierszaFa>{place}</NrWierszaFa><P_7>{escape(line.description)}</P_7>"
        f"<P_8A>{line.unit}</P_8A><P_8B>{thousandths(line.quantity)}</P_8B><P_9A>{money(line.price)}</P_9A>"
        f"<P_11>{money(line.net)}</P_11><P_11Vat>{money(line.vat)}</P_11Vat><P_12>8</P_12></FaWiersz>"
        for place, line in enumerate(bill.charges, start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Faktura xmlns="{NAMESPACE}"><Naglowek>'
        '<KodFormularza kodSystemowy="FA (3)" wersjaSchemy="1-0E">FA</KodFormularza>'
        f"<WariantFormularza>3</WariantFormularza><DataWytworzeniaFa>{bill.issued_on}T08:00:00Z"
        "</DataWytworzeniaFa><SystemInfo>Zielona Dolina</SystemInfo></Naglowek>"
        f"<Podmiot1><DaneIdentyfikacyjne><NIP>{SELLER_NIP}</NIP><Nazwa>{escape(SELLER)}</Nazwa>"
        f"</DaneIdentyfikacyjne><Adres><KodKraju>PL</KodKraju><AdresL1>Rynek 3</AdresL1><AdresL2>"
        f"99-900 {TOWN}</AdresL2></Adres></Podmiot1>"
        f"<Podmiot2><DaneIdentyfikacyjne>{who}<Nazwa>{escape(customer.name)}</Nazwa></DaneIdentyfikacyjne>"
        f"<NrKlienta>{customer.number}</NrKlienta><JST>2</JST><GV>2</GV></Podmiot2>"
        f"<Fa><KodWaluty>PLN</KodWaluty><P_1>{bill.issued_on}</P_1><P_2>{bill.number}</P_2>"
        f"<OkresFa><P_6_Od>{begin}</P_6_Od><P_6_Do>{end}</P_6_Do></OkresFa>"
        f"<P_13_2>{money(net)}</P_13_2><P_14_2>{money(bill.gross - net)}</P_14_2>"
        f"<P_15>{money(bill.gross)}</P_15>"
        "<Adnotacje><P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A><Zwolnienie><P_19N>1</P_19N>"
        "</Zwolnienie><NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu><P_23>2</P_23><PMarzy>"
        f"<P_PMarzyN>1</P_PMarzyN></PMarzy></Adnotacje><RodzajFaktury>VAT</RodzajFaktury>{rows}"
        f"<Platnosc><TerminPlatnosci><Termin>{bill.due_on}</Termin></TerminPlatnosci><FormaPlatnosci>6"
        f"</FormaPlatnosci><RachunekBankowy><NrRB>{customer.bank_account}</NrRB></RachunekBankowy></Platnosc>"
        "</Fa></Faktura>"
    ).encode()


def _pdf_text(line: str) -> str:
    codes = {letter: chr(_FIRST_CODE + place) for place, letter in enumerate(_POLISH)}
    plain = "".join(
        codes.get(letter, letter if letter.isascii() or letter in _ALSO else "?") for letter in line
    )
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _zloty(grosze: int) -> str:
    return format_money(Decimal(grosze) / 100, language="pl")


def _quantity(thousandths_of_it: int) -> str:
    number = Decimal(thousandths_of_it) / 1000
    return format_decimal(number, places=decimals_of(number), language="pl")


def _grouped(account: str) -> str:
    fours = (account[start : start + 4] for start in range(2, len(account), 4))
    return " ".join([account[:2], *fours])
