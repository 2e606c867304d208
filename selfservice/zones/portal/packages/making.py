"""The documents of one account as one ZIP: which, and where their bytes come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.utils import timezone, translation

from cms_pages import modules
from documents.errors import FileMissing
from documents.prepared.makers import NoLongerAllowed, Part, prepares
from documents.prepared.models import PreparedDownload
from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts
from selfservice.access.scope import exchange_answers, scoped
from selfservice.billing.documents import rendered_invoice
from selfservice.billing.queries import invoice_detail
from selfservice.contracts.queries import letters_of
from selfservice.exchange.models import Contract, Invoice
from selfservice.identity.models import User
from selfservice.zones.portal.own_data.package_files import delivered_chunks

KIND = "portal.account_files"
INVOICES, CONTRACTS, LETTERS = "invoices", "contracts", "documents"
"""What a package may hold, by the name of the module that shows it."""


@prepares(KIND)
def account_parts(download: PreparedDownload) -> list[Part]:
    """The files that were asked for, as long as the user still may have them."""
    user = User.objects.filter(pk=download.user_id, is_active=True).first()
    accesses = customer_accounts(user) if user else []
    access = next((one for one in accesses if one.account_no == download.account_no), None)
    if user is None or access is None:
        raise NoLongerAllowed
    wanted = [name for name in download.parameters["kinds"] if name in KINDS and modules.enabled(name)]
    year = download.parameters.get("year")
    return [part for name in wanted for part in KINDS[name](access, year, user.language)]


@exchange_answers()
def _invoices(access: AccountAccess, year: int | None, language: str) -> list[Part]:
    rows = scoped(Invoice, access=access)
    rows = rows.filter(issued_on__year=year) if year else rows
    parts = []
    for number, path in rows.order_by("issued_on", "invoice_no").values_list("invoice_no", "document"):
        chunks = partial(delivered_chunks, path) if path else partial(_rendered, access, number, language)
        parts.append(Part(f"{INVOICES}/{_name(number)}.pdf", chunks))
    return parts


@exchange_answers()
def _contracts(access: AccountAccess, year: int | None, language: str) -> list[Part]:
    rows = scoped(Contract, access=access).order_by("signed_on", "contract_no")
    found = rows.values_list("contract_no", "document")
    return [
        Part(f"{CONTRACTS}/{_name(number)}.{_ending(path)}", partial(delivered_chunks, path))
        for number, path in found
        if path
    ]


def _letters(access: AccountAccess, year: int | None, language: str) -> list[Part]:
    letters = letters_of(access=access, at=timezone.now())
    chosen = [row for row in letters if not year or (row.issued_on and row.issued_on.year == year)]
    return [
        Part(f"{LETTERS}/{_name(row.title)}.{_ending(row.file)}", partial(delivered_chunks, row.file))
        for row in chosen
    ]


def _rendered(access: AccountAccess, invoice_no: str, language: str) -> Iterator[bytes]:
    with translation.override(language):
        detail = invoice_detail(access=access, invoice_no=invoice_no)
        if detail is None:
            raise FileMissing(key=invoice_no, detail="no longer shared")
        yield rendered_invoice(access=access, detail=detail)


def _name(number: str) -> str:
    return number.replace("/", "-")


def _ending(path: str) -> str:
    return path.rpartition(".")[2] if "." in path else "bin"


KINDS: dict[str, Callable[[AccountAccess, int | None, str], Iterable[Part]]] = {
    INVOICES: _invoices,
    CONTRACTS: _contracts,
    LETTERS: _letters,
}
