"""QR codes on invoices: the Polish transfer code and KSeF's KOD I."""

from __future__ import annotations

import base64
import binascii
import io
import re
from datetime import date
from decimal import Decimal

import segno
from django.conf import settings
from django.utils.html import escape

_UNFIT = re.compile(r"[^\w .,\-/:()&+']|_")
_NAME, _TITLE = 20, 32


def transfer_qr_text(*, nip: str, account: str, amount: Decimal | None, name: str, title: str) -> str:
    """The text of a transfer code (ZBP recommendation "Standard 2D", 3 December 2013).

    Always nine fields. Texts are cut by characters; what is cut still identifies the payee, because
    the bank account does.

    Parameters:
        nip: tax number of the recipient, 10 digits, or empty for a person.
        account: NRB, 26 digits; a leading PL and spaces are fine.
        amount: PLN; None lets the payer type it. Above 9,999.99 the field grows beyond its six digits.
        name: recipient, at most 20 characters are kept. title: of the transfer, at most 32.

    Raises:
        ValueError: an account number whose check digits are wrong, a tax number of another length, or
            an amount that nobody can transfer.
    """
    fields = [_nip(nip), "PL", _account(account), _grosze(amount), _text(name, _NAME), _text(title, _TITLE)]
    return "|".join([*fields, "", "", ""])


def ksef_link(*, nip: str, issued_on: date, invoice_hash: str, host: str = "") -> str:
    """The address of KOD I, under which anybody can check that an invoice stands in KSeF.

    Parameters:
        nip: of the seller. issued_on: date of issue (P_1).
        invoice_hash: SHA-256 of the invoice file in Base64, as KSeF's metadata give it.
        host: of KSeF's QR service; the setting `KSEF_QR_HOST` unless given.

    Raises:
        ValueError: the hash is no SHA-256 in Base64, or the tax number has not ten digits.
    """
    try:
        digest = base64.b64decode(invoice_hash + "=" * (-len(invoice_hash) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("The hash of the invoice is no Base64.") from error
    if len(digest) != 32:
        raise ValueError("The hash of the invoice is no SHA-256.")
    if not _nip(nip):
        raise ValueError("KSeF's link needs the seller's tax number.")
    code = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return f"{host or settings.KSEF_QR_HOST}/invoice/{_nip(nip)}/{issued_on:%d-%m-%Y}/{code}"


def svg(text: str, *, label: str, error: str = "L") -> str:
    """A QR code as an SVG element for a page: scales with its box, black on white, no inline style.

    Parameters:
        label: what a screen reader says instead.
        error: level of error correction, L M Q H; the transfer code asks for L.
    """
    out = io.BytesIO()
    # Banks read UTF-8; left alone, segno would choose ISO 8859-1 where the letters allow it.
    code = segno.make(text, error=error, boost_error=False, encoding="utf-8", micro=False)
    code.save(out, kind="svg", xmldecl=False, omitsize=True, light="#fff", svgclass="qr", lineclass=None)
    return (
        out.getvalue().decode().replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1).strip()
    )


def _nip(nip: str) -> str:
    digits = re.sub(r"^PL|[\s-]", "", nip.strip())
    if digits and not re.fullmatch(r"[0-9]{10}", digits):
        raise ValueError("A tax number (NIP) has ten digits.")
    return digits


def _account(account: str) -> str:
    digits = re.sub(r"^PL|\s", "", account.strip())
    # NRB check digits: the number rearranged as an IBAN leaves 1 when divided by 97 (ISO 7064).
    if not re.fullmatch(r"[0-9]{26}", digits) or int(f"{digits[2:]}2521{digits[:2]}") % 97 != 1:
        raise ValueError("This is no Polish bank account number (NRB).")
    return digits


def _grosze(amount: Decimal | None) -> str:
    grosze = (amount or Decimal(0)) * 100
    if grosze < 0 or grosze != int(grosze):
        raise ValueError("An amount to transfer is whole grosze and not negative.")
    return f"{int(grosze):06d}"


def _text(text: str, longest: int) -> str:
    return " ".join(_UNFIT.sub(" ", text).split())[:longest].rstrip()
