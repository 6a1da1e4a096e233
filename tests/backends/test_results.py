"""Large results stay in the database, and are written from there as they would be from memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from seglam_lang.language import Param, Signature, check_draft, compile_procedure
from seglam_lang.language.backends import results
from seglam_lang.language.backends.database import Database, database
from seglam_lang.language.backends.results import KeptTable
from seglam_lang.language.computing import fuel
from seglam_lang.language.failures import Failure, NoRoom
from seglam_lang.language.types import NUMBER, TEXT, column_of, table
from seglam_lang.language.values import Column, Table
from seglam_lang.output import destination
from tests.backends.chains import arguments, more, procedure, rows
from tests.backends.stored import store

SIGNATURE = Signature((Param("rows", table(("n", "t"))), Param("n", column_of(NUMBER), "rows")))
TABLE = Table(("n", "t"), (NUMBER, TEXT), (tuple(range(100)), ("a", "b", None, "dd") * 25), 100)


@pytest.fixture
def every_result_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST_FETCHED", 3)


def ran(source: str, given: Table) -> Any:
    checked = check_draft(f"return {source}", SIGNATURE)
    known = {"rows": given, "n": Column("n", NUMBER)}
    return compile_procedure(checked.core).run([known[name] for name in checked.params])


@pytest.mark.usefixtures("every_result_is_large")
def test_columns_in_another_order_are_no_other_rows() -> None:
    source = 'rows.sort_by_descending(n).take(3).without(n).with_column("more", row => 1)'
    given = Table(("n", "t"), (NUMBER, TEXT), ((3, 1, 2, 5), ("b", "d", "c", "a")), 4)
    found = ran(source, store(given))
    assert isinstance(found, KeptTable)
    assert found.fetched() == ran(source, given) and found.cells[0] == ("a", "b", "c")


@pytest.mark.usefixtures("every_result_is_large")
def test_generated_results_are_written_as_from_memory(tmp_path: Path) -> None:
    """The same bytes in every format, and the same value to whoever looks at it."""
    kept = 0
    for seed in range(50):
        chance = Random(seed)
        given = rows(chance), more(chance)
        source, program, names = procedure(chance, gives_table=True)
        stored = store(given[0]), given[1]
        try:
            found = program.run(arguments(names, *stored))
        except Failure:
            continue
        if isinstance(found, KeptTable):
            kept += 1
            plain = program.run(arguments(names, *given))
            for ending in ("csv", "json", "parquet", "md", "xlsx"):
                one, other = tmp_path / f"one.{ending}", tmp_path / f"other.{ending}"
                destination(one).write(found)
                destination(other).write(plain)
                assert one.read_bytes() == other.read_bytes(), f"seed {seed}: {source}"
            assert found.take([0, found.length - 1, 0]) == plain.take([0, found.length - 1, 0])
            assert (found, found.made) == (plain, plain.made)
            assert fuel.tree_size(found) == fuel.tree_size(plain)
    assert kept > 20


@pytest.mark.usefixtures("every_result_is_large")
def test_a_kept_table_is_gone_when_nobody_has_it() -> None:
    before = database().row("SELECT count(*) FROM duckdb_tables()")[0]
    found = ran("rows.where(row => row[n] > 10)", store(TABLE))
    assert isinstance(found, KeptTable) and found.length == 89
    assert database().row("SELECT count(*) FROM duckdb_tables()")[0] == before + 1
    del found
    assert database().row("SELECT count(*) FROM duckdb_tables()")[0] == before


@pytest.mark.usefixtures("every_result_is_large")
def test_a_kept_table_can_be_computed_with() -> None:
    found = ran("rows.sort_by_descending(n)", store(TABLE))
    assert isinstance(found, KeptTable)
    assert ran("rows.take(2).values(n)", found) == (99, 98)
    assert isinstance(ran("rows.drop(1)", found), KeptTable)
    assert not isinstance(ran("rows.take(1)", found), KeptTable)


@pytest.mark.usefixtures("every_result_is_large")
def test_a_file_that_cannot_be_written_to_its_end_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = ran("rows.sort_by_descending(n)", store(TABLE))
    asked = Database.rows

    def until_it_is_full(self: Database, sql: str, parameters: tuple[Any, ...] = ()) -> Any:
        if "p >= 7 " in sql:
            raise NoRoom("there is no room")
        return asked(self, sql, parameters)

    monkeypatch.setattr(Database, "rows", until_it_is_full)
    with pytest.raises(NoRoom):
        destination(tmp_path / "some.csv").write(found)
    assert list(tmp_path.iterdir()) == []


_PEAK = """
import resource, sys
from seglam_lang.inputs import read_table
from seglam_lang.language import load
from seglam_lang.output import destination
table = read_table("rows.csv").value
ordered = load("proc s(rows: Table, a: Column<Number>) -> Table { return rows.sort_by(a) }")["s"]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
destination("out.csv").write(ordered(table, "a"))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is counted otherwise")
def test_a_large_result_is_written_in_little_memory(tmp_path: Path) -> None:
    """Three million cells take 300 MB of Python's memory; here they may take 100 MB, most of it the database's."""
    lines = [f"{number},{number * 7919 % 300_007},x{number % 9},{number % 11}.5" for number in range(750_000)]
    (tmp_path / "rows.csv").write_text("\n".join(["id,a,b,c", *lines]) + "\n")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    printed = subprocess.run(
        [sys.executable, "-c", _PEAK], cwd=tmp_path, env=environment, capture_output=True, check=True, text=True
    )
    assert int(printed.stdout) < 100
    written = (tmp_path / "out.csv").read_text().splitlines()
    assert len(written) == 750_001 and sorted(written[1:]) == sorted(lines)


@pytest.mark.parametrize("is_stored", [False, True])
def test_a_result_may_be_as_large_as_what_it_is_made_of(is_stored: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((results, "MOST_FETCHED"), (fuel, "MAX_TREE")):
        monkeypatch.setattr(module, name, 50)
    given = store(TABLE) if is_stored else TABLE
    assert ran("rows.sort_by(n)", given).length == 100
    for larger in ('rows.with_column("m", row => row[n] + 1)', "rows.append_rows(rows)"):
        with pytest.raises(Failure) as raised:
            ran(larger, given)
        assert (raised.value.code, raised.value.node) == ("too-large", -1)
