"""Tables of the portal as files, written line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from documents.downloads import as_download
from ebok.audit.services import record
from ebok.core.csv_rows import csv_lines
from selfservice.access.models import AccountAccess
from selfservice.identity.roles import role_of

CSV = "text/csv; charset=utf-8"


def csv_file(
    *,
    request: HttpRequest,
    access: AccountAccess | None,
    name: str,
    header: Iterable[Any],
    rows: Iterable[Iterable[Any]],
) -> HttpResponseBase:
    """The answer that saves a table as CSV; it stands in the event log.

    Parameters:
        access: to the customer account of the table; None for what belongs to the reader himself.
        name: short name of the table ("ledger"); the file is called after it and the account.
        header: words of the columns. Make them text before: the file is written after the language of
            the request is forgotten.
        rows: cells; a generator is read while the file is sent, so long tables need no memory.
    """
    account_no = access.account_no if access else ""
    if request.method == "GET":
        record(
            action="documents.downloaded",
            actor=request.user,
            actor_role=role_of(request.user),
            object_type=f"{name}_csv",
            account_no=account_no,
        )
    lines = csv_lines(header=[str(word) for word in header], rows=rows)
    response = StreamingHttpResponse(line.encode() for line in lines)
    return as_download(
        response, filename=f"{name}-{account_no}.csv" if access else f"{name}.csv", media_type=CSV
    )
