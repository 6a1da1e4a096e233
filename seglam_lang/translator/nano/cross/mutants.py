"""Programs that are nearly a given one: another column, cell, number, aggregate or order, or a condition less.

    rows.where(row => row[`City`] == "Oslo").total(`Fee`)
    rows.where(row => row[`City`] == "Oslo").total(`Tip`)     rows.total(`Fee`)     ....average(`Fee`)     ...

Whether a mutant still type-checks, and does something else, is for whoever takes it to find out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from random import Random

from seglam_lang.inputs import Inputs

# Names and signs of which one is taken for another by who misreads a request.
FAMILIES = (
    ("total", "average", "maximum", "minimum", "median"),
    ("sum", "average", "maximum", "minimum"),
    ("count", "total"),
    ("top", "bottom"),
    ("first", "last"),
    ("sort_by", "sort_by_descending"),
    ("year", "month"),
    (">", ">=", "<", "<="),
    ("==", "!="),
    ("and", "or"),
)
OTHERS = 3  # columns or cells that stand in for one
WHERE = ".where("
_PARTS = re.compile(r"(`[^`]+`|\"[^\"]*\"|\d+(?:\.\d+)?|[A-Za-z_]+|[<>=!]=?)")


def mutants(program: str, inputs: Inputs, dice: Random) -> list[str]:
    """Return distinct mutants of a program in the notation of `nano.headed`, in any order."""
    parts = _PARTS.split(program)
    found = dict.fromkeys([*_exchanged(parts, inputs, dice), *_without_conditions(program)])
    found.pop(program, None)
    drawn = list(found)
    dice.shuffle(drawn)
    return drawn


def _exchanged(parts: list[str], inputs: Inputs, dice: Random) -> Iterator[str]:
    for at, part in enumerate(parts):
        for other in _stand_ins(part, inputs, dice):
            yield "".join([*parts[:at], other, *parts[at + 1 :]])
            if part.startswith("`") and parts.count(part) > 1:  # a column wherever it is used
                yield "".join([other if each == part else each for each in parts])


def _stand_ins(part: str, inputs: Inputs, dice: Random) -> list[str]:
    """Return what may stand for a part of a program."""
    if part.startswith("`"):
        return [f"`{each}`" for each in _some(_columns_like(part[1:-1], inputs), dice)]
    if part.startswith('"'):
        return [json.dumps(each, ensure_ascii=False) for each in _some(_cells_like(part[1:-1], inputs), dice)]
    if part.isdigit():
        return [str(int(part) + dice.choice((1, 2, 5)))]
    return [other for family in FAMILIES if part in family for other in family if other != part]


def _some(found: list[str], dice: Random) -> list[str]:
    return dice.sample(found, min(OTHERS, len(found)))


def _columns_like(header: str, inputs: Inputs) -> list[str]:
    """Return the headers of the other columns of the same type."""
    for table in inputs.tables.values():
        types = dict(zip(table.headers, table.types, strict=True))
        if header in types:
            return [each for each, kind in types.items() if each != header and kind == types[header]]
    return []


def _cells_like(text: str, inputs: Inputs) -> list[str]:
    """Return other texts of the columns that hold a text."""
    columns = [cells for table in inputs.tables.values() for cells in table.cells if text in cells]
    others = {cell for cells in columns for cell in cells if isinstance(cell, str) and cell != text}
    return sorted(each for each in others if not {'"', "\\", "\n"} & {*each})


def _without_conditions(program: str) -> Iterator[str]:
    """Yield a program without one of its conditions each."""
    for match in re.finditer(re.escape(WHERE), program):
        depth, end = 1, match.end()
        while depth and end < len(program):
            depth += {"(": 1, ")": -1}.get(program[end], 0)
            end += 1
        yield program[: match.start()] + program[end:]
