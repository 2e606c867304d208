"""Bodies of many pages, read at the price of one."""

from __future__ import annotations

from itertools import islice
from typing import Any

from wagtail.blocks import StreamValue


def read_together(pages: list[Any]) -> None:
    """Load the files and images of all bodies along, where each page would ask for its own.

    Parameters:
        pages: of one type, which has a body.
    """
    if not pages:
        return
    block = pages[0].body.stream_block
    raw = [item for page in pages for item in page.body.raw_data]
    children = iter(StreamValue(block, raw, is_lazy=True))
    for page in pages:
        own = islice(children, len(page.body))
        page.body = StreamValue(block, [(child.block_type, child.value, child.id) for child in own])
