"""The texts of Wagtail that we translate are texts of Wagtail."""

from __future__ import annotations

from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po

from cms_pages.wagtail_words import WORDS


@pytest.mark.long
def test_each_word_stands_in_wagtail_as_it_is_now() -> None:
    known: set[str] = set()
    for source in Path(wagtail.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"):
        with source.open("rb") as stream:
            known |= {str(message.id) for message in read_po(stream) if isinstance(message.id, str)}
    assert [word for word in WORDS if word not in known] == []
    assert len(set(WORDS)) == len(WORDS)
