"""Bank account numbers as people read them."""

from __future__ import annotations


def grouped(number: str) -> str:
    """An NRB in groups, `25 1090 1014 5555 0000 0001 2345`; a country code stays in front.

    Two check digits and then groups of four, as Polish banks print them; anything that is not 26
    digits comes back unchanged.
    """
    compact = number.replace(" ", "")
    country, digits = (compact[:2], compact[2:]) if compact[:2].isalpha() else ("", compact)
    if len(digits) != 26 or not digits.isdigit():
        return number
    groups = [digits[:2], *(digits[start : start + 4] for start in range(2, 26, 4))]
    return f"{country} {' '.join(groups)}".strip()
