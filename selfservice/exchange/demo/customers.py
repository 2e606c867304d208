"""Who the customers are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from random import Random

from selfservice.exchange.demo.names import COMPANIES, MEN, ROOTS, WOMEN, surname
from selfservice.exchange.demo.town import Address, Town

FIRST_NUMBER = 100245
BANK, CLIENT = "10901014", "5555"
_LATIN = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
_NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer and how the account behaves.

    Parameters:
        company: billed with VAT number and through KSeF.
        litres: usual consumption a month.
        unpaid: so many of the newest bills are not paid.
        days_ago: how long ago the newest bill was issued.
        exchanged, garden: the meter was exchanged; there is a sub-meter for the garden.
    """

    index: int
    name: str
    company: bool
    nip: str
    address: Address
    litres: int
    unpaid: int
    days_ago: int
    exchanged: bool
    garden: bool

    @property
    def number(self) -> str:
        """Customer number."""
        return str(FIRST_NUMBER + self.index)

    @property
    def email(self) -> str:
        """Made from the name, under a domain that can never exist."""
        plain = "".join(
            letter for letter in self.name.translate(_LATIN).lower() if letter.isalpha() or letter == " "
        )
        return f"{'.'.join(plain.split()[:2])}.{self.number}@poczta.invalid"

    @property
    def bank_account(self) -> str:
        """Individual account (a virtual one of the utility's bank)."""
        return nrb(f"{BANK}{CLIENT}{int(self.number):012}")


def customer(index: int, *, town: Town, rng: Random) -> Customer:
    """The customer of an account that is not one of the fixed ones."""
    company = rng.random() < 0.07
    name = f"{rng.choice(COMPANIES)} {index}" if company else person(rng)
    dice = rng.random()
    return Customer(
        index=index,
        name=name,
        company=company,
        nip=nip(index) if company else "",
        address=town.address(index),
        litres=rng.randrange(2_500, 14_000) * (6 if company else 1),
        unpaid=0 if dice < 0.55 else 1 if dice < 0.93 else rng.randrange(2, 6),
        days_ago=rng.randrange(28),
        exchanged=rng.random() < 0.05,
        garden=rng.random() < 0.06,
    )


def person(rng: Random) -> str:
    """First name and surname that agree in gender."""
    woman = rng.random() < 0.52
    return f"{rng.choice(WOMEN if woman else MEN)} {surname(rng.choice(ROOTS), woman=woman)}"


def nrb(digits: str) -> str:
    """26 digits of an account from its 24 without check digits."""
    return f"{98 - int(f'{digits}252100') % 97:02}{digits}"


def nip(index: int) -> str:
    """A number with a right check digit for a company that does not exist."""
    for attempt in range(11):
        digits = f"9{(index * 11 + attempt) % 100_000_000:08}"
        check = sum(int(digit) * weight for digit, weight in zip(digits, _NIP_WEIGHTS, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
    raise AssertionError("one of eleven numbers in a row has a check digit")


def registration_code(number: str) -> str:
    """The code that the demo town prints on paper for the first registration of an account."""
    return f"{int(hashlib.sha256(f'code {number}'.encode()).hexdigest()[:8], 16) % 100_000_000:08}"


def registration_hash(number: str) -> str:
    """What the billing system shares of that code."""
    return f"sha256:{hashlib.sha256(registration_code(number).encode()).hexdigest()}"
