"""`Seglam.stats`: what came of requests, and of what people said of the answers."""

from __future__ import annotations

import pytest

from seglam_lang.stats import Errors, stats
from seglam_lang.store import Store
from seglam_lang.store.counts import DAY_S
from tests.engine.conftest import Start
from tests.engine.test_corrections import CITIES, GREATEST, TOTAL

DAY = 20_000


def test_each_request_counts_once(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    seglam.exec("total revenue per city", table=CITIES)
    seglam.exec("total revenue per city", table=CITIES)
    learned = seglam.exec("what is the total revenue for each city", table=CITIES)
    seglam.exec("total revenue per city", table=3)
    model.bodies = []
    seglam.exec("nothing of the kind in Oslo", table=CITIES)
    seglam.exec("nothing of the kind in Oslo", table=CITIES)  # remembered: no call
    seglam.right(learned)
    found = seglam.stats().all_time
    assert dict(found.hits) == {"exact": 1, "learned": 1}
    assert (found.requests, found.misses, found.refused, found.failed, found.model_calls) == (6, 1, 2, 1, 2)
    assert found.errors["learned"] == Errors(1, 0, 1)
    assert seglam.stats().recent == found


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Store:
    """A year of a cache: a miss of 2 s on the first day, and a hit of 0.5 s on each."""
    store = Store.open(":memory:")
    for day in range(365):
        monkeypatch.setattr("seglam_lang.store.counts.time.time", lambda day=day: (DAY + day) * DAY_S)
        if day == 0:
            store.count_outcome("miss", "model", 2.0)
        store.count_outcome("hit", "a new tier", 0.5)
    return store


def test_days_are_counted_by_themselves(counted: Store) -> None:
    found = stats(counted, 30)
    assert (found.all_time.requests, found.recent.requests) == (366, 30)
    assert str(found.since) == "2024-10-04"
    assert found.recent.hits == {"a new tier": 30}


def test_a_hit_saves_what_a_miss_takes(counted: Store) -> None:
    found = stats(counted, 30)
    assert (found.all_time.seconds_saved, found.recent.seconds_saved) == (365 * 1.5, 30 * 1.5)


def test_what_a_miss_takes_must_have_been_measured() -> None:
    with Store.open(":memory:") as store:
        assert stats(store, 30).since is None
        store.count_outcome("hit", "exact", 0.5)
        assert stats(store, 30).all_time.seconds_saved is None


def test_an_error_of_nothing_may_be_any() -> None:
    assert Errors(0, 0, 0).interval == (0.0, 1.0)
    assert Errors(400, 0, 0).interval[1] == pytest.approx(0.0095, abs=0.0001)


def test_more_may_be_called_wrong_than_was_counted_as_an_answer(start: Start) -> None:
    seglam, model = start([TOTAL] * 4)
    seglam.exec("total revenue per city", table=CITIES)
    model.bodies = [GREATEST] * 4
    for _ in range(2):  # neither counts as an answer of its tier
        seglam.wrong("total revenue per city", table=CITIES)
    found = stats(seglam.store, 10**6)
    assert all(each.interval[1] <= 1 for each in found.all_time.errors.values())
    assert found.recent == found.all_time
