"""What is kept of the tables that procedures have answered about."""

from __future__ import annotations

from pathlib import Path

from seglam_lang.requests.model import FromHeader, FromSlot, FromTable
from seglam_lang.store import Store
from seglam_lang.store.counts import AUDIT, OTHER, SAME
from seglam_lang.store.packing import pack
from seglam_lang.store.records import Use

ROWS = FromTable("table")


def of(procedure: str, *columns: str, table: str = "t") -> Use:
    return Use(procedure, (ROWS, *(FromHeader("table", each, "Number") for each in columns), FromSlot(0)), table)


def test_procedures_are_found_by_the_headers_of_a_table_the_most_frequent_first(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as store:
        for use in (of("a", "fee"), of("b", "vet"), of("b", "vet"), of("c", "fee", table="other")):
            store.count_use(use)
        assert store.uses("t", 9) == [of("b", "vet"), of("a", "fee")]
        assert store.uses("t", 1) == [of("b", "vet")]
        assert store.uses("other", 9) == [of("c", "fee", table="other")]
        assert store.uses("none", 9) == []
    with Store.open(tmp_path / "cache.sqlite") as store:
        for _ in range(2):
            store.count_use(of("a", "fee"))
        assert store.uses("t", 1) == [of("a", "fee")]


def test_errors_are_what_audits_found_and_what_people_said() -> None:
    with Store.open(":memory:") as store:
        assert store.near_errors() == 0
        for came_to in (SAME, OTHER, SAME):
            store.count_outcome(AUDIT, came_to, 0.0)
        assert store.near_errors() == 1


def test_a_use_that_cannot_be_read_is_known_no_more(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as store:
        store.count_use(of("a", "fee"))
        store.flush()
        with store._files.writing() as own:
            for number, damaged in enumerate((b"", b"no msgpack", pack([["nothing", 0, "", ""]]), pack(3), pack([[]]))):
                own.execute("INSERT INTO uses VALUES (?, ?, ?, ?)", ("t", f"x{number}", damaged, 99))
        assert store.uses("t", 9) == [of("a", "fee")]
