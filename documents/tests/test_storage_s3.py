from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, IncompleteReadError, ReadTimeoutError
from botocore.loaders import JSONFileLoader
from django.core.exceptions import ImproperlyConfigured
from moto import mock_aws

from documents.errors import FileMissing, StorageFull, StorageUnavailable
from documents.storage import PrivateStorage, private_storage
from documents.storage.address import Bucket, parsed
from documents.storage.breaker import CircuitBreaker
from documents.storage.s3 import S3Storage, S3Stream
from documents.tests.contract import StoreContract, kept

pytestmark = pytest.mark.long

BUCKET = Bucket(
    endpoint="https://s3.amazonaws.com",
    public="https://files.example.pl",
    name="office",
    access_key="key",
    secret_key="secret",
    region="us-east-1",
    prefix="ebok",
)


@pytest.fixture(autouse=True, scope="module")
def descriptions_read_once() -> Iterator[None]:
    """Each new client reads megabytes that describe the service; here they are read once."""
    read = JSONFileLoader.load_file
    known: dict[str, Any] = {}

    def load(self: JSONFileLoader, path: str) -> Any:
        if path not in known:
            known[path] = read(self, path)
        return known[path]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "load_file", load)
        yield


@pytest.fixture
def store() -> Iterator[S3Storage]:
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="office")
        yield S3Storage(bucket=BUCKET)


class TestS3Store(StoreContract):
    @pytest.fixture
    def store(self, store: S3Storage) -> PrivateStorage:
        return store


def failing(store: S3Storage, monkeypatch: pytest.MonkeyPatch, problem: Exception) -> list[str]:
    """Makes every request fail; gives the names of the requests tried."""
    tried: list[str] = []

    def fail(name: str, *args: Any, **kwargs: Any) -> None:
        tried.append(name)
        raise problem

    monkeypatch.setattr(store._client, "_make_api_call", fail)
    return tried


def refused(code: str, status: int = 500) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "GetObject")


def test_objects_stand_under_the_prefix_and_with_their_media_type(store: S3Storage) -> None:
    key = kept(store, b"%PDF-")
    found = boto3.client("s3", region_name="us-east-1").head_object(Bucket="office", Key=f"ebok/{key}")
    assert found["ContentType"] == "application/pdf"


def test_a_large_file_goes_up_in_parts_and_comes_back_whole(store: S3Storage) -> None:
    content = bytes(range(256)) * 4096 * 20  # 20 MiB: three parts
    key = kept(store, content)
    with store.open(key) as stream:
        assert b"".join(stream) == content


@pytest.mark.parametrize(
    "problem",
    [
        refused("SlowDown", 503),
        refused("AccessDenied", 403),
        refused("NoSuchBucket", 404),
        EndpointConnectionError(endpoint_url="https://s3"),
        ReadTimeoutError(endpoint_url="https://s3"),
    ],
    ids=["503", "403", "no-bucket", "no-connection", "timeout"],
)
def test_a_store_that_fails_is_unavailable_not_empty(
    store: S3Storage, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    failing(store, monkeypatch, problem)
    with pytest.raises(StorageUnavailable):
        store.open("letters/x")


def test_a_full_store_says_so(store: S3Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(store, monkeypatch, refused("QuotaExceeded", 403))
    with pytest.raises(StorageFull):
        kept(store, b"x")


def test_a_bucket_that_is_gone_is_no_working_store() -> None:
    with mock_aws(), pytest.raises(StorageUnavailable):
        S3Storage(bucket=BUCKET).check()


def test_a_quick_failure_is_tried_once_more(store: S3Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = failing(store, monkeypatch, refused("SlowDown", 503))
    with pytest.raises(StorageUnavailable):
        store.stat("letters/x")
    assert tried == ["HeadObject", "HeadObject"]


def test_a_missing_file_is_asked_for_once_and_opens_no_circuit(
    store: S3Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = failing(store, monkeypatch, refused("NoSuchKey", 404))
    for _ in range(5):
        with pytest.raises(FileMissing):
            store.open("letters/x")
    assert len(tried) == 5


def test_after_repeated_failures_nothing_is_asked_and_nobody_waits(
    store: S3Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = failing(store, monkeypatch, refused("SlowDown", 503))
    for _ in range(10):
        with pytest.raises(StorageUnavailable):
            store.open("letters/x")
    assert len(tried) == 3
    started = time.perf_counter()
    with pytest.raises(StorageUnavailable):
        store.open("letters/x")
    assert time.perf_counter() - started < 0.05


def test_a_body_that_breaks_off_is_an_error_not_an_end() -> None:
    class Cut:
        def read(self, size: int | None) -> bytes:
            raise IncompleteReadError(actual_bytes=6, expected_bytes=10)

    with pytest.raises(StorageUnavailable):
        S3Stream(body=Cut(), size=10, key="letters/x").read(5)


def test_a_link_lives_a_minute_and_makes_the_browser_save_the_file(store: S3Storage) -> None:
    link = store.link(
        key="letters/x", disposition='attachment; filename="a.pdf"', media_type="application/pdf", seconds=60
    )
    parts = urlsplit(link or "")
    query = parse_qs(parts.query)
    assert (parts.netloc, parts.path) == ("files.example.pl", "/office/ebok/letters/x")
    assert query["X-Amz-Expires"] == ["60"]
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["response-cache-control"] == ["private, no-store"]
    assert query["response-content-disposition"] == ['attachment; filename="a.pdf"']


class TestCircuitBreaker:
    def unavailable(self) -> None:
        self.calls += 1
        raise StorageUnavailable

    @pytest.fixture(autouse=True)
    def clock(self) -> None:
        self.calls, self.now = 0, 0.0
        self.breaker = CircuitBreaker(failures=3, pause=10, patience=-1, clock=lambda: self.now)
        for _ in range(3):
            with pytest.raises(StorageUnavailable):
                self.breaker.call(self.unavailable)

    def test_it_opens_at_the_limit(self) -> None:
        assert self.breaker.is_open
        with pytest.raises(StorageUnavailable, match="circuit"):
            self.breaker.call(lambda: "never asked")

    def test_after_the_pause_one_success_closes_it(self) -> None:
        self.now = 10.0
        assert self.breaker.call(lambda: "ok") == "ok"
        assert not self.breaker.is_open

    def test_after_the_pause_only_one_call_tries_and_its_failure_keeps_it_open(self) -> None:
        self.now = 10.0
        with pytest.raises(StorageUnavailable):
            self.breaker.call(self.unavailable)
        with pytest.raises(StorageUnavailable, match="circuit"):
            self.breaker.call(self.unavailable)
        assert self.calls == 4

    def test_a_slow_failure_is_not_repeated(self) -> None:
        breaker = CircuitBreaker(patience=1, clock=lambda: self.now)

        def slow() -> None:
            self.now += 4.5
            self.unavailable()

        self.calls = 0
        with pytest.raises(StorageUnavailable):
            breaker.call(slow)
        assert self.calls == 1


def test_the_address_is_read_with_all_its_options() -> None:
    bucket = parsed(
        "s3://AK:se%2Fcret@ceph.local:7480/office?region=pl&tls=0&prefix=/a/b/&public=https://f.pl"
    )
    assert bucket == Bucket(
        endpoint="http://ceph.local:7480",
        public="https://f.pl",
        name="office",
        access_key="AK",
        secret_key="se/cret",
        region="pl",
        prefix="a/b",
    )


@pytest.mark.parametrize(
    "url",
    [
        "s3://host/bucket",
        "s3://k:topsecret@host/",
        "s3://k:topsecret@host/a/b",
        "s3://k:topsecret@host/b?tsl=0",
    ],
)
def test_a_wrong_address_is_refused_without_repeating_the_secret(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        parsed(url)
    assert "topsecret" not in str(caught.value)


def test_the_url_chooses_the_bucket(settings: Any) -> None:
    settings.STORAGE_URL = "s3://k:s@127.0.0.1:8120/office?tls=0"
    assert isinstance(private_storage(), S3Storage)


def test_an_upload_that_cannot_be_repeated_is_tried_once(
    store: S3Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = failing(store, monkeypatch, refused("SlowDown", 503))
    with pytest.raises(StorageUnavailable):
        store.save(key="letters/x", stream=io.BytesIO(b"x"), media_type="text/plain")
    assert tried == ["PutObject"]
