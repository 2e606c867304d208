"""Files for the package: each is proved while it is copied, a missing one is named."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils import timezone

from documents.errors import FileMissing
from documents.prepared.makers import Part
from documents.storage import private_storage
from documents.verified import VerifiedStream
from ebok.core.own_data import PersonalTable
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.contracts.queries import letters_of
from selfservice.exchange.errors import DeliveredFileMissing
from selfservice.exchange.models import Contract, Invoice
from selfservice.exchange.queries import delivered_file
from selfservice.identity.models import User


@exchange_answers()
def file_parts(*, access: AccountAccess, folder: str) -> list[Part]:
    """Invoices (PDF and XML), contracts, and letters that may be read now.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    found: list[tuple[str, str]] = []
    for number, *paths in scoped(Invoice, access=access).values_list("invoice_no", "document", "xml"):
        found += [(f"invoices/{number.replace('/', '-')}", path) for path in paths]
    for number, path in scoped(Contract, access=access).values_list("contract_no", "document"):
        found.append((f"contracts/{number.replace('/', '-')}", path))
    for letter in letters_of(access=access, at=timezone.now()):
        found.append((f"documents/{letter.title.replace('/', '-')}", letter.file))
    return [_part(f"{folder}/files/{name}", path) for name, path in found if path]


def stored_parts(*, table: PersonalTable, user: User) -> list[Part]:
    """Files that the person handed in or was given: with tickets, with readings."""
    folder = f"portal/files/{table.name}"
    return [
        Part(f"{folder}/{name.replace('/', '-')}", partial(_stored_chunks, key, size, sha256))
        for name, key, size, sha256 in table.stored_files(user)
    ]


def _part(name: str, path: str) -> Part:
    return Part(f"{name}.{path.rpartition('.')[2]}", partial(delivered_chunks, path))


def delivered_chunks(path: str) -> Iterator[bytes]:
    """The bytes of a delivered file, proved while they are read.

    Raises:
        FileMissing, FileDamaged, StorageUnavailable: as the store says.
    """
    try:
        file = delivered_file(path)
    except DeliveredFileMissing as error:
        raise FileMissing(key=path, detail="named by a row, brought by no delivery") from error
    yield from _stored_chunks(file.storage_key, file.size, file.sha256)


def _stored_chunks(key: str, size: int, sha256: str) -> Iterator[bytes]:
    proved = VerifiedStream(stream=private_storage().open(key), key=key, size=size, sha256=sha256)
    proved.prove_start()
    yield from proved
