"""What the own wordings of a cache speak for is what it knows now: of what is taken away, nothing is left."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from seglam_lang.handwritten import add
from seglam_lang.matching import Tier
from seglam_lang.requests import Template, Wording
from seglam_lang.requests.alike import OwnChanges
from seglam_lang.requests.model import FromSlot
from seglam_lang.store import Store
from seglam_lang.store.judging import Judged

DOUBLE = """
proc double(n: Number) -> Number {
  ask "double the (wines|bottles) of {n}"
  return n * 2
}
example double(3) == 6
"""
HALF = """
proc half(n: Number) -> Number {
  ask "half of the (wines|bottles) in {n}"
  return n / 2
}
example half(3) == 1.5
"""
OTHER = """
proc square(n: Number) -> Number {
  ask "square the wines {n}"
  return n * n
}
example square(3) == 9

proc cube(n: Number) -> Number {
  ask "square the bottles {n}"
  return n * n * n
}
example cube(3) == 27
"""
BELIEVED = [(("bottle",), ("wine",), 2)]


def believed(store: Store) -> list[tuple[tuple[str, ...], tuple[str, ...], int]]:
    return [(each.phrase, each.instead, each.same) for each in store.own_changes()]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache.sqlite"


def test_it_is_counted_as_wordings_come_and_go(cache: Path) -> None:
    with Store.open(cache, []) as store:
        assert believed(store) == []
        add(store, DOUBLE, 0)
        assert believed(store) == []
        add(store, HALF, 0)
        assert believed(store) == BELIEVED
        hash = store.resolve("half")
        store.remove(hash)
        assert believed(store) == []
        store.restore(hash)
        assert believed(store) == BELIEVED


def test_another_process_sees_it_too(cache: Path) -> None:
    with Store.open(cache, []) as one, Store.open(cache, []) as other:
        add(one, DOUBLE, 0)
        assert believed(other) == []
        add(one, HALF, 0)
        assert believed(other) == BELIEVED
        one.remove(one.resolve("double"))
        assert believed(other) == []


def test_what_another_process_has_just_rejected_speaks_against_it_at_once(cache: Path) -> None:
    with Store.open(cache, []) as one, Store.open(cache, []) as other:
        add(one, DOUBLE + HALF, 0)
        assert believed(other) == BELIEVED
        wrong = Wording(Template.parse("\ndouble the bottles of {0:number}"), one.resolve("double"), (FromSlot(0),))
        one.reject(Judged("double the bottles of 3", Tier.EXACT, wrong, (), None), one.procedure(wrong.procedure))
        assert believed(other) == []


def test_one_thread_may_look_while_another_learns() -> None:
    changes, errors = OwnChanges(), []
    done = threading.Event()

    def look() -> None:
        try:
            while not done.is_set():
                list(changes)
                changes.variants(("shop0", "of", "a"))
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    for number in range(3_000):
        for meaning in range(2):
            changes.add(Template(f"\nshop{number % 60} of kind{meaning}"), meaning)
    done.set()
    thread.join()
    assert not errors


def test_wordings_that_ask_for_different_things_speak_against_it(cache: Path) -> None:
    with Store.open(cache, []) as store:
        add(store, DOUBLE + HALF, 0)
        assert believed(store) == BELIEVED
        add(store, OTHER, 0)
        assert believed(store) == []


def test_what_a_person_calls_wrong_speaks_against_it(cache: Path) -> None:
    with Store.open(cache, []) as store:
        add(store, DOUBLE + HALF, 0)
        wrong = Wording(Template.parse("\ndouble the bottles of {0:number}"), store.resolve("double"), (FromSlot(0),))
        store.reject(Judged("double the bottles of 3", Tier.EXACT, wrong, (), None), store.procedure(wrong.procedure))
        assert believed(store) == []
