"""Downloads of a customer account. Each is decided here and stands in the event log."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from documents.downloads import as_download, deliver
from documents.errors import FileMissing
from ebok.audit.services import record
from selfservice.access.models import AccountAccess
from selfservice.billing.documents import rendered_invoice
from selfservice.billing.queries import find_invoice, invoice_detail
from selfservice.contracts.queries import find_contract, find_letter
from selfservice.exchange.errors import DeliveredFileMissing
from selfservice.exchange.queries import delivered_file
from selfservice.identity.roles import role_of
from selfservice.zones.portal.pages import account_file

PDF = "application/pdf"


@account_file(module="invoices")
def invoice_pdf(request: HttpRequest, access: AccountAccess, invoice_no: str) -> HttpResponseBase:
    """The supplier's own PDF where there is one, else the invoice rendered from its data."""
    invoice = find_invoice(access=access, invoice_no=invoice_no)
    if invoice is None:
        raise Http404("No such invoice.")
    if invoice.document:
        response = _delivered(request, path=invoice.document, filename=f"{invoice_no}.pdf")
    else:
        response = _rendered(access=access, invoice_no=invoice_no)
    return _recorded(request, access, response, object_type="invoice", object_id=invoice_no)


@account_file(module="invoices")
def invoice_xml(request: HttpRequest, access: AccountAccess, invoice_no: str) -> HttpResponseBase:
    """The FA(3) file of KSeF, exactly as delivered."""
    invoice = find_invoice(access=access, invoice_no=invoice_no)
    if invoice is None or not invoice.xml:
        raise Http404("No such file.")
    response = _delivered(request, path=invoice.xml, filename=f"{invoice_no}.xml")
    return _recorded(request, access, response, object_type="invoice_xml", object_id=invoice_no)


@account_file(module="contracts")
def contract_pdf(request: HttpRequest, access: AccountAccess, contract_no: str) -> HttpResponseBase:
    """A contract or annex as delivered."""
    contract = find_contract(access=access, contract_no=contract_no)
    if contract is None or not contract.document:
        raise Http404("No such file.")
    response = _delivered(request, path=contract.document, filename=f"{contract_no}.pdf")
    return _recorded(request, access, response, object_type="contract", object_id=contract_no)


@account_file(module="documents")
def letter(request: HttpRequest, access: AccountAccess, document_no: str) -> HttpResponseBase:
    """Another letter, while its window is open."""
    found = find_letter(access=access, document_no=document_no, at=timezone.now())
    if found is None:
        raise Http404("No such file.")
    ending = found.file.rpartition(".")[2]
    response = _delivered(request, path=found.file, filename=f"{found.title}.{ending}")
    return _recorded(request, access, response, object_type="document", object_id=document_no)


def _delivered(request: HttpRequest, *, path: str, filename: str) -> HttpResponseBase:
    try:
        file = delivered_file(path)
    except DeliveredFileMissing as error:
        raise FileMissing(key=path, detail="named by a row, brought by no delivery") from error
    return deliver(
        request=request,
        key=file.storage_key,
        filename=filename,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
    )


def _rendered(*, access: AccountAccess, invoice_no: str) -> HttpResponseBase:
    detail = invoice_detail(access=access, invoice_no=invoice_no)
    if detail is None:
        raise Http404("No such invoice.")
    pdf = rendered_invoice(access=access, detail=detail)
    return as_download(HttpResponse(pdf), filename=f"{invoice_no}.pdf", media_type=PDF)


def _recorded(
    request: HttpRequest,
    access: AccountAccess,
    response: HttpResponseBase,
    *,
    object_type: str,
    object_id: str,
) -> HttpResponseBase:
    """HEAD fetches nothing and is no download."""
    if request.method == "GET":
        record(
            action="documents.downloaded",
            actor=request.user,
            actor_role=role_of(request.user),
            object_type=object_type,
            object_id=object_id,
            account_no=access.account_no,
        )
    return response
