"""Tables in Spark, for whoever asks for it: Parquet files are read where they lie, all else is handed over.

What is handed over has been read into DuckDB, and goes by way of a Parquet file in the temporary folder, which Spark
sees where it runs on this machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.paths import state_of
from seglam_lang.inputs.stored.several_files import MOST_FILES, POSITION, Columns, below_each_other
from seglam_lang.inputs.stored.typed_columns import Doubtful, Source, typed_table
from seglam_lang.language.backends.database import database, text_literal
from seglam_lang.language.backends.dialects import NotPushed
from seglam_lang.language.backends.engines import DatabaseError
from seglam_lang.language.backends.relation import Owner, Relation, StoredTable
from seglam_lang.language.backends.spark import NoSpark, Spark, spark
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Table


def engine_at(master: str) -> Spark:
    """Return Spark at a master, as `local[*]` or `spark://host:7077`. Raise InputError where it cannot be had."""
    try:
        return spark(master)
    except NoSpark as error:
        raise InputError("no-engine", str(error)) from error


def read_parquet_in_spark(paths: Sequence[Path], master: str, in_memory: Callable[[], Table]) -> TypedValue | None:
    """Return the table of Parquet files of the same columns, one below the other; None where another reader has to
    decide (see the package). Raise InputError where Spark cannot be had."""
    engine, before = engine_at(master), list(map(state_of, paths))
    if len(paths) > MOST_FILES:
        return None
    try:
        source = _source(engine, [f"file://{path.absolute()}" for path in paths])
        return typed_table(engine, source, in_memory, lambda: list(map(state_of, paths)) == before)
    except (DatabaseError, Doubtful):
        return None


def read_parquet_url(url: str, master: str) -> TypedValue:
    """Return the table of the Parquet files that a URL names: a file, a folder or a pattern, wherever Spark can read.
    Raise InputError where that is not possible. Nobody else can read them: so all numbers are looked at, as a float may
    be of more decimals than the first ones have."""
    engine = engine_at(master)
    with _said_of(url):
        files = engine.files(url)
        if len(files) > MOST_FILES:
            raise DatabaseError(f"there are {len(files):,} files, and at most {MOST_FILES} are read as one table")

        def in_memory() -> Table:
            with _said_of(url):
                table: StoredTable = _all_of(engine, files, in_memory).value
                return table.fetched()

        found = _all_of(engine, files, in_memory)
        numbers = [column.sql for column in found.value.columns if column.type == NUMBER]
        if numbers:
            found.value.relation.only(", ".join(f"max({each})" for each in numbers))
    return found


def _all_of(engine: Spark, files: Sequence[str], in_memory: Callable[[], Table]) -> TypedValue:
    """Return the table of files that nobody else can read. Raise DatabaseError."""
    try:
        return typed_table(engine, _source(engine, files), in_memory)
    except Doubtful:
        why = "not the same columns, or all of them are texts, or some have types or bytes that are not known here"
        raise DatabaseError(f"its files have {why}") from None


@contextmanager
def _said_of(url: str) -> Iterator[None]:
    """Raise InputError where Spark cannot read what a URL names."""
    try:
        yield
    except DatabaseError as error:
        raise InputError("unreadable-file", f"{url} cannot be read by Spark: {error}") from error


def _source(engine: Spark, files: Sequence[str]) -> Source:
    """Return the rows of all files, in their order. Raise DatabaseError, or Doubtful."""
    owner = Owner()
    views = [_view(engine, owner, file) for file in files]
    source = below_each_other(engine, views, [_columns(engine, each) for each in views])
    return replace(source, owner=owner, is_ordered=False)


def _view(engine: Spark, owner: Owner, file: str) -> str:
    """Return the name of a view of a file, kept as long as its owner."""
    name = engine.new_name()
    engine.read_parquet(file, name, POSITION)
    engine.keep(owner, name)
    return name


def _columns(engine: Spark, view: str) -> Columns:
    """Return the columns of a view with their types. Raise Doubtful where one is called as the position is."""
    described = engine.rows(f"DESCRIBE SELECT * FROM {view}")
    columns = {name: engine.dialect.kind(kind) for name, kind, _ in described if name != POSITION}
    if len(described) != len(columns) + 1:
        raise Doubtful
    return columns


class _Folder(Owner):
    """A temporary folder, which goes when nobody has the table in it any more."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="seglam-spark-")
        self.file = Path(self._folder.name, "rows.parquet")


def handed_over(read: TypedValue, master: str) -> TypedValue:
    """Return what was read, with its rows in Spark where they were in DuckDB. Raise InputError where they cannot be."""
    table, engine = read.value, engine_at(master)
    if not isinstance(table, StoredTable) or table.relation.database is engine:
        return read
    if not engine.is_local:
        raise InputError(
            "not-in-engine",
            f"Spark at {master} reads Parquet files that all its machines see, and the table is none that it can read; "
            "save it as such a file, or leave --engine out",
        )
    try:
        return read._replace(value=_copied(table, engine))
    except NotPushed:
        return read  # DuckDB has types that Spark has not


def _copied(table: StoredTable, engine: Spark) -> StoredTable:
    """Return a table with its rows in Spark. Raise NotPushed where a column has no form there."""
    for column in table.columns:
        column.sql_type(engine.dialect)
    columns = tuple([replace(column, sql=f"x{place}") for place, column in enumerate(table.columns)])
    asked = ", ".join(f"{given.sql} AS {made.sql}" for given, made in zip(table.columns, columns, strict=True))
    folder, name = _Folder(), engine.new_name()
    rows = table.relation.select(f"p, {asked}")
    try:
        database().run(f"COPY ({rows}) TO {text_literal(str(folder.file))} (FORMAT parquet)")
        engine.read_parquet(f"file://{folder.file}", name, POSITION)
    except DatabaseError as error:
        raise InputError("not-in-engine", f"the table cannot be handed to Spark: {error}") from error
    engine.keep(folder, name)
    return StoredTable(
        Relation(engine, name, columns, table.relation.most, folder, is_ordered=False),
        table.headers,
        columns,
        table.planner,
        percentages=table.percentages,
        made=table.made,
        notations=table.notations,
        length=table.length,
        in_memory=table.in_memory,
        is_current=table.is_current,
    )
