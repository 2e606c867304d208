"""The local file of leaked passwords is searched by halves and never misread."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfservice.identity.passwords import offline
from selfservice.identity.passwords.errors import LeaksUnavailable


def sha1(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def write(path: Path, counts: dict[str, int], end: str = "\r\n") -> Path:
    lines = sorted(f"{sha1(password)}:{count}" for password, count in counts.items())
    path.write_bytes(end.join(lines).encode())
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("leaks")


@settings(max_examples=60, deadline=None)
@given(
    leaked=st.dictionaries(st.text(max_size=12), st.integers(1, 10**8), max_size=40),
    other=st.text(max_size=12),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_leaked_password_is_found_and_no_other(
    folder: Path, leaked: dict[str, int], other: str, end: str
) -> None:
    path = write(folder / "range.txt", leaked, end)
    assert {word: offline.times_seen(word, path=path) for word in leaked} == leaked
    assert offline.times_seen(other, path=path) == leaked.get(other, 0)


def test_a_big_file_is_searched_in_few_reads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder / "big.txt", {f"password-{number}": number + 1 for number in range(20_000)})
    reads = []
    read = offline._line_from
    monkeypatch.setattr(offline, "_line_from", lambda *args: reads.append(1) or read(*args))
    assert offline.times_seen("password-777", path=path) == 778
    assert len(reads) < 30


def test_a_missing_file_is_a_fault_not_a_clean_bill(folder: Path) -> None:
    with pytest.raises(LeaksUnavailable):
        offline.times_seen("anything", path=folder / "absent.txt")


@pytest.mark.parametrize("content", ["<html>no</html>\n", "ABC:1\nDEF:2\n", f"{'A' * 40}:many\n", "x" * 9000])
def test_a_file_in_another_form_is_a_fault(folder: Path, content: str) -> None:
    path = folder / "broken.txt"
    path.write_text(content)
    with pytest.raises(LeaksUnavailable):
        offline.times_seen("anything", path=path)
