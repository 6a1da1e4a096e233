"""The sampler: well-typed programs, and English for them in many wordings, from the files in phrases/.

A phrase file lists programs, each with patterns of ways to ask for it. Placeholders are drawn first (columns of a
table, values of cells, numbers, dates, texts), then one pattern is expanded; both sides name the same placeholders, so
that a sampled request and its program cannot disagree. Tables are those of the training questions, with other rows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from seglam_lang.language.builtins.units import UNITS
from seglam_lang.requests.mentions import header_words
from seglam_lang.translator.nano.example import (
    ColumnRef,
    Conditions,
    Example,
    FirstOf,
    InputRef,
    Piece,
    ValueRef,
    absent,
)

FOLDER = Path(__file__).parent / "phrases"


@dataclass(frozen=True, slots=True)
class Entry:
    """A program with its wordings; `program` is None in the file of what must be refused."""

    program: str | None
    patterns: tuple[str, ...]


def lines(name: str) -> list[str]:
    """The lines of phrases/NAME.txt, without comments."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def entries(name: str) -> list[Entry]:
    """The entries of phrases/NAME.txt."""
    found: list[tuple[str | None, list[str]]] = []
    for line in lines(name):
        if line.startswith("    "):
            if not found:
                found.append((None, []))
            found[-1][1].append(line.strip())
        else:
            found.append((line.strip(), []))
    return [Entry(program, tuple(patterns)) for program, patterns in found]


def expand(pattern: str, rng: random.Random) -> str:
    """One of the texts that a pattern stands for: `(a|b|)` is a choice, and choices nest."""
    while True:
        innermost = re.search(r"\(([^()]*)\)", pattern)
        if innermost is None:
            return " ".join(pattern.split())
        choice = rng.choice(innermost[1].split("|"))
        pattern = pattern[: innermost.start()] + choice + pattern[innermost.end() :]


LEXEME = re.compile(r"\{\w\}|\.\w+\(|\w+|\"[^\"]*\"|=>|==|!=|<=|>=|[-+*/()\[\]<>,]")


def pieces_of(program: str, refs: dict[str, tuple[Piece, ...]]) -> tuple[Piece, ...]:
    """A program line as pieces, `{x}` replaced by what it refers to."""
    found: list[Piece] = []
    for lexeme in LEXEME.findall(program):
        found += refs[lexeme[1]] if lexeme[0] == "{" else (lexeme,)
    return tuple(found)


# -- values ------------------------------------------------------------------------------------------------------------

Drawn = tuple[str, Any, str]  # the words, the value, the type
WORDS = lines("words")


def number(rng: random.Random) -> Drawn:
    """A number as people write it: mostly small and whole, sometimes with decimals, separators or a currency sign."""
    shape = rng.random()
    if shape < 0.5:
        value: int | Decimal = rng.randint(1, 99)
    elif shape < 0.75:
        value = rng.randint(100, 9999)
    elif shape < 0.93:
        value = Decimal(rng.randint(1, 99999)).scaleb(-2).normalize()
        value = int(value) if value == value.to_integral_value() else value
    else:
        value = rng.randint(10_000, 5_000_000)
    if value > 999 and rng.random() < 0.5:
        text = f"{value:,}"
    else:
        text = str(value) if isinstance(value, int) else f"{value:f}"
    if rng.random() < 0.08:
        text = f"${text}"
    return text, value, "Number"


def percent(rng: random.Random) -> Drawn:
    """A percentage; its value is the fraction."""
    whole = rng.choice([rng.randint(1, 99), rng.choice([5, 10, 15, 20, 25, 50]), 0])
    amount = Decimal(whole) if whole else Decimal(rng.randint(1, 199)) / 2
    value = (amount / 100).normalize()
    return f"{amount}{rng.choice(['%', '%', ' percent', ' %'])}", value, "Number"


def small(rng: random.Random) -> Drawn:
    """A small count, in digits."""
    value = rng.randint(2, 20)
    return str(value), value, "Number"


def a_list(rng: random.Random) -> Drawn:
    """Three to six numbers: `3, 8 and 12`."""
    items = [number(rng) for _ in range(rng.randint(3, 6))]
    while len({value for _, value, _ in items}) < len(items):
        items = [number(rng) for _ in items]
    texts = [text.replace(",", "").replace("$", "") for text, _, _ in items]
    joined = ", ".join(texts[:-1]) + rng.choice([" and ", ", and ", ", "]) + texts[-1]
    return joined, tuple(value for _, value, _ in items), "List"


def quoted(rng: random.Random) -> Drawn:
    """One to five words in quotation marks."""
    value = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 5)))
    mark = rng.choice(['"', '"', "'"])
    return f"{mark}{value}{mark}", value, "Text"


def quoted_list(rng: random.Random) -> Drawn:
    """Quoted texts in a row."""
    values = rng.sample(WORDS, rng.randint(3, 4))
    return ", ".join(f'"{v}"' for v in values[:-1]) + f' and "{values[-1]}"', tuple(values), "List"


DATE_FORMS = ("%Y-%m-%d", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%b %d, %Y")


def a_date(rng: random.Random) -> Drawn:
    """A day between 1950 and 2049, in one of the common forms."""
    value = date(1950, 1, 1) + timedelta(days=rng.randrange(36_500))
    return value.strftime(rng.choice(DATE_FORMS)), value, "Date"


DRAW: dict[str, Callable[[random.Random], Drawn]] = {
    **dict.fromkeys("abde", number),
    **dict.fromkeys("tuw", quoted),
    **dict.fromkeys("xy", a_date),
    "p": percent,
    "k": small,
    "l": a_list,
    "v": quoted_list,
}


def value_example(entry: Entry, rng: random.Random) -> Example:
    """A request whose values stand in its words."""
    pattern = expand(rng.choice(entry.patterns), rng)
    names = dict.fromkeys(re.findall(r"\{(\w)\}", pattern + (entry.program or "")))
    drawn: dict[str, Drawn] = {}
    for name in names:
        if name in "fg" and entry.program and "convert" in entry.program:
            continue
        drawn[name] = DRAW[name](rng)
        while any(drawn[name][1] == other[1] for key, other in drawn.items() if key != name):
            drawn[name] = DRAW[name](rng)
    if "f" in names:
        drawn |= dict(zip("fg", units(rng), strict=True))
    refs: dict[str, tuple[Piece, ...]] = {name: (ValueRef(v, (kind,)),) for name, (_, v, kind) in drawn.items()}
    inputs: dict[str, Any] = {}
    given = next((name for name in drawn if name in GIVEN), None)
    if given and rng.random() < 0.15:  # the value is an input, and the words only point at it
        value = drawn[given][1]
        name = rng.choice(GIVEN[given])
        inputs[name] = list(value) if isinstance(value, tuple) else value
        drawn[given] = (rng.choice([f"the {name}", f"the given {name}", name, f"my {name}", "it", "this"]), value, "")
        refs[given] = (FirstOf((refs[given], (InputRef(name),))),)
    elif rng.random() < 0.15:
        inputs = called_by_name(drawn, rng)
    words = re.sub(r"\{(\w)\}", lambda m: drawn[m[1]][0], pattern)
    program = None if entry.program is None else ("return", *pieces_of(entry.program, refs))
    return Example(politely(words, rng), inputs, program, "values" if program else "refused")


FIELDS = lines("fields")
RECORDS = ("data", "data", "order", "item", "invoice", "product", "person", "values", "record", "account")


def called_by_name(drawn: dict[str, Drawn], rng: random.Random) -> dict[str, Any]:
    """Makes some of the numbers drawn inputs, or fields of a record, that the words call by name; the inputs."""
    numbers = [name for name in drawn if name in "abde" and rng.random() < 0.9]
    named = dict(zip(numbers, rng.sample(FIELDS, len(numbers)), strict=True))
    fields: dict[str, Any] = {}
    for name, field in named.items():
        _, value, kind = drawn[name]
        fields[field] = value
        drawn[name] = (rng.choice(["{}", "{}", "{}", "the {}", "{{{}}}"]).format(spoken_field(field)), value, kind)
    for field in rng.sample(FIELDS, rng.choice([0, 0, 0, 1, 2])) if named else ():
        fields.setdefault(field, number(rng)[1])  # what no word speaks of
    shuffled = dict(rng.sample(list(fields.items()), len(fields)))
    return {rng.choice(RECORDS): shuffled} if fields and rng.random() < 0.6 else shuffled


def spoken_field(name: str) -> str:
    """A field's name as it is said: as it is written, or its words parted."""
    return " ".join(header_words(name))


GIVEN = {
    "t": ("text", "text", "text", "message", "title", "name", "line"),
    "l": ("numbers", "values", "list", "data", "scores", "prices", "amounts"),
    "v": ("words", "names", "list", "items"),
}


def units(rng: random.Random) -> tuple[Drawn, Drawn]:
    """Two units of one dimension, under any of the names that the language's own table of units has for them."""
    one = rng.choice(UNITS)
    other = rng.choice([unit for unit in UNITS if unit.dimension == one.dimension and unit is not one])
    drawn = [(rng.choice([name for name in unit.names if name.isascii()]), unit.name, "Text") for unit in (one, other)]
    return drawn[0], drawn[1]


def politely(words: str, rng: random.Random) -> str:
    """A question mark, a capital, a please: what does not change a request."""
    if rng.random() < 0.35:
        words = words[:1].upper() + words[1:]
    if rng.random() < 0.05:
        words = rng.choice(["please ", "can you ", "i want to know "]) + words
    return words + rng.choice(["", "", "", "?", " ?", "."])


# -- tables ------------------------------------------------------------------------------------------------------------

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
        """The cells of a column that are not blank."""
        return [row[column] for row in self.raw["rows"] if row[column] not in (None, "")]


def shape_of(raw: dict[str, Any]) -> TableShape | None:
    """None where a table has no column of numbers or none of texts."""
    numbers = tuple(i for i, kind in enumerate(raw["types"]) if kind == "number")
    texts = tuple(i for i, kind in enumerate(raw["types"]) if kind == "text")
    return TableShape(raw, numbers, texts) if numbers and texts else None


DATE_HEADERS = ("date", "day", "order date", "created", "due date", "paid on", "shipped", "start date", "signed")


def dated(shape: TableShape, rng: random.Random) -> TableShape:
    """The table with a column of dates: the tables of the training questions have dates only as texts."""
    raw = shape.raw
    header = rng.choice([header for header in DATE_HEADERS if header not in raw["columns"]])
    start = date(1990, 1, 1) + timedelta(days=rng.randrange(13_000))
    rows = [[*row, (start + timedelta(days=rng.randrange(700))).isoformat()] for row in raw["rows"]]
    table = {"columns": [*raw["columns"], header], "rows": rows, "types": [*raw["types"], "date"]}
    return TableShape(table, shape.numbers, shape.groups, (len(raw["columns"]),))


def table_example(entry: Entry, shape: TableShape, rng: random.Random) -> Example | None:
    """A request about a table; None where the table has too few columns for it."""
    assert entry.program is not None
    pattern = expand(rng.choice(entry.patterns), rng)
    pools = {"n": shape.numbers, "m": shape.numbers, "g": shape.groups, "h": shape.groups}
    everything = tuple(range(len(shape.raw["columns"])))
    columns: dict[str, int] = {}
    words: dict[str, str] = {}
    refs: dict[str, tuple[Piece, ...]] = {}
    for name in dict.fromkeys(re.findall(r"\{(\w)\}", entry.program)):
        if name == "k":
            words["k"], value, _ = small(rng)
            refs["k"] = (ValueRef(value, ("Number",)),)
            continue
        free = [i for i in pools.get(name, everything) if i not in columns.values()]
        if not free:
            return None
        columns[name] = rng.choice(free)
        header = str(shape.raw["columns"][columns[name]])
        words[name], refs[name] = spoken(header, rng), (ColumnRef(header),)
    where, condition = "", cast(tuple[Piece, ...], ("rows",))
    if entry.program == "FROM" or rng.random() < 0.35:
        where, condition = conditions(shape, set(columns.values()), rng)
    refs["FROM"] = condition
    program: list[Piece] = ["return"]
    for part in re.split(r"(FROM)", entry.program):
        program += condition if part == "FROM" else pieces_of(part, refs)
    text = re.sub(r"\{(\w)\}", lambda m: words[m[1]], pattern).replace("WHERE", where)
    example = Example(politely(" ".join(text.split()), rng), {"table": shape.raw}, tuple(program), "tables")
    named = [value for value in _texts(condition) if rng.random() < 0.1]
    return absent(example, named[0]) if named else example


def _texts(pieces: tuple[Piece, ...]) -> Iterator[str]:
    """The texts that a condition compares with."""
    for piece in pieces:
        if isinstance(piece, Conditions):
            for part in piece.parts:
                yield from _texts(part)
        elif isinstance(piece, ValueRef) and piece.types == ("Text",):
            yield piece.value


def spoken(header: str, rng: random.Random) -> str:
    """A header as it is said: sometimes in the plural."""
    return header + "s" if header[-1:].isalpha() and header[-1] != "s" and rng.random() < 0.15 else header


def conditions(shape: TableShape, used: set[int], rng: random.Random) -> tuple[str, tuple[Piece, ...]]:
    """One or two conditions on columns not used yet: their words, and `rows.where(...)`."""
    free = [i for i in (*shape.numbers, *shape.groups, *shape.dates) if i not in used and shape.cells(i)]
    if not free:
        return "", ("rows",)
    chosen = rng.sample(free, min(len(free), rng.choice([1, 1, 1, 2])))
    if set(chosen) <= set(shape.groups) and rng.random() < 0.3:  # a value alone: "in Texas"
        said, parts = zip(*(bare_condition(shape, column, rng) for column in chosen), strict=True)
        return " ".join(said), ("rows", ".where(", "row", "=>", Conditions(parts), ")")
    said, parts = zip(*(one_condition(shape, column, rng) for column in chosen), strict=True)
    words = rng.choice([" and ", " and with ", " , and "]).join(said)
    lead = rng.choice(["where", "for which", "whose", "when", "if", "with"])
    return f"{lead} {words}", ("rows", ".where(", "row", "=>", Conditions(parts), ")")


def bare_condition(shape: TableShape, column: int, rng: random.Random) -> tuple[str, tuple[Piece, ...]]:
    """A value that says by itself which column is meant."""
    value = str(rng.choice(shape.cells(column)))
    sign = rng.choice(["==", "==", "==", "!="])
    said = f"{rng.choice(ALONE[sign])} {value}"
    return said, ("row", "[", ColumnRef(str(shape.raw["columns"][column])), "]", sign, ValueRef(value, ("Text",)))


def number_of(cell: int | float) -> int | Decimal:
    """A cell as a Number of the language."""
    return Decimal(str(cell)) if isinstance(cell, float) else cell


def one_condition(shape: TableShape, column: int, rng: random.Random) -> tuple[str, tuple[Piece, ...]]:
    """A comparison of a column with one of its values."""
    header = str(shape.raw["columns"][column])
    value = rng.choice(shape.cells(column))
    left: tuple[Piece, ...] = ("row", "[", ColumnRef(header), "]")
    if column in shape.numbers and rng.random() < 0.08 and len(set(shape.cells(column))) > 1:
        low, high = sorted(rng.sample(sorted(set(shape.cells(column))), 2))
        ends = (ValueRef(number_of(low), ("Number",)), ValueRef(number_of(high), ("Number",)))
        says = rng.choice(["is between {} and {}", "between {} and {}", "from {} to {}"]).format(low, high)
        return f"{header} {says}", (*left, ">=", ends[0], "and", *left, "<=", ends[1])
    if column in shape.numbers:
        sign = rng.choice(["==", ">", "<", ">", "<", ">=", "<=", "!="])
        literal = ValueRef(number_of(value), ("Number",))
        says = {"==": "is", "!=": "is not"}.get(sign) or rng.choice(["is ", "is ", ""]) + rng.choice(COMPARE[sign])
        return f"{header} {says} {value}", (*left, sign, literal)
    if column in shape.dates:
        sign = rng.choice(["==", ">", "<", ">=", "<="])
        day = date.fromisoformat(value)
        said = day.strftime(rng.choice(DATE_FORMS))
        return f"{header} {rng.choice(WHEN[sign])} {said}", (*left, sign, ValueRef(day, ("Date",)))
    sign = "!=" if rng.random() < 0.22 else "=="
    same, other = (
        ["is", "is", "equals", "=", "of"],
        ["is not", "isn't", "is other than", "differs from", "!=", "is anything but"],
    )
    says = rng.choice(other if sign == "!=" else same)
    return f"{header} {says} {value}", (*left, sign, ValueRef(str(value), ("Text",)))


def sampled_examples(tables: list[dict[str, Any]], seed: int) -> Iterator[Example]:
    """Endless sampled examples: tables, values and what must be refused, in fixed shares."""
    rng = random.Random(seed)
    on_tables, on_values, refused = entries("tables"), entries("values"), entries("refused")
    shapes = [shape for shape in map(shape_of, tables) if shape]
    while True:
        share = rng.random()
        if share < 0.45:
            shape = rng.choice(shapes)
            shape = dated(shape, rng) if rng.random() < 0.15 else shape
            example = table_example(rng.choice(on_tables), shape, rng)
            if example is not None:
                yield example
        elif share < 0.9:
            yield value_example(rng.choice(on_values), rng)
        else:
            yield value_example(rng.choice(refused), rng)
