"""Asking for a package, fetching it, and cleaning up after it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from documents import links
from documents.downloads import deliver
from documents.prepared.makers import maker_of
from documents.prepared.models import PreparedDownload, PreparedState
from documents.storage import new_key, private_storage
from ebok.audit.services import record
from ebok.outbox.models import Job, JobState
from ebok.outbox.services import enqueue

ZIP = "application/zip"
WORK = "documents.prepare"


def request_package(
    *,
    user: Any,
    kind: str,
    filename: str,
    account_no: str = "",
    parameters: dict[str, Any] | None = None,
    actor_role: str = "customer",
) -> PreparedDownload:
    """Ask for a package; while one of the same kind is being made for this user, that one is returned.

    Parameters:
        filename: what the ZIP is called for its reader, with ".zip".
        account_no: customer account that it concerns, or empty.
        parameters: what the maker needs; ids only.

    Raises:
        UnknownPackage: no app puts such packages together.
    """
    maker_of(kind)
    wanted = {"user_id": user.pk, "kind": kind, "account_no": account_no}
    try:
        with transaction.atomic():
            download = PreparedDownload.objects.create(
                **wanted,
                filename=filename,
                parameters=parameters or {},
                storage_key=new_key(prefix="prepared"),
            )
            enqueue(kind=WORK, key=str(download.pk), payload={"download": str(download.pk)})
            record(
                action="prepared.requested",
                actor=user,
                actor_role=actor_role,
                object_type="package",
                object_id=kind,
                account_no=account_no,
            )
    except IntegrityError:
        # A double click, or a second window: the first request stands.
        return PreparedDownload.objects.get(**wanted, state=PreparedState.WAITING)
    return download


def link_token(*, download: PreparedDownload, user: Any) -> str:
    """A token that opens this package for this user for a minute."""
    return links.sign(reference=f"prepared:{download.pk}", user=user)


def opened(*, token: str, user: Any) -> PreparedDownload | None:
    """The package inside a token; None when the token is bad, old or another's, or the package is gone.

    Whoever gives it out still asks whether the user has access to `account_no`.
    """
    try:
        kind, _colon, key = links.open(token=token, user=user).partition(":")
    except links.LinkRefused:
        return None
    return PreparedDownload.objects.filter(pk=key, user_id=user.pk).first() if kind == "prepared" else None


def deliver_package(
    *, request: HttpRequest, download: PreparedDownload, actor_role: str = "customer"
) -> HttpResponseBase:
    """The answer that saves the package; it stands in the event log.

    Raises:
        FileMissing, FileDamaged, StorageUnavailable: as `documents.downloads.deliver`.
    """
    response = deliver(
        request=request,
        key=download.storage_key,
        filename=download.filename,
        media_type=ZIP,
        size=download.size,
        sha256=download.sha256,
    )
    if request.method == "GET":
        record(
            action="prepared.downloaded",
            actor=request.user,
            actor_role=actor_role,
            object_type="package",
            object_id=download.kind,
            account_no=download.account_no,
        )
    return response


def give_up_failed() -> int:
    """End packages whose work has failed for good, so that they can be asked for anew; returns how many."""
    waiting = PreparedDownload.objects.filter(state=PreparedState.WAITING)
    keys = [str(key) for key in waiting.values_list("pk", flat=True)]
    failed = Job.objects.filter(kind=WORK, key__in=keys, state=JobState.FAILED).values_list("key", flat=True)
    ended = waiting.filter(pk__in=list(failed))
    return ended.update(state=PreparedState.FAILED, fault="work_failed", finished_at=timezone.now())


def delete_expired(*, at: datetime) -> int:
    """Delete the files of packages whose time is over; returns how many."""
    expired = PreparedDownload.objects.filter(state=PreparedState.READY, expires_at__lte=at)
    for download in expired:
        private_storage().delete(download.storage_key)
        PreparedDownload.objects.filter(pk=download.pk).update(state=PreparedState.DELETED)
    return len(expired)
