"""Text that strangers wrote, made harmless for logs, terminals and lists."""

from __future__ import annotations

import unicodedata

# Line and paragraph separators, and "format" characters such as the marks that turn text around.
HIDDEN_CATEGORIES = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def neutral(text: str) -> str:
    """Each control, line-breaking or direction-turning character as a visible escape: `\\x1b`, `\\u202e`."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if unicodedata.category(character) not in HIDDEN_CATEGORIES:
        return character
    return character.encode("ascii", "backslashreplace").decode() if ord(character) > 127 else _low(character)


def _low(character: str) -> str:
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character, f"\\x{ord(character):02x}")
