"""What columns of texts in a database hold: the same as `inputs.columns` finds, without looking at each cell in Python.

Three ways, of which all come to the same: a column of plain numbers, or of ISO dates, is recognised by the database; of
any other the different texts are fetched and read; and where there are too many of those, some of them show that it can
be nothing but texts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from seglam_lang.inputs.amounts import is_amount, may_be_sections, may_have_thousands
from seglam_lang.inputs.codes import parts_numbers, says_code
from seglam_lang.inputs.columns import NO_VALUE, SAMPLE, Meaning, as_texts, is_other, meaning, most_strays, note_strays
from seglam_lang.inputs.days import is_day, read_days
from seglam_lang.inputs.model import UNKNOWN, Decimals, Writing
from seglam_lang.inputs.stored.forms import Form, form_of, stated
from seglam_lang.inputs.times import is_time, read_times
from seglam_lang.language.backends.columns import SqlColumn, literal, sql_text
from seglam_lang.language.backends.database import Database, text_literal
from seglam_lang.language.backends.dialects import DUCKDB
from seglam_lang.language.types import DURATION, NUMBER, TEXT, Con
from seglam_lang.language.values import Value

ROWS = 2_000  # of the head of a table, that show what its columns may hold
_MOST_DISTINCT = 200_000  # texts of a column that are fetched
_SECTION = r"[0-9]{1,4}(\.(0|[1-9][0-9]{0,3}))?"
_SPACES = r"\s\x{0b}\x{1c}-\x{1f}\x{85}\pZ"  # what Python strips, in a set of RE2's


@dataclass(frozen=True, slots=True)
class Read:
    """A column that has been read: as SQL, with how many cells are blank, and what is known of it beside its type: its
    different values in order of first appearance, where they have been looked at."""

    column: SqlColumn
    blanks: int
    meaning: Meaning
    in_percent: bool = False
    distinct: tuple[Value, ...] | None = None


class TextColumns:
    """The columns c0, c1, ... of texts of a table in a database, whose rows are in order by `rowid`.

    `proved` are the forms that all cells of a column are known to have, None where nothing is known. A column of which
    that is an exact form is stored as its values. `place` names the place of a row; it raises UnknownPlace where nobody
    knows it.
    """

    def __init__(
        self, database: Database, table: str, proved: Sequence[Form | None], place: Callable[[int], str]
    ) -> None:
        self.database, self.table, self.place = database, table, place
        self.columns = [TextColumn(self, f"c{number}", form) for number, form in enumerate(proved)]
        texts = ", ".join([column.text for column in self.columns])
        head = database.rows(f"SELECT {texts} FROM {table} LIMIT {ROWS}")
        for column, cells in zip(self.columns, zip(*head, strict=True), strict=True):
            column.begins_with(stated(cells))
        asked = ", ".join([f"count({column.name}), {column.asked}" for column in self.columns])
        self.length: int
        self.length, *found = self.row(f"count(*), {asked}")
        for column, present, recognised in zip(self.columns, found[::2], found[1::2], strict=True):
            column.present, column.is_recognised = present, present == recognised

    def row(self, asked: str, where: str = "") -> tuple[Any, ...]:
        """Return the only row of a query of aggregates."""
        return self.database.row(f"SELECT {asked} FROM {self.table} {where}")

    def has(self, condition: str) -> bool:
        """Return whether a row meets a condition, which is looked for no further than the first."""
        return bool(self.database.rows(f"SELECT 1 FROM {self.table} WHERE {condition} LIMIT 1"))


class TextColumn:
    """One column. What has to be known of its texts (see `inputs.columns.Texts`) is counted by the database."""

    def __init__(self, of: TextColumns, name: str, proved: Form | None = None) -> None:
        self._of, self.name, self._form = of, name, proved
        self._is_stored_as_values = proved is not None and proved.is_exact
        self.text = f"CAST({name} AS VARCHAR)" if self._is_stored_as_values else name  # what its cells say, in SQL
        self.asked = f"count({name})"  # how many cells are of the form
        self.head: list[str] = []  # its first different texts
        self.present, self.is_recognised = 0, False  # what the database says
        self._times_read = 0

    def begins_with(self, head: list[str]) -> None:
        """Take these for its first different texts."""
        self.head = head
        if self._form is None:
            self._form = form_of(head)
            self.asked = self._form.asked(self.name) if self._form else "0"

    def read(self, header: str, writing: Writing = UNKNOWN) -> Read | None:
        """Return what the column holds; None where that is not known for certain."""
        if self._form and self.is_recognised and not self._is_compact(header, writing):
            kind = self._form.type
            sql = self.name if self._is_stored_as_values else f"CAST({self.name} AS {self._form.sql_type})"
            column = SqlColumn(sql, kind, self._form.digits, self._form.scale)
            decimals = Decimals.POINT if self._form.scale else None
            return Read(column, self._of.length - self.present, Meaning(kind, decimals=decimals))
        if self._is_hopeless():
            return self._only_texts()
        if len(self._written) > _MOST_DISTINCT:
            return None
        return self._by_distinct(meaning(self, header, writing))

    def is_without(self, words: Collection[str]) -> bool:
        """Return whether it is known, without a query of its own, that each cell has a text, and none has one of some
        words, which are in lower case and not of digits."""
        if self._form and self.is_recognised:
            return self.present == self._of.length
        if self._is_hopeless() or len(self._written) > _MOST_DISTINCT:
            return False
        said = "\n".join(self._counted).casefold()
        return sum(self._counted.values()) == self._of.length and not any(word in said for word in words)

    def _is_compact(self, header: str, writing: Writing) -> bool:
        """Return whether numbers may be days, times of day (20240131, 0712), numbers of sections, or have thousands."""
        assert self._form is not None
        if self._form.type != NUMBER:
            return False
        if may_have_thousands(self.head):
            return True  # 1.500 is 1500 where other columns have decimal commas
        if may_be_sections(self.head):
            return not self._of.has(f"NOT regexp_full_match({self.text}, '{_SECTION}')")
        if parts_numbers(header) and any("." in text for text in self.head):
            return True  # 1.9 and 1.10 are versions
        if len(self.head[0]) not in (4, 8) or says_code(header):
            return False
        return (read_times(self.head, header, writing) or read_days(self.head, writing)) is not None

    # --- texts of which there are too many

    def _is_hopeless(self) -> bool:
        """Return whether some cells show that all are texts, and there are too many different ones to look at."""
        return len(self.head) > ROWS // 4 and any(_is_only_text(text) for text in self.head if text not in NO_VALUE)

    def _only_texts(self) -> Read | None:
        spaced = f"regexp_matches({self.text}, '^[{_SPACES}]|[{_SPACES}]$')"
        text = f"nullif({self.text}, '')"
        is_spaced, longest = self._of.row(f"bool_or({spaced}), max(length({self.text}))")
        if is_spaced:
            return None
        found = as_texts(self, frozenset(self.found(NO_VALUE)), True, None)
        if found.blank:
            text = f"(CASE WHEN {text} NOT IN ({_listed(found.blank)}) THEN {text} END)"
        (present,) = self._of.row(f"count({text})")
        return Read(SqlColumn(text, TEXT, longest=longest), self._of.length - present, found)

    # --- texts that are fetched

    @cached_property
    def _written(self) -> dict[str, int]:
        """The different cells as they are written, in order of first appearance, with how many there are of each."""
        text = self.text
        sql = f"SELECT {text}, count(*) FROM {self._of.table} WHERE {text} IS NOT NULL GROUP BY 1 ORDER BY min(rowid)"
        return dict(self._of.database.rows(f"{sql} LIMIT {_MOST_DISTINCT + 1}"))

    @cached_property
    def _counted(self) -> dict[str, int]:
        """The different texts in order of first appearance, with how many cells have each."""
        counted: dict[str, int] = {}
        for written, number in self._written.items():
            text = written.strip()
            if text:
                counted[text] = counted.get(text, 0) + number
        return counted

    def _by_distinct(self, found: Meaning) -> Read | None:
        """Return a column whose different texts have been read: where they mean something else, in one of its own."""
        blanks = self._of.length - sum(n for text, n in self._counted.items() if text not in found.blank)
        if found.type == DURATION:
            return None
        longest = max(map(len, self._counted), default=0)
        if found.values is None and not found.blank and self._counted.keys() == self._written.keys():
            return Read(SqlColumn(self.text, TEXT, longest=longest), blanks, found, distinct=tuple(self._counted))
        values: dict[str, Value] = {text: text for text in self._counted} if found.values is None else found.values
        self._times_read += 1  # it is read again where other columns show what is meant
        column = _column_for(f"v{self.name[1:]}_{self._times_read}", found.type, list(values.values()))
        meant = {
            written: values.get(written.strip()) for written in self._written if written.strip() not in found.blank
        }
        self._add_values(column, {written: value for written, value in meant.items() if value is not None})
        in_percent = found.type == NUMBER and any("%" in text for text, value in values.items() if value)
        present = [value for text, value in values.items() if text not in found.blank and value is not None]
        distinct = dict.fromkeys(present)
        return Read(column, blanks, found, in_percent, tuple(distinct))

    def _add_values(self, column: SqlColumn, values: dict[str, Value]) -> None:
        """Give the table a column more, with the value of each text."""
        database, table = self._of.database, self._of.table
        read = database.new_name()
        kind = column.sql_type(database.dialect)
        texts, cells = list(values), [sql_text(value) for value in values.values()]
        pairs = f"SELECT unnest(?::VARCHAR[]) AS k, CAST(unnest(?::VARCHAR[]) AS {kind}) AS v"
        database.run(f"CREATE TABLE {read} AS {pairs}", (texts, cells))
        database.run(f"ALTER TABLE {table} ADD COLUMN {column.sql} {kind}")
        database.run(f"UPDATE {table} SET {column.sql} = {read}.v FROM {read} WHERE {self.text} = {read}.k")
        database.run(f"DROP TABLE {read}")

    # --- as `Texts`

    @property
    def distinct(self) -> Sequence[str]:
        """The different texts in order of first appearance."""
        return list(self._counted)

    def found(self, texts: Collection[str]) -> Sequence[str]:
        """Return those of some texts that are there, in order of first appearance."""
        if "_counted" in self.__dict__:
            return [text for text in self._counted if text in texts]
        text, listed = self.text, _listed(texts)
        sql = f"SELECT {text} FROM {self._of.table} WHERE {text} IN ({listed}) GROUP BY 1 ORDER BY min(rowid)"
        return [found for (found,) in self._of.database.rows(sql)] if listed else []

    def count(self, texts: Collection[str]) -> int:
        """Return how many cells have one of these texts."""
        if "_counted" in self.__dict__:
            return sum(self._counted.get(text, 0) for text in texts)
        listed = _listed(texts)
        return self._of.row("count(*)", f"WHERE {self.text} IN ({listed})")[0] if listed else 0

    def strays(self) -> str:
        """Return what keeps the column, if it is nearly all numbers, or dates, from being one."""
        return note_strays(self._wrong, self._of.place)

    def _wrong(self, is_one: Callable[[str], bool]) -> list[tuple[int, str]]:
        """Return the cells that are not of a kind, with their positions, if they are few."""
        if sum(is_other(text, is_one) for text in self.head) == len(self.head) > ROWS // 4:
            return []
        if len(self._written) > _MOST_DISTINCT:
            raise UnknownPlace
        stated = {text: number for text, number in self._counted.items() if text not in NO_VALUE}
        others = {text for text in stated if is_other(text, is_one)}
        present = sum(stated.values())
        if not others or sum(map(stated.__getitem__, others)) > most_strays(present):
            return []
        unstated = _listed([each for each in self._written if each.strip() not in stated])
        numbered = f"SELECT {self.text} AS t, rowid AS p, row_number() OVER (ORDER BY rowid) - 1 AS n "
        is_stated = f"{self.text} NOT IN ({unstated})" if unstated else f"{self.text} IS NOT NULL"
        table = f"({numbered} FROM {self._of.table} WHERE {is_stated})"
        step = present // SAMPLE + 1
        sample = [text.strip() for (text,) in self._of.database.rows(f"SELECT t FROM {table} WHERE n % {step} = 0")]
        if 2 * sum(is_other(text, is_one) for text in sample) > len(sample):
            return []
        wrong = _listed([each for each in self._written if each.strip() in others])
        rows = self._of.database.rows(f"SELECT p, t FROM {table} WHERE t IN ({wrong}) ORDER BY p")
        return [(position, text.strip()) for position, text in rows]


class UnknownPlace(Exception):
    """Nobody knows on which line a row stands."""


def _is_only_text(text: str) -> bool:
    """Return whether a column that has this cell is one of texts, whatever else it has."""
    letters = sum(map(str.isalpha, text))
    return letters > 2 and not any(map(str.isdigit, text)) and not (is_amount(text) or is_day(text) or is_time(text))


# --- values in SQL


def _column_for(name: str, kind: Con, values: Sequence[Value]) -> SqlColumn:
    """Return a column that has room for some values."""
    if kind == TEXT:
        return SqlColumn(name, TEXT, longest=max(map(len, values), default=0))
    if kind != NUMBER:
        return SqlColumn(name, kind)
    read = [literal(value, DUCKDB) for value in values]
    scale = max(each.scale for each in read)
    return SqlColumn(name, NUMBER, max(each.digits - each.scale for each in read) + scale, scale)


def without_marks_sql(text: str, marks: Collection[str]) -> str:
    """Return the SQL of a text that is none where it is one of some marks, as `inputs.blanks` has it of texts."""
    listed = _listed(list(map(str.strip, marks)))
    stripped = f"regexp_replace({text}, '^[{_SPACES}]+|[{_SPACES}]+$', '', 'g')"
    return f"(CASE WHEN {stripped} IN ({listed}) THEN NULL ELSE {text} END)" if listed else text


def _listed(texts: Collection[str]) -> str:
    """Return texts as SQL lists them, without those that cannot be in the database."""
    return ", ".join(filter(None, map(text_literal, texts)))
