"""Pages of long lists; the kernel turns them."""

from ebok.core.keyset import PAGE_SIZE, Keyset, KeysetPage

__all__ = ["PAGE_SIZE", "Keyset", "KeysetPage"]
