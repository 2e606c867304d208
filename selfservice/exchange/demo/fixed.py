"""The first accounts of every demo town, the same for every seed; sign-ins, tests and training use them.

- 100245 Anna Zielińska, ul. Lipowa 12/3: owes 187.45, due in 9 days; the newest invoice has a PDF;
  heat by day.
- 100246 Spółdzielnia Mieszkaniowa "Zielony Zakątek": a co-op with several buildings, heat and sub-meters.
- 100247 Piotr Wierzbiński: four bills late, interest note, demand; his meter was exchanged.
- 100248 Zofia Łąkowska: overpaid after a correction.
- 100249 Piekarnia "Złoty Kłos": a company billed through KSeF; the newest invoice came as FA(3) alone.
- 100250 Stanisław Brzozowski-Leśny: pays forecasts (advances), has a sub-meter for the garden.
"""

from __future__ import annotations

from selfservice.exchange.demo.customers import Customer, nip
from selfservice.exchange.demo.town import Address

ANNA, CO_OP, LATE, OVERPAID, BAKERY, GARDENER = range(6)
ANNA_LITRES = 12_000
"""Costs 187.45 with tax."""


def _home(building: str, flat: str) -> Address:
    return Address("ul. Lipowa", building, flat, "99-900", "ZD-001")


FIXED = (
    Customer(ANNA, "Anna Zielińska", False, "", _home("12", "3"), 11_500, 1, 5, False, False),
    Customer(
        CO_OP,
        'Spółdzielnia Mieszkaniowa "Zielony Zakątek"',
        True,
        nip(CO_OP),
        _home("20", ""),
        310_000,
        1,
        9,
        False,
        False,
    ),
    Customer(LATE, "Piotr Wierzbiński", False, "", _home("14", "1"), 9_000, 4, 20, True, False),
    Customer(OVERPAID, "Zofia Łąkowska", False, "", _home("14", "2"), 7_500, 0, 12, False, False),
    Customer(
        BAKERY,
        'Piekarnia "Złoty Kłos" sp. z o.o.',
        True,
        nip(BAKERY),
        _home("7", ""),
        42_000,
        1,
        6,
        False,
        False,
    ),
    Customer(GARDENER, "Stanisław Brzozowski-Leśny", False, "", _home("9", ""), 14_000, 0, 15, False, True),
)
