"""Private files in a bucket of an S3-compatible server (Ceph, MinIO, a cloud)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Self, TypeVar

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from documents.errors import FileError, FileMissing, StorageFull, StorageUnavailable
from documents.storage.address import Bucket
from documents.storage.base import CHUNK, PrivateStorage, Source, StoredFile, checked_key
from documents.storage.breaker import CircuitBreaker

Result = TypeVar("Result")
_MISSING = {"404", "NoSuchKey", "NotFound"}
_FULL = {"QuotaExceeded", "507", "InsufficientStorage"}
_PARTS = TransferConfig(multipart_threshold=8 * 2**20, multipart_chunksize=8 * 2**20, use_threads=False)
CLIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    connect_timeout=2,
    read_timeout=4.5,
    retries={"total_max_attempts": 1, "mode": "standard"},  # the breaker tries again
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    max_pool_connections=32,
)


class S3Stream:
    """An object being read; a connection that breaks off is an error, never an early end."""

    def __init__(self, *, body: Any, size: int, key: str) -> None:
        self._body = body
        self._key = key
        self.size = size

    def read(self, size: int = -1, /) -> bytes:
        return _translating(lambda: bytes(self._body.read(None if size < 0 else size)), self._key)

    def close(self) -> None:
        self._body.close()

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.read(CHUNK):
            yield chunk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()


class _Counted:
    """Passes a source on while counting its bytes and their SHA-256."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._source.read(size)
        self.digest.update(chunk)
        self.size += len(chunk)
        return chunk


class S3Storage(PrivateStorage):
    """Files as private objects.

    A slow or silent server costs a caller at most some five seconds; after repeated failures the
    circuit opens and nothing waits at all.
    """

    def __init__(self, *, bucket: Bucket, breaker: CircuitBreaker | None = None) -> None:
        self._bucket = bucket
        self._breaker = breaker or CircuitBreaker()

    def save(self, *, key: str, stream: Source, media_type: str) -> StoredFile:
        target = self._object(key)
        counted = _Counted(stream)

        def upload() -> None:
            kind = {"ContentType": media_type}
            self._client.upload_fileobj(counted, self._bucket.name, target, ExtraArgs=kind, Config=_PARTS)

        self._breaker.once(lambda: _translating(upload, key))
        return StoredFile(
            key=key, size=counted.size, sha256=counted.digest.hexdigest(), media_type=media_type
        )

    def open(self, key: str) -> S3Stream:
        answer = self._ask(key, lambda name: self._client.get_object(Bucket=self._bucket.name, Key=name))
        return S3Stream(body=answer["Body"], size=answer["ContentLength"], key=key)

    def stat(self, key: str) -> int:
        answer = self._ask(key, lambda name: self._client.head_object(Bucket=self._bucket.name, Key=name))
        return int(answer["ContentLength"])

    def delete(self, key: str) -> None:
        self._ask(key, lambda name: self._client.delete_object(Bucket=self._bucket.name, Key=name))

    def check(self) -> str:
        def work() -> str:
            self._client.head_bucket(Bucket=self._bucket.name)
            return "bucket answers"

        return self._breaker.call(lambda: _translating(work, ""))

    def link(self, *, key: str, disposition: str, media_type: str, seconds: int) -> str | None:
        wanted = {
            "Bucket": self._bucket.name,
            "Key": self._object(key),
            "ResponseContentDisposition": disposition,
            "ResponseContentType": media_type,
            "ResponseCacheControl": "private, no-store",
        }
        return str(self._signer.generate_presigned_url("get_object", Params=wanted, ExpiresIn=seconds))

    def _ask(self, key: str, work: Callable[[str], Result]) -> Result:
        name = self._object(key)
        return self._breaker.call(lambda: _translating(lambda: work(name), key))

    def _object(self, key: str) -> str:
        checked = checked_key(key)
        return f"{self._bucket.prefix}/{checked}" if self._bucket.prefix else checked

    @cached_property
    def _client(self) -> Any:
        return self._connected(self._bucket.endpoint)

    @cached_property
    def _signer(self) -> Any:
        return self._connected(self._bucket.public)

    def _connected(self, endpoint: str) -> Any:
        return boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id=self._bucket.access_key,
            aws_secret_access_key=self._bucket.secret_key,
            region_name=self._bucket.region,
            config=CLIENT,
        )


def _translating(work: Callable[[], Result], key: str) -> Result:
    try:
        return work()
    except ClientError as error:
        raise _refused(error, key) from error
    except FileError:
        raise
    except (BotoCoreError, OSError) as error:
        raise StorageUnavailable(key=key, detail=f"{type(error).__name__}: {error}") from error


def _refused(error: ClientError, key: str) -> FileError:
    code = str(error.response.get("Error", {}).get("Code", ""))
    if key and code in _MISSING:
        return FileMissing(key=key, detail=code)
    kind = StorageFull if code in _FULL else StorageUnavailable
    return kind(key=key, detail=f"{error.operation_name}: {code}")
