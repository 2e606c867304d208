"""File names that a browser offers for saving (RFC 6266, RFC 8187)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_LONGEST = 120
_GAP = "…"
# Letters that have no decomposition into a base letter and an accent.
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ß": "ss"})
_FORBIDDEN = re.compile(r'[\\/:*?"<>|%;]+')


def safe_name(name: str) -> str:
    """`name` without folders, control characters and signs that a file system refuses.

    Invoice numbers hold slashes: `FV/2026/11.pdf` becomes `FV-2026-11.pdf`. An empty rest is
    called `file`. Of long names the middle is left out: numbers differ at their end.
    """
    visible = "".join(sign for sign in unicodedata.normalize("NFC", name) if sign.isprintable())
    cleaned = _FORBIDDEN.sub("-", visible).strip(" .-") or "file"
    stem, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending) > 10:
        return _shortened(cleaned, _LONGEST)
    return f"{_shortened(stem, _LONGEST - len(ending) - 1).rstrip(' .')}.{ending}"


def _shortened(name: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    half = (longest - len(_GAP)) // 2
    return f"{name[:half].rstrip()}{_GAP}{name[-half:].lstrip()}"


def attachment(name: str) -> str:
    """The Content-Disposition that makes a browser save the answer under `name`.

    Old clients read the plain ASCII name, all others the full one with Polish letters.
    """
    safe = safe_name(name)
    decomposed = unicodedata.normalize("NFKD", safe.translate(_PLAIN))
    plain = decomposed.encode("ascii", "ignore").decode() or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"
