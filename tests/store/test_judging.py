"""What people say of answers: what is rejected is not served, what is confirmed is trusted more, nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.requests import Template
from seglam_lang.store import Store, StoreError
from seglam_lang.store.judging import Judged
from tests.store.entries import SUM, TOTAL, everything, hash_of, letters, put, wording

A = hash_of("a")


def judged(letter: str = "a", template: Template = TOTAL, request: str = "total sales", tier: str = "exact") -> Judged:
    return Judged(request, tier, wording(letter, template), ["sales"])


def reject(store: Store, letter: str = "a", template: Template = TOTAL) -> None:
    store.reject(judged(letter, template), store.procedure(hash_of(letter)))


STEPS = st.lists(st.tuples(st.sampled_from(["put", "reject", "confirm", "remove"]), st.sampled_from("abc")), max_size=8)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, letter=st.sampled_from("abc"))
def test_rejecting_and_restoring_gives_back_every_record(steps: list[tuple[str, str]], letter: str) -> None:
    with Store.open(":memory:") as store:
        for step in [*steps, ("put", letter)]:
            take(store, *step)
        if wording(letter) not in [found.wording for found in store.find([TOTAL])]:
            return
        before = everything(store, hash_of(letter)), list(store.find([TOTAL]))
        reject(store, letter)
        assert wording(letter) not in [found.wording for found in store.find([TOTAL])]
        store.restore(hash_of(letter))
        assert (everything(store, hash_of(letter)), list(store.find([TOTAL]))) == before


def take(store: Store, action: str, letter: str) -> None:
    try:
        if action == "put":
            put(store, letter)
        elif action == "reject":
            reject(store, letter)
        elif action == "confirm":
            store.confirm(judged(letter))
        else:
            store.remove(hash_of(letter))
    except StoreError as error:
        assert error.code in ("unknown-procedure", "already-rejected")


def test_what_is_rejected_is_in_the_history(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    reject(store)
    assert letters(store.find([TOTAL])) == []
    assert letters(store.find([SUM])) == ["a"]
    (event,) = store.history()
    assert (event.action, [each.wording for each in event.wordings]) == ("rejected", [wording("a")])
    (said,) = store.judgements(A)
    assert (said.verdict, said.tier, said.request, said.wording) == ("wrong", "exact", "total sales", wording("a"))


def test_a_procedure_that_nothing_else_asks_for_can_still_be_compared_with(store: Store) -> None:
    put(store, "a")
    reject(store)
    assert store.procedures() == []
    assert list(store.find([TOTAL])) == []
    (rejection,) = store.rejections()
    assert store.past(rejection.event).hash == A


def test_twice_is_once_too_often(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    reject(store)
    with pytest.raises(StoreError, match="has been called wrong before"):
        reject(store)
    assert len(store.history()) == 1


def test_another_process_knows_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seglam_lang.store.lookup.ASK_AGAIN_S", 0.0)
    with Store.open(tmp_path / "c.sqlite") as one, Store.open(tmp_path / "c.sqlite") as other:
        put(one, "a", wording("a"), wording("a", SUM))
        assert letters(other.find([TOTAL])) == ["a"]
        reject(one)
        assert letters(other.find([TOTAL])) == []
        assert [each.wording for each in other.rejections()] == [wording("a")]


def layered(folder: Path, *templates: Template) -> Store:
    with Store.open(folder / "layer.sqlite") as below:
        put(below, "a", *[wording("a", each) for each in templates])
    return Store.open(folder / "own.sqlite", [folder / "layer.sqlite"])


def test_a_wording_of_a_layer_is_served_no_more_and_stays_there(tmp_path: Path) -> None:
    with layered(tmp_path, TOTAL, SUM) as store:
        reject(store)
        assert letters(store.find([TOTAL, SUM])) == ["a"]
        assert [found.wording for found in store.wordings(A)] == [wording("a", SUM)]
        put(store, "b")
        assert letters(store.find([TOTAL])) == ["b"]
        store.restore(A)
        assert letters(store.find([TOTAL])) == ["b", "a"]


def test_the_latest_wording_is_an_own_one_and_none_that_is_wrong(tmp_path: Path) -> None:
    with layered(tmp_path, SUM, TOTAL) as store:
        assert store.latest_wording(A) == wording("a", TOTAL)
        reject(store)
        assert store.latest_wording(A) == wording("a", SUM)
        other = Template.parse("table\nall of {0:column}")
        put(store, "a", wording("a", other))
        assert store.latest_wording(A) == wording("a", other)
        assert store.latest_wording(hash_of("b")) is None


def test_a_wording_of_a_layer_that_is_right_becomes_ones_own(tmp_path: Path) -> None:
    with layered(tmp_path, TOTAL) as store:
        assert store.confirm(judged()) == ("verified", 1)
        first, second = store.find([TOTAL])
        assert (first.level, second.level) == ("verified", "agreed")


def test_three_different_requests_make_it_trusted(store: Store) -> None:
    put(store, "a")
    said = [("total sales", 1, "verified"), ("Total  sales", 1, "verified"), ("total cost", 2, "verified")]
    for request, count, level in (*said, ("total price", 3, "trusted")):
        assert store.confirm(judged(request=request)) == (level, count)
        assert [found.level for found in store.find([TOTAL])] == [level]
    assert [each.certificate.confirmed for each in store.certificates(A)] == [0, 1, 1, 2, 3]


def test_no_procedure_is_trusted_that_was_called_wrong(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    reject(store, template=SUM)
    for request in ("total sales", "total cost", "total price"):
        confirmed = store.confirm(judged(request=request))
    assert confirmed == ("verified", 3)
    store.restore(A)
    assert store.confirm(judged()) == ("trusted", 3)


def test_trust_ends_where_an_answer_is_called_wrong(store: Store) -> None:
    put(store, "a", wording("a"), wording("a", SUM))
    for request in ("total sales", "total cost", "total price"):
        store.confirm(judged(request=request))
    reject(store, template=SUM)
    assert [found.level for found in store.find([TOTAL])] == ["verified"]


def test_a_person_who_writes_it_for_these_words_lifts_it(store: Store) -> None:
    put(store, "a")
    reject(store)
    from seglam_lang.store import Provenance

    put(store, "a", provenance=Provenance("written by hand"))
    assert letters(store.find([TOTAL])) == ["a"]
    assert store.rejections() == ()


def test_nothing_is_said_in_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path / "c.sqlite") as store:
        put(store, "a")
        store._files.unwritable = "permission denied"
        for say in (lambda: reject(store), lambda: store.confirm(judged())):
            with pytest.raises(StoreError, match="cannot be written"):
                say()
        store._files.unwritable = ""
        assert store.judgements() == []


# What came of requests


def outcomes(store: Store) -> dict[tuple[str, str], tuple[int, float]]:
    return {(each.status, each.tier): (each.count, each.seconds) for each in store.outcomes()}


def test_outcomes_are_counted_and_kept(tmp_path: Path) -> None:
    with Store.open(tmp_path / "c.sqlite") as store:
        for seconds in (0.25, 0.5):
            store.count_outcome("hit", "near", seconds)
        store.count_outcome("miss", "model", 2.0)
        assert outcomes(store) == {("hit", "near"): (2, 0.75), ("miss", "model"): (1, 2.0)}
        store.count_outcome("hit", "near", 0.25)
    with Store.open(tmp_path / "c.sqlite") as store:
        assert outcomes(store)["hit", "near"] == (3, 1.0)


def test_they_are_counted_by_the_day_on_which_it_was_asked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (20_000, 20_000, 20_001):
        monkeypatch.setattr("seglam_lang.store.counts.time.time", lambda day=day: day * 86_400 + 86_399)
        store.count_outcome("hit", "exact", 0.0)
    assert [(each.day, each.count) for each in store.outcomes()] == [(20_000, 2), (20_001, 1)]


def test_what_cannot_be_written_waits(tmp_path: Path) -> None:
    with Store.open(tmp_path / "c.sqlite") as store, Store.open(tmp_path / "c.sqlite") as other:
        store.count_outcome("hit", "exact", 0.5)
        with other._files.writing():
            store._counts._write(wait=False)
        store.count_outcome("hit", "exact", 0.5)
        assert outcomes(store) == {("hit", "exact"): (2, 1.0)}


def test_the_last_answer_is_kept(tmp_path: Path) -> None:
    from seglam_lang.store.records import Answered

    with Store.open(tmp_path / "c.sqlite") as store:
        assert store.latest() is None
        store.keep_given({"files": ["/a.csv"]})
        store.count_outcome("call", "model", 0.0)
        store.count_outcome("hit", "exact", 0.0, Answered("total sales", "hit", "exact", wording("a")))
    with Store.open(tmp_path / "c.sqlite") as store:
        last: Any = store.latest()
        assert (last.request, last.given) == ("total sales", {"files": ["/a.csv"]})
        assert last.judged == Judged("total sales", "exact", wording("a"), [])
        store.count_outcome("refused", "", 0.0, Answered("show it", "refused"))
        last = store.latest()
        assert (last.request, last.judged, last.given) == ("show it", None, {})
