"""Claims: one at a time for a key, among threads and processes, and none outlives its owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from seglam_lang.store import Store
from tests.store.entries import together

ROOT = Path(__file__).parents[2]
needs_signals = pytest.mark.skipif(os.name == "nt", reason="needs signals")

OWNER = """
import signal, sys
from seglam_lang.store import Store
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's jobs in the background ignore it
with Store.open(sys.argv[1]) as store:
    try:
        print("ready", flush=True)
        with store.claim("key") as claim:
            print("waited" if claim.waited else "first", flush=True)
            sys.stdin.readline()
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


class Owner:
    """A process that claims "key" and has it until it is told to go on."""

    def __init__(self, path: str) -> None:
        command = [sys.executable, "-c", OWNER, path]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self.line() == "ready"

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def go_on(self) -> None:
        self.process.communicate("\n", timeout=60)


@pytest.fixture(params=["a file", "memory"])
def claims(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with Store.open(":memory:" if request.param == "memory" else tmp_path / "cache.sqlite") as store:
        yield store


def test_a_claim_is_there_at_once_and_leaves_nothing(claims: Store, tmp_path: Path) -> None:
    before = set(os.listdir(tmp_path))
    for _ in range(3):
        with claims.claim("key") as claim, claims.claim("other") as other:
            assert not claim.waited and not other.waited
    assert set(os.listdir(tmp_path)) == before
    assert claims._claims._users == {}


def test_a_claim_is_given_back_when_its_block_fails(claims: Store) -> None:
    with pytest.raises(OSError, match="model"), claims.claim("key"):
        raise OSError("no model")
    with claims.claim("key") as claim:
        assert not claim.waited


def test_of_many_threads_one_at_a_time_has_it(claims: Store) -> None:
    inside: list[int] = []
    most: list[int] = []
    waited: list[bool] = []

    def ask() -> None:
        for _ in range(20):
            with claims.claim("key") as claim:
                inside.append(1)
                most.append(len(inside))
                waited.append(claim.waited)
                time.sleep(0.0005)
                inside.pop()

    together(*[ask] * 8)
    assert len(most) == 160 and set(most) == {1}
    assert any(waited)


def test_who_waited_says_so(claims: Store) -> None:
    taken, given_back = Event(), Event()

    def have() -> None:
        with claims.claim("key") as claim:
            assert not claim.waited
            taken.set()
            time.sleep(0.1)
            given_back.set()

    def wait() -> None:
        assert taken.wait(10)
        with claims.claim("key") as claim:
            assert claim.waited and given_back.is_set()

    together(have, wait)


def test_two_stores_on_one_file_exclude_one_another(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as one, Store.open(tmp_path / "cache.sqlite") as two:
        entered = Event()

        def wait() -> None:
            with two.claim("key") as claim:
                assert claim.waited
                entered.set()

        thread = Thread(target=wait)
        with one.claim("key"):
            thread.start()
            assert not entered.wait(0.1)
        thread.join(10)
        assert entered.is_set()


def test_two_threads_and_two_processes(store: Store) -> None:
    owners = [Owner(store.path)]
    assert owners[0].line() == "first"
    owners.append(Owner(store.path))
    waited: list[bool] = []

    def ask() -> None:
        with store.claim("key") as claim:
            waited.append(claim.waited)

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    assert not waited
    owners[0].go_on()
    assert owners[1].line() in ("waited", "first")  # first, if it is slow to come and no one has it just then
    owners[1].go_on()
    for thread in threads:
        thread.join(10)
    assert waited == [True, True]
    assert not list(Path(store.path).parent.glob("*-claim-*"))


@needs_signals
def test_the_claim_of_an_owner_that_is_killed_goes_to_who_waits(store: Store) -> None:
    owner = Owner(store.path)
    assert owner.line() == "first"
    waited: list[bool] = []

    def ask() -> None:
        with store.claim("key") as claim:
            waited.append(claim.waited)

    thread = Thread(target=ask)
    thread.start()
    time.sleep(0.1)
    assert not waited
    owner.process.kill()
    thread.join(10)
    assert waited == [True]
    owner.process.communicate()
    assert not list(Path(store.path).parent.glob("*-claim-*"))


@needs_signals
def test_what_a_killed_owner_leaves_behind_stops_nobody(store: Store) -> None:
    owner = Owner(store.path)
    owner.line()
    owner.process.kill()
    owner.process.communicate()
    assert len(list(Path(store.path).parent.glob("*-claim-*"))) == 1
    with store.claim("key") as claim:
        assert not claim.waited
    assert not list(Path(store.path).parent.glob("*-claim-*"))


@needs_signals
def test_who_waits_can_be_interrupted(store: Store) -> None:
    with store.claim("key"):
        waiting = Owner(store.path)
        time.sleep(0.2)
        waiting.process.send_signal(signal.SIGINT)
        assert waiting.line() == "interrupted"
        waiting.process.communicate(timeout=10)
    with store.claim("key") as claim:
        assert not claim.waited


def test_waiting_takes_no_time_of_the_processor(store: Store) -> None:
    """It does not poll: the kernel, or a lock, wakes who waits."""
    spent: list[float] = []

    def wait() -> None:
        before = time.thread_time()
        with store.claim("key"):
            spent.append(time.thread_time() - before)

    thread = Thread(target=wait)
    with store.claim("key"):
        thread.start()
        time.sleep(0.5)
    thread.join(10)
    assert spent[0] < 0.02


def test_where_no_file_can_be_made_the_threads_of_a_process_are_kept_apart(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("seglam_lang.store.claims.os.open", fail)
    test_of_many_threads_one_at_a_time_has_it(store)


def test_a_file_that_was_removed_meanwhile_is_no_claim(store: Store) -> None:
    """Who locked a file that its owner has removed by then must lock the one that is there now."""
    order: list[str] = []

    def ask(name: str) -> None:
        for _ in range(15):
            with store.claim("key"):
                order.append(f"{name} in")
                time.sleep(0.002)
                order.append(f"{name} out")

    together(*[partial(ask, name) for name in "abcd"])
    assert all(first.split()[0] == second.split()[0] for first, second in zip(order[::2], order[1::2], strict=True))
