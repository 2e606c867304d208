"""Delivered documents are kept by their content, last of all, and only for deliveries that are taken."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from documents.errors import StorageUnavailable
from documents.storage import private_storage
from selfservice.exchange import models, queries
from selfservice.exchange.loading import files
from selfservice.exchange.loading.report import DeliveryRejected
from selfservice.exchange.services import load_delivery, roll_back
from selfservice.exchange.tests.deliveries import town, write

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PATH = "files/2026/f-123.pdf"


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path: Path) -> Path:
    settings.STORAGE_URL = f"file://{tmp_path}/store"
    return tmp_path / "store"


def with_pdf(folder: Path, data: bytes, generation: int = 1) -> Path:
    tables = town()
    tables["invoices"][0]["document"] = PATH
    return write(folder, tables, files={PATH: data}, generation=generation)


def stored(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_document_can_be_read_by_its_path(tmp_path: Path) -> None:
    data = b"%PDF-1.4 " + bytes(3_000_000)
    load_delivery(path=with_pdf(tmp_path / "d", data))
    file = queries.delivered_file(PATH)
    assert (file.size, file.media_type) == (len(data), "application/pdf")
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    with private_storage().open(file.storage_key) as stream:
        assert stream.read() == data


def test_a_replaced_document_has_new_content_and_a_rollback_the_old(tmp_path: Path) -> None:
    load_delivery(path=with_pdf(tmp_path / "a", b"%PDF-1.4 old"))
    old = queries.delivered_file(PATH).storage_key
    load_delivery(path=with_pdf(tmp_path / "b", b"%PDF-1.4 new", 2))
    assert queries.delivered_file(PATH).storage_key != old
    roll_back()
    assert queries.delivered_file(PATH).storage_key == old
    assert private_storage().stat(old) == 12


def test_equal_documents_are_kept_once_and_not_copied_again(tmp_path: Path, own_storage: Path) -> None:
    tables = town()
    paths = ["files/a.pdf", "files/b.pdf"]
    for row, path in zip(tables["invoices"], paths, strict=True):
        row["document"] = path
    load_delivery(path=write(tmp_path / "a", tables, files=dict.fromkeys(paths, b"%PDF-1.4 same")))
    (kept,) = stored(own_storage)
    before = kept.stat().st_mtime_ns
    load_delivery(path=write(tmp_path / "b", tables, files={"files/c.pdf": b"%PDF-1.4 same"}, generation=2))
    assert [path.stat().st_mtime_ns for path in stored(own_storage)] == [before]


def test_a_document_of_an_older_delivery_may_be_named_again(tmp_path: Path) -> None:
    load_delivery(path=with_pdf(tmp_path / "a", b"%PDF-1.4 x"))
    tables = town()
    tables["invoices"][1]["document"] = PATH
    load_delivery(path=write(tmp_path / "b", tables, generation=2))
    assert models.Invoice.objects.get(pk="FV/2").document == PATH


def test_a_rejected_delivery_leaves_nothing_in_the_store(tmp_path: Path, own_storage: Path) -> None:
    folder = with_pdf(tmp_path / "d", b"%PDF-1.4 x")
    (folder / "round_items.csv").write_text("broken")
    with pytest.raises(DeliveryRejected):
        load_delivery(path=folder)
    assert stored(own_storage) == []


def test_a_store_that_fails_leaves_the_old_generation(tmp_path: Path, monkeypatch) -> None:
    load_delivery(path=write(tmp_path / "a", town()))

    def broken() -> None:
        raise StorageUnavailable(detail="down")

    monkeypatch.setattr(files, "private_storage", broken)
    with pytest.raises(StorageUnavailable):
        load_delivery(path=with_pdf(tmp_path / "b", b"%PDF-1.4 x", 2))
    assert queries.current_feed().generation == 1
    assert models.Invoice.objects.get(pk="FV/1").document == ""
    assert models.Feed.objects.get(generation=2).state == models.Feed.State.REJECTED


def test_a_file_that_changes_during_the_load_is_refused(
    tmp_path: Path, monkeypatch, own_storage: Path
) -> None:
    folder = with_pdf(tmp_path / "d", b"%PDF-1.4 x")
    look_at = files.look_at

    def look_then_change(path, stream):
        found = look_at(path, stream)
        (folder / path).write_bytes(b"%PDF-1.4 y")
        return found

    monkeypatch.setattr(files, "look_at", look_then_change)
    with pytest.raises(DeliveryRejected, match="changed"):
        load_delivery(path=folder)
    assert stored(own_storage) == []


def test_what_is_no_document_is_left_out_with_a_warning(tmp_path: Path) -> None:
    outcome = load_delivery(path=write(tmp_path, town(), files={"files/Thumbs.db": b"x"}))
    assert outcome.report.warning_counts == {"files/Thumbs.db: ignored": 1}
    assert not models.DeliveryFile.objects.exists()
