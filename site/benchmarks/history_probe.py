"""Runs inside the office: the same pages of a customer with a short and with a long history."""

from __future__ import annotations

import json

from portal_probe import HOME, figures, in_turn, signed_in
from portal_town import FEW, HISTORY_PAGES, MANY


def main(repeats: int) -> None:
    """Print one JSON line: "page, few" and "page, many" -> figures."""
    client = signed_in()
    pages = {
        f"{name}, {whose}": HOME.format(account) + path
        for name, path in HISTORY_PAGES.items()
        for whose, account in (("few", FEW), ("many", MANY))
    }
    taken = in_turn(client, pages, repeats=repeats)
    print(json.dumps({name: figures(client, url, taken[name]) for name, url in pages.items()}))
