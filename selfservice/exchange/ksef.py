"""Numbers that KSeF gives to invoices.

Form: seller's NIP, day of acceptance, 12 hexadecimal digits and a check byte, joined by hyphens. Check
byte: CRC-8 (polynomial 0x07, start 0, no reflection) over the first 32 characters, hyphens included.
"""

from __future__ import annotations

import re
from datetime import date

_FORM = re.compile(
    r"(?:[0-9]{10}|M[0-9]{9}|[A-Z]{3}[0-9]{7})-[0-9]{8}-(?:[0-9A-F]{12}|[0-9A-F]{6}-[0-9A-F]{6})-[0-9A-F]{2}"
)


def _step(value: int) -> int:
    for _ in range(8):
        value = (value << 1) ^ (0x107 if value & 0x80 else 0)
    return value & 0xFF


_TABLE = tuple(_step(value) for value in range(256))


def check_byte(text: str) -> str:
    """CRC-8 of ASCII text as two upper-case hexadecimal digits."""
    value = 0
    for code in text.encode("ascii"):
        value = _TABLE[value ^ code]
    return f"{value:02X}"


def number(*, nip: str, accepted_on: date, serial: str) -> str:
    """A number of 35 characters; `serial` is 12 upper-case hexadecimal digits."""
    text = f"{nip}-{accepted_on:%Y%m%d}-{serial}"
    return f"{text}-{check_byte(text)}"


def is_number(text: str) -> bool:
    """Has the text the form of a KSeF number, with the right check byte?"""
    return bool(_FORM.fullmatch(text)) and check_byte(text[:-3]) == text[-2:]
