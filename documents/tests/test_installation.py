"""What a wrong installation is told, and how the store shows its health."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from documents.checks import private_files_are_not_public, storage_is_named
from documents.errors import StorageFull, StorageUnavailable
from documents.probes import storage_answers
from documents.storage.local import LocalStorage
from ebok.core.alarms import open_alarms


def test_a_folder_of_its_own_is_fine(settings: Any, tmp_path: Path) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/files"
    assert storage_is_named() == private_files_are_not_public() == []


def test_a_wrong_address_is_explained_without_its_secret(settings: Any) -> None:
    settings.STORAGE_URL = "s3://key:topsecret@host"
    (error,) = storage_is_named()
    assert error.id == "documents.E001"
    assert "topsecret" not in f"{error.msg}{error.hint}"
    assert private_files_are_not_public() == []


@pytest.mark.parametrize("place", ["", "/below"])
def test_private_files_never_lie_among_public_ones(settings: Any, tmp_path: Path, place: str) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGE_URL = f"file://{tmp_path}{place}"
    (error,) = private_files_are_not_public()
    assert error.id == "documents.E002"


def test_nginx_cannot_send_what_lies_in_a_bucket(settings: Any) -> None:
    settings.STORAGE_URL = "s3://k:s@host/bucket"
    settings.DOWNLOADS_X_ACCEL_PREFIX = "/_files/"
    (warning,) = storage_is_named()
    assert warning.id == "documents.W001"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("problem", "code"),
    [(StorageUnavailable, "documents.storage_unavailable"), (StorageFull, "documents.storage_full")],
)
def test_the_probe_raises_an_alarm_and_ends_it_when_the_store_is_back(
    monkeypatch: pytest.MonkeyPatch, problem: type[StorageUnavailable], code: str
) -> None:
    def fail(self: LocalStorage) -> str:
        raise problem(detail="on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(LocalStorage, "check", fail)
        assert not storage_answers().ok
        assert [alarm.code for alarm in open_alarms()] == [code]
    assert storage_answers().ok
    assert not open_alarms().exists()


@pytest.mark.django_db
def test_the_probe_tells_no_secret(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STORAGE_URL = "s3://accesskey:topsecret@host/bucket"

    def fail(*_: Any, **__: Any) -> None:
        raise EndpointConnectionError(endpoint_url="https://accesskey:topsecret@host")

    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", fail)
    result = storage_answers()
    assert not result.ok
    assert "topsecret" not in result.detail and "accesskey" not in result.detail
