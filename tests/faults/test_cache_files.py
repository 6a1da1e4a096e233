"""Cache files that are not what they should be: a clear sentence, and nothing is touched."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from seglam_lang import Seglam
from seglam_lang.cli import cli
from seglam_lang.store import Provenance, Store, StoreError
from tests.engine.scripted import Scripted
from tests.store.entries import TOTAL, everything, hash_of, put, wording


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache that answers "what about 7 and 8"."""
    path = tmp_path / "cache.sqlite"
    with Seglam(path, translator=Scripted(["return s0 + s1"]), layers=()) as seglam:
        assert seglam.exec("what about 7 and 8").value == 15
    return path


def refused(path: Path, code: str, *words: str) -> None:
    """Opening it says what is wrong and leaves the file as it was."""
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError) as caught:
        Store.open(path).close()
    assert caught.value.code == code
    assert str(path) in caught.value.message and all(word in caught.value.message for word in words)
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize(
    "content", [b"hello", b"\0" * 5000, Random(0).randbytes(5000), b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_file_that_is_not_sqlite(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(content)
    refused(path, "not-a-cache", "no SQLite file")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE photos (id INTEGER)")
    connection.close()
    refused(path, "not-a-cache", "another program")


def test_a_newer_version(cache: Path) -> None:
    with sqlite3.connect(cache) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    refused(cache, "newer-version", "99", "update seglam")


def test_a_folder(tmp_path: Path) -> None:
    refused(tmp_path, "not-a-cache", "folder")


@pytest.mark.parametrize("folder", ["file", "no/such/folder"])
def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_text("x")
    serves_without_learning(tmp_path / folder / "cache.sqlite", "there is no folder")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux")
@pytest.mark.parametrize("path", ["/proc/seglam/cache.sqlite", "/proc/cache.sqlite"])
def test_a_place_where_nobody_may_write(path: str) -> None:
    serves_without_learning(Path(path))


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    serves_without_learning(tmp_path / ("c" * 300), "File name too long")


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        if not connection.execute("PRAGMA database_list").fetchone()[2]:
            return  # it is in memory
        fail_to_write()

    monkeypatch.setattr("seglam_lang.store.database._switch_to_wal", fail)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=4096))
    serves_without_learning(tmp_path / "cache.sqlite", "the disk is full")


@pytest.mark.parametrize("pages", range(12))
def test_a_disk_that_fills_up_while_a_procedure_is_admitted(tmp_path: Path, pages: int) -> None:
    """Whatever page it is that does not fit: the cache is as it was, and serves and learns again."""
    with Store.open(tmp_path / "cache.sqlite") as store:
        put(store, "a")
        before = everything(store, hash_of("a"))
        with store._files.writing() as own:
            (used,) = own.execute("PRAGMA page_count").fetchone()
            own.execute(f"PRAGMA max_page_count = {used + pages}")
        large = Provenance("large", prompt="x" * 50_000)
        with pytest.raises(StoreError, match="the disk is full") as caught:
            put(store, "b", replaces=(wording("a"),), provenance=large)
        assert caught.value.code == "read-only"
        assert everything(store, hash_of("a")) == before
        assert list(store.find([TOTAL])) == store.wordings(hash_of("a"))
        assert store.history() == []
        with store._files.writing() as own:
            own.execute(f"PRAGMA max_page_count = {used + 100}")
        put(store, "b", replaces=(wording("a"),), provenance=large)
        assert [event.action for event in store.history()] == ["replaced"]


def test_a_cache_that_is_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cache.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")  # as far as a disk with one free page lets it come
    connection.close()
    assert path.stat().st_size > 0
    with monkeypatch.context() as patched:

        def fail(_: sqlite3.Connection) -> None:
            patched.undo()  # the cache that stands in can be made
            fail_to_write()

        patched.setattr("seglam_lang.store.database._create", fail)
        serves_without_learning(path, "disk I/O error")
    with Store.open(path) as store:
        assert not store.unwritable


def fail_to_write() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_WRITE"
    raise error


def serves_without_learning(path: Path, *words: str) -> None:
    """What ships is served; a miss says that the cache cannot be written, and why."""
    model = Scripted(["return s0 * s1"])
    with Seglam(path, translator=model) as seglam:
        assert seglam.exec("what is 3 plus 4").value == 7
        miss = seglam.exec("frobnicate 3 and 4")
    assert miss.status == "error" and not model.calls
    assert all(word in miss.why for word in (str(path), "cannot be written", *words)), miss.why


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def test_a_truncated_file(cache: Path, share: float) -> None:
    """Whatever is missing, it is said, not computed with; the file is left for whoever can restore it."""
    whole = cache.read_bytes()
    cache.write_bytes(whole[: int(len(whole) * share)])
    before = cache.read_bytes()
    try:
        with Seglam(cache, use_model=False, layers=()) as seglam:
            answer = seglam.exec("what about 7 and 8")
            assert (answer.status == "error" and "damaged" in answer.why) or answer.value == 15
    except StoreError as error:
        assert error.code in ("corrupt", "not-a-cache")
    assert cache.read_bytes() == before


def test_an_empty_file_becomes_a_cache(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.touch()
    with Store.open(path) as store:
        assert store.procedures() == []


@pytest.mark.parametrize("bytes_", [b"", b"\xc1", b"\x01", b"\xff\x00garbage"])
@pytest.mark.parametrize("column", ["procedures.details", "procedures.name", "wordings.sources"])
def test_a_record_that_is_damaged(cache: Path, column: str, bytes_: bytes) -> None:
    table, name = column.split(".")
    with sqlite3.connect(cache) as connection:
        connection.execute(f"UPDATE {table} SET {name} = ?", (bytes_,))
    connection.close()
    listed = CliRunner().invoke(cli, ["cache", "list", "--cache", str(cache)])
    assert listed.exit_code == 2 and f"the cache {cache} is damaged" in listed.stderr
    with Seglam(cache, use_model=False, layers=()) as seglam:
        answer = seglam.exec("what about 7 and 8")
    assert answer.status == "error" and "damaged" in answer.why


def test_damaged_bytes_are_never_run(cache: Path) -> None:
    with sqlite3.connect(cache) as connection:
        (core,) = connection.execute("SELECT core FROM procedures").fetchone()
        connection.execute("UPDATE procedures SET core = ?", (core[:-1] + bytes([core[-1] ^ 1]),))
    connection.close()
    with Seglam(cache, use_model=False, layers=()) as seglam:
        answer = seglam.exec("what about 7 and 8")
    assert answer.status == "error" and "damaged" in answer.why


def test_a_read_only_file_serves_hits_and_says_why_it_cannot_learn(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # file modes do not bind a superuser
    before = cache.read_bytes()
    model = Scripted(["return s0 * s1"])
    with Seglam(cache, translator=model, layers=()) as seglam:
        hit = seglam.exec("what about 3 and 4")
        assert (hit.status, hit.value) == ("hit", 7)
        miss = seglam.exec("product of 3 and 4")
        assert miss.status == "error" and "cannot be written" in miss.why
        with pytest.raises(StoreError, match="cannot be written"):
            seglam.store.remove(hit.procedure)
    assert not model.calls
    assert cache.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="file modes do not bind a superuser")
def test_a_read_only_folder(cache: Path) -> None:
    cache.chmod(0o444)
    cache.parent.chmod(0o555)
    try:
        with Seglam(cache, use_model=False, layers=()) as seglam:
            assert seglam.exec("what about 3 and 4").value == 7
    finally:
        cache.parent.chmod(0o755)
