"""Packages of files: asked for once, made in the background, fetched by one person, deleted."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from documents.errors import FileMissing, StorageUnavailable
from documents.prepared import makers, services, work
from documents.prepared.makers import NoLongerAllowed, Part, UnknownPackage, prepares
from documents.prepared.models import PreparedDownload, PreparedState
from documents.storage import private_storage
from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job, JobState
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def gone() -> list[bytes]:
    raise FileMissing(key="x")


@pytest.fixture(autouse=True)
def test_kind(monkeypatch):
    monkeypatch.setattr(makers, "_makers", dict(makers._makers))
    prepares("test.files")(
        lambda download: [
            Part("faktury/FV-1.pdf", lambda: [b"one", b"-more"]),
            Part("faktury/FV-1.pdf", lambda: [b"two"]),
            Part("../../etc/passwd", lambda: [b"three"]),
            Part("lost.pdf", gone),
        ]
    )


@pytest.fixture
def user():
    return UserFactory()


def asked(user, **changed) -> PreparedDownload:
    return services.request_package(user=user, kind="test.files", filename="files.zip", **changed)


def made(user) -> PreparedDownload:
    download = asked(user)
    work.prepare({"download": str(download.pk)})
    download.refresh_from_db()
    return download


def content(download: PreparedDownload) -> zipfile.ZipFile:
    with private_storage().open(download.storage_key) as stream:
        return zipfile.ZipFile(io.BytesIO(stream.read()))


def test_a_package_holds_every_file_once_and_names_what_was_missing(user) -> None:
    download = made(user)
    archive = content(download)
    assert archive.namelist() == [
        "faktury/FV-1.pdf", "faktury/FV-1 (2).pdf", "file/file/etc/passwd", "BRAK-MISSING.txt",
    ]  # fmt: skip
    assert archive.read("faktury/FV-1.pdf") == b"one-more"
    assert archive.read("BRAK-MISSING.txt") == b"lost.pdf"
    assert (download.state, download.done, download.total, download.left_out) == ("ready", 4, 4, 1)


def seen_while_made(user, *, parts: int) -> list[tuple[int, int]]:
    """Done and total, as they stand in the table while each part is being made."""
    seen: list[tuple[int, int]] = []

    def look() -> list[bytes]:
        seen.extend(PreparedDownload.objects.values_list("done", "total"))
        return [b"x"]

    prepares("test.files")(lambda download: [Part(f"{number}.pdf", look) for number in range(parts)])
    made(user)
    return seen


def test_how_far_it_has_come_is_told_while_it_is_made(user) -> None:
    assert seen_while_made(user, parts=4) == [(0, 0), (1, 4), (2, 4), (3, 4)]


def test_of_many_files_only_some_fifty_steps_are_told(user) -> None:
    told = dict.fromkeys(seen_while_made(user, parts=150))
    assert list(told) == [(0, 0), *((done, 150) for done in range(3, 150, 3))]


def test_two_clicks_make_one_package_and_one_job(user) -> None:
    assert asked(user).pk == asked(user).pk
    assert Job.objects.filter(kind=services.WORK).count() == 1
    assert AuditEntry.objects.filter(action="prepared.requested").count() == 1


def test_the_database_itself_refuses_a_second_waiting_package(user) -> None:
    first = asked(user)
    with pytest.raises(IntegrityError), transaction.atomic():
        PreparedDownload.objects.create(
            user=user, kind=first.kind, storage_key="prepared/x", filename="x.zip"
        )


def test_making_it_twice_leaves_one_file(user) -> None:
    download = made(user)
    PreparedDownload.objects.update(state=PreparedState.WAITING)
    work.prepare({"download": str(download.pk)})
    assert content(download).read("faktury/FV-1.pdf") == b"one-more"


def test_somebody_whose_access_ended_gets_nothing(user) -> None:
    def refuse(download: PreparedDownload) -> list[Part]:
        raise NoLongerAllowed

    prepares("test.files")(refuse)
    download = made(user)
    assert (download.state, download.fault) == ("failed", "not_allowed")


def test_a_store_that_is_away_is_asked_again_later(user) -> None:
    def away() -> list[bytes]:
        raise StorageUnavailable

    prepares("test.files")(lambda download: [Part("a.pdf", away)])
    with pytest.raises(work.TemporaryError):
        made(user)
    assert PreparedDownload.objects.get().state == PreparedState.WAITING


def test_a_token_opens_the_package_of_its_own_user_alone(user) -> None:
    download = made(user)
    token = services.link_token(download=download, user=user)
    assert services.opened(token=token, user=user) == download
    assert services.opened(token=token, user=UserFactory()) is None
    assert services.opened(token=token + "x", user=user) is None


def test_a_token_is_dead_after_a_minute(user) -> None:
    with time_machine.travel("2026-11-21T10:00:00+01:00", tick=False) as traveller:
        download = made(user)
        token = services.link_token(download=download, user=user)
        traveller.shift(timedelta(seconds=61))
        assert services.opened(token=token, user=user) is None


def test_fetching_is_recorded_and_never_kept_by_a_cache(user) -> None:
    download = made(user)
    request = RequestFactory().get("/")
    request.user = user
    answer = services.deliver_package(request=request, download=download)
    assert answer["Cache-Control"] == "no-store, private"
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert AuditEntry.objects.filter(action="prepared.downloaded").count() == 1


def test_after_its_days_the_file_is_gone(user, settings) -> None:
    download = made(user)
    later = timezone.now() + timedelta(days=settings.PREPARED_KEEP_DAYS, seconds=1)
    assert not download.may_be_fetched(at=later)
    assert services.delete_expired(at=later) == 1
    with pytest.raises(FileMissing):
        private_storage().open(download.storage_key)
    assert services.delete_expired(at=later) == 0


def test_work_that_failed_for_good_makes_room_for_a_new_request(user) -> None:
    first = asked(user)
    Job.objects.update(state=JobState.FAILED)
    assert services.give_up_failed() == 1
    assert asked(user).pk != first.pk


def test_an_unknown_kind_is_a_fault_of_the_program(user) -> None:
    with pytest.raises(UnknownPackage):
        services.request_package(user=user, kind="test.unknown", filename="x.zip")


def test_the_bar_never_passes_a_hundred() -> None:
    assert PreparedDownload(done=7, total=5).per_cent == 100
    assert PreparedDownload().per_cent == 0


def test_nothing_is_left_of_a_package_whose_person_leaves_while_it_is_made(user) -> None:
    def leave() -> list[bytes]:
        PreparedDownload.objects.all().delete()
        return [b"personal"]

    prepares("test.files")(lambda download: [Part("a.pdf", leave)])
    download = asked(user)
    work.prepare({"download": str(download.pk)})
    with pytest.raises(FileMissing):
        private_storage().open(download.storage_key).__enter__()


def test_a_second_worker_that_was_slower_leaves_a_whole_package(user) -> None:
    def other_worker_was_faster() -> list[bytes]:
        PreparedDownload.objects.update(state=PreparedState.READY, sha256="0" * 64, size=1)
        return [b"one"]

    prepares("test.files")(lambda download: [Part("a.pdf", other_worker_was_faster)])
    download = made(user)
    assert content(download).read("a.pdf") == b"one"
    with private_storage().open(download.storage_key) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == download.sha256
