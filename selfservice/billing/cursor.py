"""A place in a list by day and number; the kernel knows how."""

from ebok.core.keyset import Cursor

__all__ = ["Cursor"]
