from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from documents.errors import FileMissing, StorageFull, StorageUnavailable
from documents.storage import PrivateStorage, new_key, private_storage
from documents.storage.local import LocalStorage
from documents.tests.contract import StoreContract, kept


class TestLocalStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> PrivateStorage:
        return LocalStorage(root=tmp_path / "files")


@pytest.fixture
def store(tmp_path: Path) -> LocalStorage:
    return LocalStorage(root=tmp_path / "files")


def every_file(store: LocalStorage) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


def test_a_full_disk_keeps_nothing_of_the_new_file_and_the_old_one_stands(
    store: LocalStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = kept(store, b"old")

    def no_space(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_space)
        with pytest.raises(StorageFull):
            store.save(key=key, stream=io.BytesIO(b"new" * 1000), media_type="text/plain")
    assert [path.read_bytes() for path in every_file(store)] == [b"old"]
    kept(store, b"space is back", key)
    with store.open(key) as stream:
        assert stream.read() == b"space is back"


def test_files_are_readable_by_the_owner_and_the_group_alone(store: LocalStorage) -> None:
    """nginx sends private files (`DOWNLOADS_X_ACCEL_PREFIX`) and stands in the application's group."""
    path = store.path(kept(store, b"private"))
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.parent.stat().st_mode & 0o777 == 0o750


def test_a_folder_that_cannot_be_made_is_an_unavailable_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    blocked = LocalStorage(root=tmp_path / "file" / "below")
    with pytest.raises(StorageUnavailable):
        blocked.check()
    with pytest.raises(StorageUnavailable):
        kept(blocked, b"x")


def test_a_folder_is_no_file(store: LocalStorage) -> None:
    kept(store, b"x", "letters/3f/x")
    with pytest.raises(FileMissing):
        store.stat("letters/3f")


def test_the_url_chooses_the_store(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGE_URL = f"file://{tmp_path}/a%20b"
    store = private_storage()
    assert isinstance(store, LocalStorage)
    assert store.root == tmp_path / "a b"
    assert private_storage() is store


@pytest.mark.parametrize("url", ["", "file:///", "ftp://host/x", "just words"])
def test_an_unknown_store_is_named_at_once(settings: Settings, url: str) -> None:
    settings.STORAGE_URL = url
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL"):
        private_storage()


def test_keys_are_long_and_never_repeat() -> None:
    keys = {new_key(prefix="letters") for _ in range(1000)}
    assert len(keys) == 1000
    assert all(len(key.rsplit("/", 1)[1]) == 32 for key in keys)
