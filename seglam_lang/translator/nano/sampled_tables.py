"""Sampled requests about tables: those of the training questions, with other columns, values and conditions."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from seglam_lang.translator.nano.example import ColumnPiece, Conditions, Piece, TrainingExample, ValuePiece, absent
from seglam_lang.translator.nano.phrases import Phrasing, draw, pieces_of, politely
from seglam_lang.translator.nano.sampled_values import DATE_FORMS, small

COMPARE = {
    ">": ("more than", "over", "above", "greater than", "larger than", "higher than", "exceeding", "bigger than"),
    "<": ("less than", "under", "below", "smaller than", "lower than", "fewer than"),
    ">=": ("at least", "no less than", "greater than or equal to", "not less than", "a minimum of"),
    "<=": ("at most", "no more than", "less than or equal to", "not more than", "up to", "a maximum of"),
}
ALONE = {
    "==": ("in", "for", "from", "of", "with", "by", "only for"),
    "!=": ("not in", "not for", "not from", "except", "excluding", "other than", "but not", "without", "outside"),
}
WHEN = {
    "==": ("is", "is", "on", "equals"),
    ">": ("after", "is after", "later than", "past"),
    "<": ("before", "is before", "earlier than", "prior to"),
    ">=": ("since", "from", "on or after", "is not before"),
    "<=": ("until", "up to", "on or before", "is not after"),
}


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table with its columns by what they are good for."""

    raw: dict[str, Any]
    numbers: tuple[int, ...]
    groups: tuple[int, ...]
    dates: tuple[int, ...] = ()

    def cells(self, column: int) -> list[Any]:
        """Return the cells of a column that are not blank."""
        return [row[column] for row in self.raw["rows"] if row[column] not in (None, "")]


def shape_of(raw: dict[str, Any]) -> TableShape | None:
    """Return the shape of a table; None where it has no column of numbers or none of texts."""
    numbers = tuple(i for i, kind in enumerate(raw["types"]) if kind == "number")
    texts = tuple(i for i, kind in enumerate(raw["types"]) if kind == "text")
    return TableShape(raw, numbers, texts) if numbers and texts else None


DATE_HEADERS = ("date", "day", "order date", "created", "due date", "paid on", "shipped", "start date", "signed")


def dated(shape: TableShape, rng: random.Random) -> TableShape:
    """Return the table with a column of dates: the tables of the training questions have dates only as texts."""
    raw = shape.raw
    header = rng.choice([header for header in DATE_HEADERS if header not in raw["columns"]])
    start = date(1990, 1, 1) + timedelta(days=rng.randrange(13_000))
    rows = [[*row, (start + timedelta(days=rng.randrange(700))).isoformat()] for row in raw["rows"]]
    table = {"columns": [*raw["columns"], header], "rows": rows, "types": [*raw["types"], "date"]}
    return TableShape(table, shape.numbers, shape.groups, (len(raw["columns"]),))


def table_example(entry: Phrasing, shape: TableShape, rng: random.Random) -> TrainingExample | None:
    """Return a request about a table; None where the table has too few columns for it."""
    assert entry.program is not None
    pattern = draw(rng.choice(entry.patterns), rng)
    pools = {"n": shape.numbers, "m": shape.numbers, "g": shape.groups, "h": shape.groups}
    everything = tuple(range(len(shape.raw["columns"])))
    columns: dict[str, int] = {}
    words: dict[str, str] = {}
    refs: dict[str, tuple[Piece, ...]] = {}
    for name in dict.fromkeys(re.findall(r"\{(\w)\}", entry.program)):
        if name == "k":
            words["k"], value, _ = small(rng)
            refs["k"] = (ValuePiece(value, ("Number",)),)
            continue
        free = [i for i in pools.get(name, everything) if i not in columns.values()]
        if not free:
            return None
        columns[name] = rng.choice(free)
        header = str(shape.raw["columns"][columns[name]])
        words[name], refs[name] = varied(header, rng), (ColumnPiece(header),)
    where, condition = "", cast(tuple[Piece, ...], ("rows",))
    if entry.program == "FROM" or rng.random() < 0.35:
        where, condition = conditions(shape, set(columns.values()), rng)
    refs["FROM"] = condition
    program: list[Piece] = ["return"]
    for part in re.split(r"(FROM)", entry.program):
        program += condition if part == "FROM" else pieces_of(part, refs)
    text = re.sub(r"\{(\w)\}", lambda m: words[m[1]], pattern).replace("WHERE", where)
    example = TrainingExample(politely(" ".join(text.split()), rng), {"table": shape.raw}, tuple(program), "tables")
    named = [value for value in _texts(condition) if rng.random() < 0.1]
    return absent(example, named[0]) if named else example


def _texts(pieces: tuple[Piece, ...]) -> Iterator[str]:
    """Yield the texts that a condition compares with."""
    for piece in pieces:
        if isinstance(piece, Conditions):
            for part in piece.parts:
                yield from _texts(part)
        elif isinstance(piece, ValuePiece) and piece.types == ("Text",):
            yield piece.value


def varied(header: str, rng: random.Random) -> str:
    """Return a header, sometimes in the plural."""
    return header + "s" if header[-1:].isalpha() and header[-1] != "s" and rng.random() < 0.15 else header


def conditions(shape: TableShape, used: set[int], rng: random.Random) -> tuple[str, tuple[Piece, ...]]:
    """Return one or two conditions on columns not used yet: their words, and `rows.where(...)`."""
    free = [i for i in (*shape.numbers, *shape.groups, *shape.dates) if i not in used and shape.cells(i)]
    if not free:
        return "", ("rows",)
    chosen = rng.sample(free, min(len(free), rng.choice([1, 1, 1, 2])))
    if set(chosen) <= set(shape.groups) and rng.random() < 0.3:  # a value alone: "in Texas"
        clauses, parts = zip(*(bare_condition(shape, column, rng) for column in chosen), strict=True)
        return " ".join(clauses), ("rows", ".where(", "row", "=>", Conditions(parts), ")")
    clauses, parts = zip(*(one_condition(shape, column, rng) for column in chosen), strict=True)
    words = rng.choice([" and ", " and with ", " , and "]).join(clauses)
    lead = rng.choice(["where", "for which", "whose", "when", "if", "with"])
    return f"{lead} {words}", ("rows", ".where(", "row", "=>", Conditions(parts), ")")


def bare_condition(shape: TableShape, column: int, rng: random.Random) -> tuple[str, tuple[Piece, ...]]:
    """Return a condition in which a value alone shows which column is meant."""
    value = str(rng.choice(shape.cells(column)))
    sign = rng.choice(["==", "==", "==", "!="])
    clause = f"{rng.choice(ALONE[sign])} {value}"
    return clause, ("row", "[", ColumnPiece(str(shape.raw["columns"][column])), "]", sign, ValuePiece(value, ("Text",)))


def number_of(cell: int | float) -> int | Decimal:
    """Return a cell as a Number of the language."""
    return Decimal(str(cell)) if isinstance(cell, float) else cell


def bound_near(cell: int | float, rng: random.Random) -> int | float:
    """Return a bound to compare with: about as often as not no cell of the column, and then mostly a round number."""
    if rng.random() < 0.4:
        return cell
    size = int(10 ** (len(str(abs(int(cell)))) - 1))
    return max(0, round(cell / size + rng.choice([-1, -0.5, 0, 0.5, 1]))) * size


def one_condition(shape: TableShape, column: int, rng: random.Random) -> tuple[str, tuple[Piece, ...]]:
    """Return a comparison of a column with one of its values."""
    header = str(shape.raw["columns"][column])
    value = rng.choice(shape.cells(column))
    left: tuple[Piece, ...] = ("row", "[", ColumnPiece(header), "]")
    if column in shape.numbers and rng.random() < 0.08 and len(set(shape.cells(column))) > 1:
        low, high = sorted(rng.sample(sorted(set(shape.cells(column))), 2))
        ends = (ValuePiece(number_of(low), ("Number",)), ValuePiece(number_of(high), ("Number",)))
        relation = rng.choice(["is between {} and {}", "between {} and {}", "from {} to {}"]).format(low, high)
        return f"{header} {relation}", (*left, ">=", ends[0], "and", *left, "<=", ends[1])
    if column in shape.numbers:
        sign = rng.choice(["==", ">", "<", ">", "<", ">=", "<=", "!="])
        value = value if sign in ("==", "!=") else bound_near(value, rng)
        literal = ValuePiece(number_of(value), ("Number",))
        relation = {"==": "is", "!=": "is not"}.get(sign) or rng.choice(["is ", "is ", ""]) + rng.choice(COMPARE[sign])
        return f"{header} {relation} {value}", (*left, sign, literal)
    if column in shape.dates:
        sign = rng.choice(["==", ">", "<", ">=", "<="])
        day = date.fromisoformat(value) + timedelta(days=0 if sign == "==" else rng.randint(-20, 20))
        written = day.strftime(rng.choice(DATE_FORMS))
        return f"{header} {rng.choice(WHEN[sign])} {written}", (*left, sign, ValuePiece(day, ("Date",)))
    sign = "!=" if rng.random() < 0.22 else "=="
    same, other = (
        ["is", "is", "equals", "=", "of"],
        ["is not", "isn't", "is other than", "differs from", "!=", "is anything but"],
    )
    relation = rng.choice(other if sign == "!=" else same)
    return f"{header} {relation} {value}", (*left, sign, ValuePiece(str(value), ("Text",)))
