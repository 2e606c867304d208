"""Which app puts together which kind of package."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from documents.prepared.models import PreparedDownload


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a package.

    Parameters:
        name: path inside the ZIP; folders with "/".
        open: gives the content in chunks; may raise a `documents.errors.FileError` (missing, damaged, not
            made), then the package goes on without this file and says so.
    """

    name: str
    open: Callable[[], Iterable[bytes]]


Maker = Callable[[PreparedDownload], Sequence[Part]]

_makers: dict[str, Maker] = {}


class UnknownPackage(LookupError):
    """A package was asked for that no app puts together."""


class NoLongerAllowed(Exception):
    """The person may not have this package any more; a maker raises it and the work ends."""


def prepares(kind: str) -> Callable[[Maker], Maker]:
    """Decorator: this function lists the parts of packages called `kind` ("portal.account_files").

    It runs in the background, without a request. It asks anew whether the user may have the files, and
    raises `NoLongerAllowed` if not.
    """

    def register(maker: Maker) -> Maker:
        _makers[kind] = maker
        return maker

    return register


def maker_of(kind: str) -> Maker:
    """The maker of packages called `kind`.

    Raises:
        UnknownPackage: no app puts it together.
    """
    try:
        return _makers[kind]
    except KeyError:
        raise UnknownPackage(kind) from None
