"""The year of a team: the same seed gives the same year, tasks arrive, and what is asked is understood."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from seglam_lang.matching import TIERS, find_arguments
from tests.bench.matching.asked import Asked, asked_of
from tests.bench.matching.caches import Tiers
from tests.bench.year.__main__ import Day, play, report, together, total
from tests.bench.year.team import Plan, arrived, varied, year

TABLE = {
    "columns": ["city", "state", "sales", "cost"],
    "rows": [["Rome", "IT", 3, 1], ["Oslo", "NO", 5, 2], ["Milan", "IT", 4, 7], ["Bergen", "NO", 9, 8]],
}
PLAN = Plan(days=30, tasks=2, requests=6)


def asked(type: str, request: str, program: str) -> Asked:
    gold = {"seglam": program}
    row = {"id": request, "request": request, "inputs": {"table": TABLE}, "type": type, "gold": gold, "table": "t"}
    found = asked_of(row)
    assert found is not None, request
    return found


@pytest.fixture(scope="module")
def team() -> list[Asked]:
    in_rome = 'rows.where(row => row[`city`] == "Rome").total(`sales`)'
    return [
        asked("total", "total sales in Rome", in_rome),
        asked("total", "what is the total sales in Rome?", in_rome),
        asked("average", "average sales", "rows.average(`sales`)"),
        asked("most", "highest cost", "rows.maximum(`cost`)"),
        asked("by", "total cost by state", "rows.group_by(`state`).total(`cost`)"),
        asked("above", "how many cities have sales over 4", "rows.where(row => row[`sales`] > 4).count()"),
    ]


def test_a_seed_is_a_year(team: list[Asked]) -> None:
    def words(seed: int) -> list[tuple[int, str]]:
        return [(day, each.reading.request) for day, each in year(team, seed, PLAN)]

    assert words(3) == words(3) != words(4)
    assert len(words(3)) == PLAN.days * PLAN.requests
    assert words(3)[-1][0] == PLAN.days


def test_tasks_arrive_through_the_year(team: list[Asked]) -> None:
    assert [arrived(day, 5, PLAN) for day in (1, 30)] == [2, 5]
    counts = [arrived(day, 5, PLAN) for day in range(1, 31)]
    assert counts == sorted(counts)
    first_day = {each.type for day, each in year(team, 0, PLAN) if day == 1}
    assert len(first_day) <= 2
    assert len({each.type for _, each in year(team, 0, PLAN)}) > 2


def test_other_values_and_columns_are_asked_about(team: list[Asked]) -> None:
    requests = {varied(each, Random(seed)).reading.request for each in team for seed in range(60)}
    assert {"total sales in Rome", "total sales in Oslo", "average cost", "total sales by state"} <= requests
    assert any(request.startswith("how many cities have sales over") and request[-1] != "4" for request in requests)


def test_what_is_expected_follows_from_the_words(team: list[Asked]) -> None:
    for each in team:
        for seed in range(20):
            other = varied(each, Random(seed))
            bound = find_arguments(other.wording, other.reading, other.params)
            assert bound is not None
            assert bound.arguments == other.arguments


def test_the_model_is_needed_less(team: list[Asked]) -> None:
    days = play(team, 0, PLAN, 1.0, Tiers("seglam", TIERS))
    assert total(days).requests == PLAN.days * PLAN.requests
    assert total(days).false == 0
    assert total(days[-7:]).calls < total(days[:7]).calls
    assert 0 < total(days).seconds_saved < total(days).hits.total()
    assert [line.split()[0] for line in report([days])[1:]] == ["day", "day", "day", "the"]


def test_years_are_added_up() -> None:
    one, other = Day(requests=3, false=1), Day(requests=4)
    one.hits["exact"], other.hits["near"] = 1, 2
    (both,) = together([[one], [other]])
    assert (both.requests, both.calls, both.false, dict(both.hits)) == (7, 4, 1, {"exact": 1, "near": 2})


def test_it_is_drawn(team: list[Asked], tmp_path: Path) -> None:
    pytest.importorskip("altair")
    from tests.bench.year.plot import draw

    draw(play(team, 0, PLAN, 1.0, Tiers("seglam", TIERS)), 1, tmp_path / "year.svg")
    assert "model calls a day" in (tmp_path / "year.svg").read_text(encoding="utf-8")
