"""One store, several threads: right answers, every hit counted, and no reader that waits for a writer."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from seglam_lang.store import Found, Store, StoreError
from tests.store.entries import SUM, TOTAL, hash_of, letters, put, together, wording


@pytest.fixture(params=["a file", "memory"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return Store.open(":memory:" if request.param == "memory" else tmp_path / "cache.sqlite")


def test_readers_and_writers_at_once(shared: Store) -> None:
    put(shared, "a")
    start = Barrier(8)

    def read() -> None:
        start.wait()
        for _ in range(200):
            assert letters(shared.find([TOTAL, SUM]))[0] == "a"
            assert shared.procedure(hash_of("a")).hash == hash_of("a")

    def write(letter: str) -> None:
        start.wait()
        for _ in range(10):
            put(shared, letter, wording(letter, SUM))
            shared.remove(hash_of(letter))
            shared.restore(hash_of(letter))
            shared.remove(hash_of(letter))

    together(*[read] * 4, *[partial(write, letter) for letter in "bcde"])
    assert letters(shared.find([TOTAL, SUM])) == ["a"]
    assert len(shared.history()) == 4 * 10 * 3
    shared.close()


def test_every_hit_is_counted_once(shared: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seglam_lang.store.counts.FLUSH_AFTER_HITS", 2)  # written all the time
    put(shared, "a", wording("a"), wording("a", SUM))
    counts: list[int] = []

    def hit() -> None:
        for number in range(100):
            shared.count_hit(wording("a", TOTAL if number % 2 else SUM))

    def look() -> None:
        counts.extend(shared.hits(hash_of("a")) for _ in range(50))

    together(*[hit] * 8, look, shared.flush)
    assert shared.hits(hash_of("a")) == 800
    assert counts == sorted(counts)
    shared.flush()
    assert shared.hits(hash_of("a")) == 800
    shared.close()


def test_a_reader_does_not_wait_for_a_writer(store: Store) -> None:
    put(store, "a")
    writing, read = Event(), Event()

    def write() -> None:
        with store._files.writing():
            writing.set()
            assert read.wait(10)

    thread = Thread(target=write)
    thread.start()
    assert writing.wait(10)
    assert letters(store.find([TOTAL])) == ["a"]
    store.count_hit(wording("a"))
    read.set()
    thread.join()


def test_what_a_thread_has_written_every_thread_sees(shared: Store) -> None:
    for letter in "abcd":
        put(shared, letter)
        seen: list[Found] = []

        def look(into: list[Found] = seen) -> None:
            into += shared.find([TOTAL])

        together(look)
        assert letters(seen)[-1] == letter
    shared.close()


def test_a_write_that_fails_in_one_thread_leaves_the_others_theirs(shared: Store) -> None:
    def write(letter: str) -> None:
        for _ in range(20):
            put(shared, letter)

    def fail() -> None:
        for _ in range(20):
            with pytest.raises(StoreError):
                shared.remove("0" * 64)

    together(lambda: write("a"), fail, lambda: write("b"))
    assert sorted(letters(shared.find([TOTAL]))) == ["a", "b"]
    shared.close()
