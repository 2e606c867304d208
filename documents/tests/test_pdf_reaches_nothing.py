"""The PDF engine opens no address and no file, whatever stands in the data or even in a template."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from documents.errors import FileNotMade
from documents.pdf import engine

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates beside a secret."""
    (tmp_path / "secret.txt").write_text("the secret")
    folder = tmp_path / "templates"
    folder.mkdir()
    monkeypatch.setattr(engine, "TEMPLATES", folder)
    engine._engine.cache_clear()
    yield folder
    engine._engine.cache_clear()


def made(templates: Path, body: str) -> bytes:
    (templates / "t.typ").write_text(f'#set document(title: "t")\n#set text(lang: "pl")\n{body}')
    return engine.compiled(template="t.typ", data={"text": "x"}, made_at=NOW)


def test_a_template_makes_a_document_here(templates: Path) -> None:
    (templates / "beside.txt").write_text("fine")
    assert made(templates, '#read("beside.txt")').startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["../secret.txt", "/../secret.txt", "/etc/passwd", "file:///etc/passwd"])
def test_no_file_outside_its_folder_is_read(templates: Path, name: str) -> None:
    with pytest.raises(FileNotMade):
        made(templates, f'#read("{name}")')


@pytest.mark.parametrize(
    "name", ["http://169.254.169.254/latest", "https://evil.example/x.svg", "//evil.example/x"]
)
def test_no_address_is_asked(templates: Path, name: str) -> None:
    with pytest.raises(FileNotMade):
        made(templates, f'#image("{name}")')


def test_a_link_out_of_the_folder_is_not_followed_as_data(templates: Path) -> None:
    data = {"text": '#read("../secret.txt")'}
    (templates / "t.typ").write_text(
        '#set document(title: "t")\n#set text(lang: "pl")\n#json(bytes(sys.inputs.data)).text'
    )
    assert b"the secret" not in engine.compiled(template="t.typ", data=data, made_at=NOW)
