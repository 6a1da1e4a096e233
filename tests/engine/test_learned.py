"""A request in other words than the one that the model was asked: what is served, and what an example says of it."""

from __future__ import annotations

from tests.engine.conftest import Start

CITIES = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 3]]}
SHOPS = {"columns": ["staff", "shop", "sales"], "rows": [[1, "a", 2.5], [2, "b", 5], [3, "a", 3]]}
BY_GROUP = "return rows.group_by(c1).total(c0)"


def test_other_words_ask_no_model(start: Start) -> None:
    seglam, model = start([BY_GROUP] * 4)
    first = seglam.exec("total revenue per city", table=CITIES)
    other = seglam.exec("what is the total sales for each shop?", table=SHOPS)
    assert (other.status, other.tier, other.procedure) == ("hit", "learned", first.procedure)
    assert other.trace.template == "what is the total {0:column} for each {1:column}"
    assert 'the cache knows "total {0:column} per {1:column}"' in other.trace.found
    assert len(model.calls) == 1
    assert seglam.store.hits(first.procedure) == 1


def test_what_is_removed_is_found_in_other_words_no_more(start: Start) -> None:
    seglam, model = start([BY_GROUP] * 8)
    first = seglam.exec("total revenue per city", table=CITIES)
    assert seglam.exec("total sales for each shop", table=SHOPS).tier == "learned"
    seglam.store.remove(first.procedure)
    assert seglam.exec("what is the total sales for each shop", table=SHOPS).status == "miss"
    assert len(model.calls) == 2


def test_an_example_that_says_otherwise_is_believed_and_the_wording_keeps_its_new_procedure(start: Start) -> None:
    seglam, _ = start({"total revenue per city": [BY_GROUP] * 4, "show": ["return rows.total(c0)"] * 4})
    first = seglam.exec("total revenue per city", table=CITIES)
    asked = "what is the total sales for each shop"
    seglam_answer = seglam.exec(asked, table=SHOPS)
    assert seglam_answer.tier == "learned"
    wanted = {"columns": ["shop", "sales"], "rows": [["a", 5.5], ["b", 5]]}
    assert seglam.exec(asked, table=SHOPS, example=wanted).tier == "learned"
    assert seglam.exec("total revenue per city", table=CITIES).procedure == first.procedure


def table(*headers: str) -> dict[str, list[object]]:
    return {"columns": list(headers), "rows": [["x", 4], ["y", 2], ["x", 9]]}


def test_words_that_do_not_say_what_is_done_are_believed_once_three_tables_have_shown_it(start: Start) -> None:
    seglam, model = start(["return rows.group_by(c1).total(c0)"] * 4)
    for group, value in (("depot", "fares"), ("team", "hours"), ("host", "plays")):
        asked = f"{value} by {group}"
        assert seglam.exec(asked, table=table(group, value)).status == "miss"
        assert seglam.exec(asked, table=table(group, value)).status == "hit"
    assert seglam.exec("crates by route", table=table("route", "crates")).tier == "exact"
    assert len(model.calls) == 3


def test_one_table_that_shows_otherwise_withdraws_it(start: Start) -> None:
    total, greatest = ["return rows.group_by(c1).total(c0)"] * 4, ["return rows.group_by(c1).maximum(c0)"] * 4
    bodies = {"fares by depot": total, "hours by team": total, "peak by host": greatest, "plays by host": total}
    seglam, _ = start({**bodies, "crates by route": total})
    seglam.exec("peak by host", table=table("host", "peak"))
    for group, value in (("depot", "fares"), ("team", "hours"), ("host", "plays")):
        seglam.exec(f"{value} by {group}", table=table(group, value))
    assert seglam.exec("fares by depot", table=table("depot", "fares")).status == "hit"
    assert seglam.exec("crates by route", table=table("route", "crates")).status == "miss"


def test_what_is_removed_takes_its_evidence_along(start: Start) -> None:
    seglam, _ = start(["return rows.group_by(c1).total(c0)"] * 4)
    tables = [("depot", "fares"), ("team", "hours"), ("host", "plays")]
    answers = [seglam.exec(f"{value} by {group}", table=table(group, value)) for group, value in tables]
    seglam.store.remove(answers[0].procedure)
    assert seglam.exec("crates by route", table=table("route", "crates")).status == "miss"


def test_the_total_of_amounts_is_not_that_of_percentages(start: Start) -> None:
    seglam, _ = start(
        {"total value": ["return rows.total(c0)"] * 4, "total commission %": ["return rows.average(c0)"] * 4}
    )
    seglam.exec("total value", table=table("rep", "value"))
    assert seglam.exec("total price", table=table("rep", "price")).status == "hit"
    assert seglam.exec("total commission %", table=table("rep", "commission %")).status == "miss"
