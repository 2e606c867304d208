"""What whoever asks for a private file gets, also when the store fails."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from moto import mock_aws

from documents.errors import (
    FileDamaged,
    FileError,
    FileMissing,
    FileNotMade,
    StorageFull,
    StorageUnavailable,
)
from documents.storage import CHUNK, new_key, private_storage
from documents.storage.local import LocalStorage, LocalStream
from documents.tests import download_urls
from ebok.audit.models import AuditEntry
from ebok.core.models import Alarm

pytestmark = [pytest.mark.django_db, pytest.mark.urls("documents.tests.download_urls")]
URL = "/files/one/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGE_URL = f"file://{tmp_path}/files"
    settings.LANGUAGE_CODE = "en"
    return tmp_path / "files"


def expect(content: bytes, filename: str = "FV/2026/11 łódź.pdf") -> str:
    """Keep `content` and let the view promise exactly it; gives the key."""
    key = new_key(prefix="tests")
    file = private_storage().save(key=key, stream=io.BytesIO(content), media_type="application/pdf")
    download_urls.expected = {
        "key": key,
        "filename": filename,
        "media_type": "application/pdf",
        "size": file.size,
        "sha256": file.sha256,
    }
    return key


def received(response: Any) -> bytes:
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


def stored_path(key: str) -> Path:
    store = private_storage()
    assert isinstance(store, LocalStorage)
    return store.path(key)


def test_the_whole_file_comes_with_the_headers_of_a_private_download(client: Client) -> None:
    content = b"%PDF-1.7 " + bytes(range(256)) * 4000
    expect(content)
    response = client.get(URL)
    assert response.status_code == 200
    assert received(response) == content
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "attachment; filename=\"FV-2026-11 lodz.pdf\"; filename*=UTF-8''FV-2026-11%20%C5%82%C3%B3d%C5%BA.pdf"
    )
    assert {"no-store", "private"} <= set(response["Cache-Control"].replace(" ", "").split(","))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_files_of_every_length_around_a_chunk_arrive_whole(client: Client, size: int) -> None:
    content = b"x" * size
    expect(content)
    assert received(client.get(URL)) == content


def test_a_missing_file_is_an_honest_404_with_alarm_and_log_entry(client: Client) -> None:
    key = expect(b"x")
    private_storage().delete(key)
    response = client.get(URL)
    assert response.status_code == 404
    assert "This file is missing" in response.content.decode()
    assert Alarm.objects.get(code="documents.file_missing").key == key
    entry = AuditEntry.objects.get(action="documents.download_failed")
    assert (entry.object_id, entry.reason) == (key, "FileMissing")
    assert entry.request_id and entry.request_id in response.content.decode()


def test_a_short_file_is_noticed_before_the_first_byte(client: Client) -> None:
    key = expect(b"x" * 5000)
    stored_path(key).write_bytes(b"x" * 4000)
    response = client.get(URL)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "damaged" in response.content.decode()
    assert Alarm.objects.filter(code="documents.file_damaged", key=key).exists()


def test_wrong_bytes_of_the_right_length_in_a_small_file_are_a_503(client: Client) -> None:
    key = expect(b"a" * 5000)
    stored_path(key).write_bytes(b"b" * 5000)
    assert client.get(URL).status_code == 503


def test_wrong_bytes_in_a_large_file_abort_the_transfer_before_its_end(client: Client) -> None:
    content = b"a" * (3 * CHUNK + 17)
    key = expect(content)
    stored_path(key).write_bytes(b"a" * (3 * CHUNK) + b"b" * 17)
    response = client.get(URL)
    assert response.status_code == 200
    sent = b""
    with pytest.raises(FileDamaged):
        for chunk in response.streaming_content:  # type: ignore[attr-defined]
            sent += chunk
    assert len(sent) < int(response["Content-Length"])
    assert Alarm.objects.filter(code="documents.file_damaged", key=key).exists()
    entry = AuditEntry.objects.get(action="documents.download_failed")
    assert entry.request_id == response["X-Request-ID"]


def test_a_file_that_shrinks_while_it_is_read_aborts(client: Client) -> None:
    key = expect(b"a" * (4 * CHUNK))
    response = client.get(URL)
    with stored_path(key).open("r+b") as file:
        file.truncate(2 * CHUNK)
    with pytest.raises(FileDamaged):
        received(response)


def test_a_store_that_does_not_answer_is_a_503_that_says_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect(b"x")

    def away(self: LocalStorage, key: str) -> None:
        raise StorageUnavailable(key=key, detail="the disk is gone")

    monkeypatch.setattr(LocalStorage, "open", away)
    response = client.get(URL)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "no-store" in response["Cache-Control"]
    assert Alarm.objects.get(code="documents.storage_unavailable").details == {"detail": "the disk is gone"}


@pytest.mark.parametrize(
    ("problem", "status"), [(StorageFull, 507), (FileNotMade, 503), (FileDamaged, 503), (FileMissing, 404)]
)
def test_every_fault_has_a_page_an_alarm_and_a_log_entry(
    client: Client, monkeypatch: pytest.MonkeyPatch, problem: type[FileError], status: int
) -> None:
    def fail(self: LocalStorage, key: str) -> None:
        raise problem(key=key)

    expect(b"x")
    monkeypatch.setattr(LocalStorage, "open", fail)
    response = client.get(URL)
    assert response.status_code == status
    assert ("Retry-After" in response) is (status != 404)
    assert Alarm.objects.get().code == problem.alarm
    assert AuditEntry.objects.get().reason == problem.__name__


def test_nginx_sends_the_bytes_where_it_may(client: Client, settings: Any) -> None:
    key = expect(b"%PDF-")
    settings.DOWNLOADS_X_ACCEL_PREFIX = "/private-files/"
    response = client.get(URL)
    assert response["X-Accel-Redirect"] == f"/private-files/{key}"
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content == b""


def test_nginx_is_not_sent_after_a_short_file(client: Client, settings: Any) -> None:
    key = expect(b"x" * 10)
    stored_path(key).write_bytes(b"x")
    settings.DOWNLOADS_X_ACCEL_PREFIX = "/private-files/"
    response = client.get(URL)
    assert response.status_code == 503
    assert "X-Accel-Redirect" not in response


class TestBucket:
    @pytest.fixture(autouse=True)
    def bucket(self, settings: Any) -> Any:
        settings.STORAGE_URL = "s3://k:s@s3.amazonaws.com/office?prefix=ebok"
        with mock_aws():
            boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="office")
            yield

    @pytest.mark.long
    def test_a_file_is_streamed_through(self, client: Client) -> None:
        content = b"y" * (2 * CHUNK + 5)
        expect(content)
        assert received(client.get(URL)) == content

    @pytest.mark.long
    def test_a_link_of_at_most_a_minute_is_given_where_it_may(self, client: Client, settings: Any) -> None:
        expect(b"%PDF-")
        settings.DOWNLOADS_BY_LINK = True
        response = client.get(URL)
        assert response.status_code == 302
        assert int(parse_qs(urlsplit(response["Location"]).query)["X-Amz-Expires"][0]) <= 60
        assert response["Cache-Control"].startswith("no-store")

    def test_no_link_leads_to_a_missing_or_short_file(self, client: Client, settings: Any) -> None:
        settings.DOWNLOADS_BY_LINK = True
        key = expect(b"12345")
        download_urls.expected["size"] = 6
        assert client.get(URL).status_code == 503
        private_storage().delete(key)
        assert client.get(URL).status_code == 404


def test_the_file_is_closed_when_the_reader_goes_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect(b"x" * (3 * CHUNK))
    closed: list[bool] = []
    really = LocalStream.close

    def noted(self: LocalStream) -> None:
        closed.append(True)
        really(self)

    monkeypatch.setattr(LocalStream, "close", noted)
    response = client.get(URL)
    next(iter(response.streaming_content))  # type: ignore[attr-defined]
    assert not closed
    response.close()
    assert closed


def test_one_download_costs_no_query_of_its_own(client: Client, django_assert_num_queries: Any) -> None:
    expect(b"x" * 100)
    with django_assert_num_queries(0):
        received(client.get(URL))
