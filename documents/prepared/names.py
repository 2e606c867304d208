"""Names inside a package: harmless, and each used once."""

from __future__ import annotations

from documents.names import safe_name


class Names:
    """Gives out names that nobody has yet; a second `a.pdf` becomes `a (2).pdf`."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, wanted: str) -> str:
        """`wanted` with each of its folders made safe; no name leads out of the folder it is unpacked to."""
        name = "/".join(safe_name(step) for step in wanted.split("/"))
        stem, dot, ending = name.rpartition(".")
        candidate, count = name, 1
        while candidate.casefold() in self._taken:
            count += 1
            candidate = f"{stem} ({count}){dot}{ending}" if dot else f"{name} ({count})"
        self._taken.add(candidate.casefold())
        return candidate
