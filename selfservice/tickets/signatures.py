"""The number of a ticket: short enough to say on the telephone, too long to be guessed."""

from __future__ import annotations

import secrets

# Without I, L, O and U: nobody mistakes them for 1 and 0, and no words come about by chance.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 2, 5
PREFIX = "Z"
_ALIKE = str.maketrans("ILOU", "110V")


def new_signature() -> str:
    """A fresh number such as `Z-7KQ4M-2XD9P`, with 50 random bits."""
    groups = ["".join(secrets.choice(ALPHABET) for _sign in range(GROUP)) for _group in range(GROUPS)]
    return "-".join([PREFIX, *groups])


def as_written(typed: str) -> str:
    """What somebody typed, as we write it: `z 7kq4m 2xd9p` becomes `Z-7KQ4M-2XD9P`; "" for what is none."""
    signs = "".join(sign for sign in typed[:40].upper() if sign.isascii() and sign.isalnum())
    signs = signs.removeprefix(PREFIX) if len(signs) == GROUPS * GROUP + 1 else signs
    signs = signs.translate(_ALIKE)
    if len(signs) != GROUPS * GROUP or any(sign not in ALPHABET for sign in signs):
        return ""
    return "-".join([PREFIX, signs[:GROUP], signs[GROUP:]])
