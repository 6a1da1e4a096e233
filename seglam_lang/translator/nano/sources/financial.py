"""Questions on financial tables (TAT-QA), whose rows are items and whose columns are years.

The data state the arithmetic, `(5,765.2-5,050.2)/5,050.2`, not of which cells: each number is looked up in the table,
and of several cells that hold it those are taken whose item and year the words name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import Any

from seglam_lang.inputs.headers import distinct_headers
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.translator.nano.sources.asked import DATABASE, Asked, LeftOut, checked
from seglam_lang.translator.nano.sources.problems import SIGNS, STRENGTH

ARITHMETIC = frozenset({"difference", "percent-change", "average", "percent-of", "sum", "ratio", "arithmetic"})
ROUNDED = 1e-5  # by how much answers are rounded
MOST_CHOICES = 500  # of cells for the numbers of an expression
_SPACED = re.compile(r"(?<=\d),(?=\d)|[$£€%\s]")
_WORD = re.compile(r"[a-z]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EMPTY_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "and",
        "or",
        "for",
        "to",
        "from",
        "by",
        "on",
        "at",
        "is",
        "are",
        "was",
        "were",
        "what",
        "how",
        "as",
        "with",
        "per",
        "net",
    ]
)

Tree = ast.expr


@dataclass(frozen=True)
class Cell:
    """A number of the table: under which header, and of which item."""

    item: str
    header: str
    value: float


@dataclass(frozen=True)
class Crosstab:
    """A table of items and years, and the words of what is asked of it."""

    request: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]

    @cached_property
    def items(self) -> list[str]:
        """The items that are no one else's: only these name a row."""
        named = [row[0] for row in self.rows if isinstance(row[0], str) and row[0].strip()]
        return [item for item in named if named.count(item) == 1]

    @cached_property
    def cells(self) -> list[Cell]:
        """The cells with numbers, of items that name a row."""
        return [
            Cell(row[0], header, float(value))
            for row in self.rows
            if row[0] in self.items
            for header, value in zip(self.columns[1:], row[1:], strict=True)
            if isinstance(value, int | float) and not isinstance(value, bool)
        ]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the request that say something."""
        return frozenset(_WORD.findall(self.request.casefold())) - _EMPTY_WORDS

    @cached_property
    def years(self) -> frozenset[str]:
        """The years in the request."""
        return frozenset(_YEAR.findall(self.request))

    def named(self, cell: Cell) -> float:
        """Return how far the words name a cell: the share of its item's words, and one for its year.

        Of a year that they do not name, although they name others, they may not speak at all: that counts against it.
        """
        words = frozenset(_WORD.findall(cell.item.casefold())) - _EMPTY_WORDS
        years = _YEAR.findall(cell.header)
        year = 0 if not years or not self.years else 1 if self.years.intersection(years) else -1
        return (len(words & self.words) / len(words) if words else 0) + year

    def holding(self, value: float) -> list[Cell]:
        """Return the cells that hold a number."""
        return [cell for cell in self.cells if cell.value == value]


def from_financial(row: dict[str, Any]) -> list[Asked]:
    """Return what a row asks. Raise LeftOut where it is not known of which cells."""
    if "gold_wrong" in row["flags"]:
        raise LeftOut("flagged gold_wrong")
    table = row["inputs"]["table"]
    crosstab = Crosstab(row["request"], distinct_headers(table["columns"]), table["rows"])
    if row["type"] == "lookup":
        wanted = row["answer"] if isinstance(row["answer"], list) else [row["answer"]]
        trees: list[Tree] = [ast.Constant(value) for value in wanted]
        if not all(isinstance(value, int | float) for value in wanted):
            raise LeftOut("asks for names")
    elif row["type"] in ARITHMETIC:
        trees = [_expression_of(row["gold"])]
    else:
        raise LeftOut(f"asks to {row['type']}")
    written = _written(trees, crosstab)
    program = written[0] if len(written) == 1 else f"[{', '.join(written)}]"
    group = DATABASE + row["db"]
    for each in (program, f"{program} * 100" if len(written) == 1 else program):
        try:
            asked = Asked("tatqa", group, row["request"], row["inputs"], each, row["answer"], row["id"])
            return [checked(asked, ROUNDED)]
        except LeftOut as error:
            reason = error
    raise reason


def _expression_of(gold: str) -> Tree:
    try:
        return ast.parse(_SPACED.sub("", gold).replace("[", "(").replace("]", ")"), mode="eval").body
    except SyntaxError:
        raise LeftOut("arithmetic that cannot be read") from None


def _written(trees: Sequence[Tree], crosstab: Crosstab) -> list[str]:
    """Return expressions as programs over the cells that the words name best. Raise LeftOut where there are none."""
    numbers = list(dict.fromkeys(number for tree in trees for number in _numbers(tree)))
    choices = [crosstab.holding(number) for number in numbers]
    if not numbers or not all(choices):
        raise LeftOut("a number that is in no cell of an item")
    best = sorted(islice(product(*choices), MOST_CHOICES), key=lambda cells: -_fit(cells, crosstab))
    if len(best) > 1 and _fit(best[0], crosstab) == _fit(best[1], crosstab):
        raise LeftOut("several cells hold a number, and the words name none of them rather")
    if not all(crosstab.named(cell) > 0 for cell in best[0]):
        raise LeftOut("a cell that the words do not name")
    key = crosstab.columns[0]
    cells = {
        number: f"rows.value(`{key}`, {show_value(cell.item)}, `{cell.header}`)"
        for number, cell in zip(numbers, best[0], strict=True)
    }
    return [_program(tree, 0, cells) for tree in trees]


def _fit(cells: Sequence[Cell], crosstab: Crosstab) -> float:
    """Return how well cells fit the words: cells of one item or of one year belong together."""
    return sum(map(crosstab.named, cells)) - min(len({cell.item for cell in cells}), len({c.header for c in cells}))


def _numbers(tree: Tree) -> Iterator[float]:
    """Yield the numbers that must be cells; the 2 of `(a + b) / 2` and the 100 of percentages need not."""
    match tree:
        case ast.BinOp(left, ast.Div() | ast.Mult(), ast.Constant()) if not isinstance(left, ast.Constant):
            yield from _numbers(left)
        case ast.BinOp(left, _, right):
            yield from _numbers(left)
            yield from _numbers(right)
        case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as value)):
            yield -float(value)
        case ast.Constant(int() | float() as value):
            yield float(value)
        case _:
            raise LeftOut("arithmetic that is not converted")


def _program(tree: Tree, strength: int, cells: dict[float, str]) -> str:
    match tree:
        case ast.BinOp(left, op, right) if type(op) in SIGNS:
            sign = SIGNS[type(op)]
            own = STRENGTH[sign]
            inner = f"{_program(left, own, cells)} {sign} {_program(right, own + 1, cells)}"
            return f"({inner})" if own < strength else inner
        case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as value)):
            return cells[-float(value)]
        case ast.Constant(int() | float() as value):
            return cells.get(float(value), str(value))
    raise LeftOut("arithmetic that is not converted")
