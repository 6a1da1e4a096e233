"""The index of wordings by their signatures: kept in a layer that ships, made in memory for any other file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from seglam_lang.handwritten import add
from seglam_lang.requests.alike import key_of_signature
from seglam_lang.requests.template import Template
from seglam_lang.shipping import build
from seglam_lang.store import Store

SOURCE = """
proc total_by<G>(rows: Table, value: Column<Number>, group: Column<G>) -> Table {
  ask "total {value} (by|per|for each) {group}"
  return rows.group_by(group).total(value)
}
example total_by([{city: "Oslo", sales: 2}, {city: "Oslo", sales: 3}], "sales", "city") == [{city: "Oslo", sales: 5}]
"""


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "totals.seg").write_text(SOURCE, encoding="utf-8")
    build(tmp_path / "sources", tmp_path / "layer.sqlite")
    return tmp_path / "layer.sqlite"


def found(cache: Path, layer: Path) -> list[str]:
    """Return the words of all wordings that are found by the signatures of those of the layer."""
    with closing(sqlite3.connect(layer)) as connection:
        keys = [key for (key,) in connection.execute("SELECT template FROM wordings")]
    signatures = [key_of_signature(Template.parse(key)) for key in keys]
    with Store.open(cache, [layer]) as store:
        return sorted(each.wording.template.text for each in store.alike(signatures))


@pytest.mark.parametrize(
    "change", ["", "UPDATE signatures_made_by SET digest = 'of others'", "DROP TABLE signatures_made_by"]
)
def test_a_layer_answers_alike_with_its_index_and_without(tmp_path: Path, layer: Path, change: str) -> None:
    with closing(sqlite3.connect(layer)) as connection:
        connection.execute(change)
        connection.commit()
    words = [f"total {{0:column}} {by} {{1:column}}" for by in ("by", "for each", "per")]
    assert found(tmp_path / "cache.sqlite", layer) == words


def test_what_both_files_have_is_found_once_in_each(tmp_path: Path, layer: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite", [layer]) as store:
        add(store, SOURCE, 0)
        assert len(found(tmp_path / "cache.sqlite", layer)) == 6
