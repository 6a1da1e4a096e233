"""What is kept of the tables that procedures have answered about."""

from __future__ import annotations

from pathlib import Path

from seglam_lang.requests.model import FromHeader, FromSlot, FromTable
from seglam_lang.store import Store
from seglam_lang.store.counts import AUDIT, OTHER, SAME
from seglam_lang.store.packing import pack
from seglam_lang.store.records import Use

ROWS = FromTable("table")


def of(procedure: str, *headers: str) -> Use:
    return Use(procedure, (ROWS, *(FromHeader("table", header, "Number") for header in headers), FromSlot(0)))


def test_procedures_are_found_by_the_columns_of_a_table_the_most_frequent_first(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as store:
        for use in (of("a", "fee"), of("b", "fee", "vet"), of("b", "fee", "vet"), of("c", "cost"), of("d")):
            store.count_use(use)
        assert store.uses({"fee", "vet"}, 9) == [of("b", "fee", "vet"), of("a", "fee"), of("d")]
        assert store.uses({"fee"}, 9) == [of("a", "fee"), of("d")]
        assert store.uses({"fee", "vet"}, 1) == [of("b", "fee", "vet")]
        assert store.uses(set(), 9) == [of("d")]
    with Store.open(tmp_path / "cache.sqlite") as store:
        store.count_use(of("a", "fee"))
        store.count_use(of("a", "fee"))
        assert store.uses({"fee", "vet"}, 1) == [of("a", "fee")]


def test_errors_are_what_audits_found_and_what_people_said() -> None:
    with Store.open(":memory:") as store:
        assert store.errors_of("near") == 0
        for came_to in (SAME, OTHER, SAME):
            store.count_outcome(AUDIT, came_to, 0.0)
        assert (store.errors_of("near"), store.errors_of("learned")) == (1, 0)


def test_a_use_that_cannot_be_read_is_known_no_more(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as store:
        store.count_use(of("a", "fee"))
        store.flush()
        with store._files.writing() as own:
            for number, damaged in enumerate((b"", b"no msgpack", pack([["nothing", 0, "", ""]]), pack(3), pack([[]]))):
                own.execute("INSERT INTO uses VALUES (?, ?, ?, ?)", ("fee", f"x{number}", damaged, 99))
        assert store.uses({"fee"}, 9) == [of("a", "fee")]
