"""The PDF engine: one compiler a process, fed with data that it never takes for markup."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from documents.errors import FileNotMade

TEMPLATES = Path(__file__).parent
FONTS = TEMPLATES.parent / "fonts"


class Engine:
    """A compiler for one template.

    It sees its own folder and the shipped fonts, no other file, no system font and no network.
    Compiling is serialised: the compiler keeps caches that make the next document cheap.
    """

    def __init__(self, *, template: str) -> None:
        self._lock = threading.Lock()
        self._compiler = typst.Compiler(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
            ),
        )

    def pdf(self, *, data: dict[str, Any], made_at: datetime) -> bytes:
        """A PDF/UA-1 file from JSON-able `data`; `made_at` becomes its creation date.

        Raises:
            FileNotMade: the template and the data do not go together.
        """
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        try:
            with self._lock:
                made = self._compiler.compile(
                    format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=made_at
                )
        except typst.TypstError as error:
            raise FileNotMade(detail=str(error.message)) from error
        if not isinstance(made, bytes):
            raise FileNotMade(detail="the engine gave no document")
        return made


@lru_cache(maxsize=8)
def _engine(template: str) -> Engine:
    return Engine(template=template)


def compiled(*, template: str, data: dict[str, Any], made_at: datetime) -> bytes:
    """The PDF of a template in this folder. Raises FileNotMade."""
    return _engine(template).pdf(data=data, made_at=made_at)
