"""The everyday requests that no model has learned from."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from seglam_lang.translator.nano.sources.everyday import own_blocks
from seglam_lang.translator.nano.unseen import unseen_rows

FILE = """@table
Dish,Price
Soup,4.50
Pie,7.25

= rows.total(`Price`)
? SELECT sum("Price") FROM t
- what do they cost together?
- total price

! opinion
- which tastes best?
"""


def test_a_row_is_as_in_the_data_files(tmp_path: Path) -> None:
    (tmp_path / "01-menu.txt").write_text(FILE, encoding="utf-8")
    first, second, refused = unseen_rows(tmp_path, Decimal)
    assert (first["id"], second["id"], refused["id"]) == ("unseen-01-1-0", "unseen-01-1-1", "unseen-01-2-0")
    assert first["type"] == second["type"] != refused["type"]
    assert first["table"] == refused["table"]
    assert (second["request"], second["expect"], second["answer"]) == ("total price", "answer", Decimal("11.75"))
    assert (refused["expect"], refused["answer"], refused["gold"]["seglam"]) == ("abstain", None, "")


def test_every_program_gives_an_answer_and_no_id_occurs_twice() -> None:
    rows = list(unseen_rows())
    assert len({row["id"] for row in rows}) == len(rows) > 10_000
    assert len({row["table"] for row in rows}) == 96
    for row in rows:
        assert (row["expect"] == "answer") == (row["answer"] is not None) == bool(row["gold"]["seglam"])


def test_no_table_is_one_that_models_learn_from() -> None:
    learned = {headers(block["inputs"]) for block in own_blocks() if "table" in block["inputs"]}
    assert len(learned) > 200
    assert learned.isdisjoint({headers(row["inputs"]) for row in unseen_rows()})


def headers(inputs: dict[str, Any]) -> frozenset[str]:
    return frozenset(header.casefold() for header in inputs["table"]["columns"])
