"""The S3 store against a real gateway (`S3_TEST_URL`, see site/deploy/ceph-test.sh)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.test import Client

from documents.errors import FileError, StorageUnavailable
from documents.storage import CHUNK, PrivateStorage, new_key
from documents.storage.address import Bucket, parsed
from documents.storage.breaker import CircuitBreaker
from documents.storage.s3 import S3Storage
from documents.tests.contract import StoreContract, kept
from documents.tests.proxy import FaultyProxy
from documents.tests.test_downloads import expect, received

pytestmark = [
    pytest.mark.services,
    pytest.mark.enable_socket,
    pytest.mark.skipif("S3_TEST_URL" not in os.environ, reason="S3_TEST_URL names no gateway"),
]
PDF = 'attachment; filename="faktura.pdf"'


@pytest.fixture
def bucket() -> Bucket:
    address = parsed(os.environ["S3_TEST_URL"])
    assert isinstance(address, Bucket)
    return replace(address, prefix="contract")


@pytest.fixture
def store(bucket: Bucket) -> S3Storage:
    return S3Storage(bucket=bucket)


class TestCephStore(StoreContract):
    @pytest.fixture
    def store(self, store: S3Storage) -> PrivateStorage:
        return store


def link_to(store: S3Storage, key: str, seconds: int = 60) -> str:
    return str(store.link(key=key, disposition=PDF, media_type="application/pdf", seconds=seconds))


def status_of(url: str) -> int:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_a_large_file_goes_up_in_parts_and_comes_back_whole(store: S3Storage) -> None:
    content = os.urandom(20 * 2**20)
    with store.open(kept(store, content)) as stream:
        assert b"".join(stream) == content


def test_a_link_gives_the_file_to_be_saved_and_kept_by_nobody(store: S3Storage) -> None:
    link = link_to(store, kept(store, b"%PDF-1.7"))
    with urlopen(link, timeout=5) as answer:  # noqa: S310
        assert answer.read() == b"%PDF-1.7"
        assert answer.headers["Content-Disposition"] == PDF
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_link_cannot_be_changed(store: S3Storage) -> None:
    mine, other = kept(store, b"mine"), kept(store, b"somebody else's")
    link = link_to(store, mine)
    assert status_of(link) == 200
    assert status_of(link.replace(mine, other)) == 403
    assert status_of(link.replace("X-Amz-Expires=60", "X-Amz-Expires=6000")) == 403
    assert status_of(link[:-1] + ("0" if link[-1] != "0" else "1")) == 403


def test_a_link_dies(store: S3Storage) -> None:
    link = link_to(store, kept(store, b"x"), seconds=1)
    time.sleep(2.1)
    assert status_of(link) == 403


def test_nothing_can_be_read_without_a_signature(store: S3Storage) -> None:
    link = link_to(store, kept(store, b"x"))
    assert status_of(link.partition("?")[0]) == 403


def test_a_wrong_secret_is_an_unavailable_store(bucket: Bucket) -> None:
    with pytest.raises(StorageUnavailable):
        kept(S3Storage(bucket=replace(bucket, secret_key="wrong" * 8)), b"x")


class TestFaults:
    """A store that is slow, busy or breaks off (site/docs/files.md)."""

    @pytest.fixture
    def proxy(self) -> Iterator[FaultyProxy]:
        parts = urlsplit(os.environ["S3_TEST_URL"])
        with FaultyProxy(target=(str(parts.hostname), int(parts.port or 0))) as proxy:
            yield proxy

    @pytest.fixture
    def through(self, bucket: Bucket, proxy: FaultyProxy) -> S3Storage:
        breaker = CircuitBreaker(failures=3, pause=60)
        return S3Storage(bucket=replace(bucket, endpoint=f"http://127.0.0.1:{proxy.port}"), breaker=breaker)

    def test_a_slow_store_costs_at_most_five_seconds(self, through: S3Storage, proxy: FaultyProxy) -> None:
        key = kept(through, b"x")
        proxy.delay = 8
        started = time.monotonic()
        with pytest.raises(StorageUnavailable):
            through.open(key)
        assert time.monotonic() - started < 5

    def test_a_busy_store_opens_the_circuit_and_then_nobody_waits(
        self, through: S3Storage, proxy: FaultyProxy
    ) -> None:
        proxy.busy = True
        for _ in range(3):
            with pytest.raises(StorageUnavailable):
                through.stat(new_key(prefix="tests"))
        asked, started = proxy.connections, time.monotonic()
        for _ in range(100):
            with pytest.raises(StorageUnavailable):
                through.stat(new_key(prefix="tests"))
        assert proxy.connections == asked
        assert time.monotonic() - started < 0.5

    def test_a_transfer_cut_after_60_percent_is_an_error(
        self, through: S3Storage, proxy: FaultyProxy
    ) -> None:
        content = os.urandom(1_000_000)
        key = kept(through, content)
        proxy.cut_after = 600_000
        got = b""
        with pytest.raises(FileError), through.open(key) as stream:
            for chunk in stream:
                got += chunk
        assert len(got) < len(content)
        proxy.cut_after = None
        with through.open(key) as stream:
            assert b"".join(stream) == content


@pytest.mark.django_db
@pytest.mark.urls("documents.tests.download_urls")
def test_a_customer_gets_the_whole_file_or_an_abort(client: Client, settings: Any) -> None:
    parts = urlsplit(os.environ["S3_TEST_URL"])
    with FaultyProxy(target=(str(parts.hostname), int(parts.port or 0))) as proxy:
        own = f"{parts.username}:{parts.password}@127.0.0.1:{proxy.port}"
        settings.STORAGE_URL = parts._replace(netloc=own).geturl()
        content = os.urandom(4 * CHUNK)
        expect(content)
        assert received(client.get("/files/one/")) == content
        proxy.cut_after = 3 * CHUNK
        response = client.get("/files/one/")
        assert response["Content-Length"] == str(len(content))
        with pytest.raises(FileError):
            received(response)
        proxy.busy, proxy.cut_after = True, None
        assert client.get("/files/one/").status_code == 503
