"""Sampled requests about tables: those of the training questions, with other columns, values and conditions."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from seglam_lang.language.syntax.literals import show_value
from seglam_lang.translator.nano.example import TrainingExample, absent
from seglam_lang.translator.nano.phrases import Phrasing, draw, politely, written
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
    refs: dict[str, str] = {}
    for name in dict.fromkeys(re.findall(r"\{(\w)\}", entry.program)):
        if name == "k":
            words["k"], value = small(rng)
            refs["{k}"] = show_value(value)
            continue
        free = [i for i in pools.get(name, everything) if i not in columns.values()]
        if not free:
            return None
        columns[name] = rng.choice(free)
        header = str(shape.raw["columns"][columns[name]])
        words[name], refs[f"{{{name}}}"] = varied(header, rng), f"`{header}`"
    where = Condition("", "rows")
    if entry.program == "FROM" or rng.random() < 0.35:
        where = conditions(shape, set(columns.values()), rng)
    program = written(entry.program, {**refs, "FROM": where.program})
    text = re.sub(r"\{(\w)\}", lambda m: words[m[1]], pattern).replace("WHERE", where.words)
    example = TrainingExample(politely(" ".join(text.split()), rng), {"table": shape.raw}, program, "tables")
    named = [value for value in where.texts if rng.random() < 0.1]
    return absent(example, named[0]) if named else example


class Condition(NamedTuple):
    """The words of a condition, its program, and the texts that it compares with."""

    words: str
    program: str
    texts: tuple[str, ...] = ()


def varied(header: str, rng: random.Random) -> str:
    """Return a header, sometimes in the plural."""
    return header + "s" if header[-1:].isalpha() and header[-1] != "s" and rng.random() < 0.15 else header


def conditions(shape: TableShape, used: set[int], rng: random.Random) -> Condition:
    """Return one or two conditions on columns not used yet, as `rows.where(...)`."""
    free = [i for i in (*shape.numbers, *shape.groups, *shape.dates) if i not in used and shape.cells(i)]
    if not free:
        return Condition("", "rows")
    chosen = rng.sample(free, min(len(free), rng.choice([1, 1, 1, 2])))
    if set(chosen) <= set(shape.groups) and rng.random() < 0.3:  # a value alone: "in Texas"
        bare = [bare_condition(shape, column, rng) for column in chosen]
        return _joined(" ".join(part.words for part in bare), bare)
    parts = [one_condition(shape, column, rng) for column in chosen]
    words = rng.choice([" and ", " and with ", " , and "]).join(part.words for part in parts)
    lead = rng.choice(["where", "for which", "whose", "when", "if", "with"])
    return _joined(f"{lead} {words}", parts)


def _joined(words: str, parts: Sequence[Condition]) -> Condition:
    program = " and ".join(part.program for part in parts)
    return Condition(words, f"rows.where( row => {program} )", tuple(text for part in parts for text in part.texts))


def bare_condition(shape: TableShape, column: int, rng: random.Random) -> Condition:
    """Return a condition in which a value alone shows which column is meant."""
    value = str(rng.choice(shape.cells(column)))
    sign = rng.choice(["==", "==", "==", "!="])
    left = f"row [ `{shape.raw['columns'][column]}` ]"
    return Condition(f"{rng.choice(ALONE[sign])} {value}", f"{left} {sign} {show_value(value)}", (value,))


def number_of(cell: int | float) -> int | Decimal:
    """Return a cell as a Number of the language."""
    return Decimal(str(cell)) if isinstance(cell, float) else cell


def bound_near(cell: int | float, rng: random.Random) -> int | float:
    """Return a bound to compare with: about as often as not no cell of the column, and then mostly a round number."""
    if rng.random() < 0.4:
        return cell
    size = int(10 ** (len(str(abs(int(cell)))) - 1))
    return max(0, round(cell / size + rng.choice([-1, -0.5, 0, 0.5, 1]))) * size


def one_condition(shape: TableShape, column: int, rng: random.Random) -> Condition:
    """Return a comparison of a column with one of its values."""
    header = str(shape.raw["columns"][column])
    value = rng.choice(shape.cells(column))
    left = f"row [ `{header}` ]"
    if column in shape.numbers and rng.random() < 0.08 and len(set(shape.cells(column))) > 1:
        low, high = sorted(rng.sample(sorted(set(shape.cells(column))), 2))
        least, most = show_value(number_of(low)), show_value(number_of(high))
        relation = rng.choice(["is between {} and {}", "between {} and {}", "from {} to {}"]).format(low, high)
        return Condition(f"{header} {relation}", f"{left} >= {least} and {left} <= {most}")
    if column in shape.numbers:
        sign = rng.choice(["==", ">", "<", ">", "<", ">=", "<=", "!="])
        value = value if sign in ("==", "!=") else bound_near(value, rng)
        relation = {"==": "is", "!=": "is not"}.get(sign) or rng.choice(["is ", "is ", ""]) + rng.choice(COMPARE[sign])
        return Condition(f"{header} {relation} {value}", f"{left} {sign} {show_value(number_of(value))}")
    if column in shape.dates:
        sign = rng.choice(["==", ">", "<", ">=", "<="])
        day = date.fromisoformat(value) + timedelta(days=0 if sign == "==" else rng.randint(-20, 20))
        said = day.strftime(rng.choice(DATE_FORMS))
        return Condition(f"{header} {rng.choice(WHEN[sign])} {said}", f"{left} {sign} {show_value(day)}")
    sign = "!=" if rng.random() < 0.22 else "=="
    same, other = (
        ["is", "is", "equals", "=", "of"],
        ["is not", "isn't", "is other than", "differs from", "!=", "is anything but"],
    )
    relation = rng.choice(other if sign == "!=" else same)
    return Condition(f"{header} {relation} {value}", f"{left} {sign} {show_value(str(value))}", (str(value),))
