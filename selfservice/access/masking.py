"""E-mail addresses for the eyes of others."""

from __future__ import annotations


def masked(email: str) -> str:
    """`m…a@example.org`: enough to recognise an address that one knows, too little to write to it."""
    name, _at, domain = email.partition("@")
    shown = f"{name[:1]}…{name[-1:]}" if len(name) > 2 else f"{name[:1]}…"
    return f"{shown}@{domain}"
