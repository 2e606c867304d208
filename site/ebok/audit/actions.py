"""The closed list of things that stand in the event log, each with a sentence for people.

Every app registers its own actions in `AppConfig.ready()`; recording an unknown one is an error.
"""

from __future__ import annotations

import re

from django.utils.functional import Promise

CODE = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
_sentences: dict[str, str | Promise] = {}


class UnknownAction(LookupError):
    """An action was recorded or shown that no app has registered."""


def register(sentences: dict[str, str | Promise]) -> None:
    """Add actions: code such as "identity.signed_in" -> sentence (gettext_lazy, English source).

    Raises:
        ValueError: a code is not `namespace.what_happened` in small letters.
    """
    for code in sentences:
        if not CODE.fullmatch(code):
            raise ValueError(f"Action code {code!r} is not like 'identity.signed_in'")
    _sentences.update(sentences)


def sentence(action: str) -> str | Promise:
    """The sentence of an action in the reader's language.

    Raises:
        UnknownAction: no app registered it.
    """
    try:
        return _sentences[action]
    except KeyError:
        raise UnknownAction(action) from None


def registered() -> dict[str, str | Promise]:
    """All actions known to this site: code -> sentence."""
    return dict(_sentences)
