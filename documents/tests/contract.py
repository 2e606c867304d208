"""What every store must do. Subclass it and give a fixture `store`."""

from __future__ import annotations

import hashlib
import io

import pytest

from documents.errors import FileMissing
from documents.storage import PrivateStorage, new_key

BAD_KEYS = [
    "", "/etc/passwd", "../secret", "a/../b", "a//b", "a/", "a/.hidden", "A/b", "a\\b", "a b", "a\n",
    "a\x00b", "x" * 300,
]  # fmt: skip


class Breaking(io.RawIOBase):
    """A source that gives a first part and then fails."""

    def __init__(self) -> None:
        self.calls = 0

    def read(self, size: int = -1, /) -> bytes:
        self.calls += 1
        if self.calls > 1:
            raise ConnectionResetError("the sender went away")
        return b"half"


def kept(store: PrivateStorage, content: bytes, key: str = "") -> str:
    key = key or new_key(prefix="tests")
    store.save(key=key, stream=io.BytesIO(content), media_type="application/pdf")
    return key


class StoreContract:
    def test_what_was_kept_comes_back_byte_for_byte(self, store: PrivateStorage) -> None:
        content = bytes(range(256)) * 3000
        key = new_key(prefix="tests")
        file = store.save(key=key, stream=io.BytesIO(content), media_type="application/pdf")
        assert (file.key, file.size, file.media_type) == (key, len(content), "application/pdf")
        assert file.sha256 == hashlib.sha256(content).hexdigest()
        assert store.stat(key) == len(content)
        with store.open(key) as stream:
            assert stream.size == len(content)
            assert b"".join(stream) == content

    def test_a_file_can_be_read_in_one_piece(self, store: PrivateStorage) -> None:
        key = kept(store, b"<Faktura/>")
        with store.open(key) as stream:
            assert stream.read() == b"<Faktura/>"

    def test_an_empty_file_is_a_file(self, store: PrivateStorage) -> None:
        key = kept(store, b"")
        assert store.stat(key) == 0
        with store.open(key) as stream:
            assert list(stream) == []

    def test_saving_again_replaces(self, store: PrivateStorage) -> None:
        key = kept(store, b"first")
        kept(store, b"second", key)
        with store.open(key) as stream:
            assert stream.read() == b"second"

    def test_a_missing_file_is_called_missing(self, store: PrivateStorage) -> None:
        key = new_key(prefix="tests")
        with pytest.raises(FileMissing):
            store.open(key)
        with pytest.raises(FileMissing):
            store.stat(key)

    def test_a_deleted_file_is_missing_and_deleting_twice_is_no_error(self, store: PrivateStorage) -> None:
        key = kept(store, b"x")
        store.delete(key)
        store.delete(key)
        with pytest.raises(FileMissing):
            store.open(key)

    @pytest.mark.parametrize("key", BAD_KEYS)
    def test_a_key_that_could_lead_out_of_the_store_is_refused(self, store: PrivateStorage, key: str) -> None:
        with pytest.raises(ValueError, match="No key"):
            store.open(key)
        with pytest.raises(ValueError, match="No key"):
            store.save(key=key, stream=io.BytesIO(b"x"), media_type="text/plain")

    def test_a_source_that_breaks_off_keeps_nothing_and_the_old_file_stands(
        self, store: PrivateStorage
    ) -> None:
        fresh, old = new_key(prefix="tests"), kept(store, b"old")
        for key in (fresh, old):
            with pytest.raises(Exception, match=r"went away|cannot be read"):
                store.save(key=key, stream=Breaking(), media_type="application/pdf")
        with pytest.raises(FileMissing):
            store.stat(fresh)
        with store.open(old) as stream:
            assert stream.read() == b"old"

    def test_the_store_says_that_it_works(self, store: PrivateStorage) -> None:
        assert store.check()
