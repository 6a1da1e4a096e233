"""Cells to typed columns: what a column of raw cells holds, and what to tell people about it.

A raw cell is what JSON gives (None, bool, int, Decimal, str) or the text of a CSV cell. Blanks never change a type.
JSON already says which cells are numbers, so there texts become dates only if all are in ISO form; CSV says nothing,
so there the type is inferred from the texts. What is not of one type stays Text, with nothing lost. Whatever is read
otherwise than it is written ("n/a" as a blank, "(12)" as -12) is noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from seglam_lang.inputs.dates import EITHER, day_is_first, is_slashed, order_is_ambiguous, parse_date, parse_iso
from seglam_lang.inputs.model import InputError
from seglam_lang.language.computing.numbers import DIGITS, parse_number, show_number
from seglam_lang.language.types import BOOL, DATE, NUMBER, TEXT, Con
from seglam_lang.language.values import Number, Table, Value

Raw = None | bool | int | Decimal | str | date
TYPES = {"text": TEXT, "number": NUMBER, "date": DATE, "bool": BOOL}
CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW"}
_MONEY = re.compile(rf"([+-]?)([{''.join(CURRENCY_SIGNS)}])\s*(.+)|([^\s].*?)\s*([€£])")
_LEADING_ZERO = re.compile(r"[+-]?0[0-9]")
_TOO_LONG = re.compile(rf"[+-]?[0-9]{{{DIGITS + 1},}}")  # an identifier: as a Number it would lose digits
_IN_PARENTHESES = re.compile(r"\(([^()]+)\)")
_DECIMAL_COMMA = re.compile(r"([+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+))(?:,([0-9]+))?(%?)")
_NO_VALUE = frozenset(("n/a", "na", "n.a.", "#n/a", "null", "nan", "-", "--", "\u2013", "\u2014"))
_NEARLY = 0.8  # a column with at least this share of numbers is worth a note about the others


def make_table(
    headers: Sequence[str], columns: Sequence[Sequence[Raw]], types: Sequence[str], from_text: bool, name: str
) -> tuple[Table, tuple[str, ...]]:
    """The table of raw `columns` and the notes about it. `types` may be empty, or names the type of each column.

    `from_text` says that the cells are texts of a file and that row 1 of the table is line 2 of it.
    """
    if not headers:
        raise InputError("empty-table", f"{name} has no columns")
    if types and len(types) != len(headers):
        raise InputError("bad-table", f"{name} has {len(headers)} columns but {len(types)} types")
    names, cells, kinds, notes = distinct_headers(headers), [], [], []
    percentages = []
    for position, raw in enumerate(columns):
        values: Sequence[Raw] = [None if isinstance(cell, str) and not cell.strip() else cell for cell in raw]
        wanted = types[position] if types else ""
        kind, typed, note = (_infer_text if from_text and not wanted else _infer_json)(values, wanted)
        kinds.append(kind)
        cells.append(tuple(typed))
        notes.append(_describe(names[position], headers[position], kind, typed, note))
        if kind == NUMBER and _is_in_percent(values, typed):
            percentages.append(names[position])
    return Table(names, tuple(kinds), tuple(cells), len(cells[0]), tuple(percentages)), tuple(notes)


def _is_in_percent(raw: Sequence[Raw], typed: Sequence[Value]) -> bool:
    """Whether a column of numbers is written in percent: its first cell says so, as all are or none is."""
    first = next((cell for cell, value in zip(raw, typed, strict=True) if value is not None), None)
    return isinstance(first, str) and "%" in first


def distinct_headers(headers: Sequence[str]) -> tuple[str, ...]:
    """Headers as given, an empty one named by its position, a repeated one numbered."""
    seen: set[str] = set()
    result = []
    for position, header in enumerate(headers, 1):
        base = name = " ".join(header.split()) or f"column {position}"
        number = 2
        while name in seen:
            name, number = f"{base} {number}", number + 1
        seen.add(name)
        result.append(name)
    return tuple(result)


def as_text(cell: Raw) -> str | None:
    """A raw cell as Text: numbers plainly, true and false in lower case, dates in ISO form."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, date) else show_number(cell)


def _describe(name: str, header: str, kind: Con, values: Sequence[Value], note: str) -> str:
    blanks = sum(1 for value in values if value is None)
    written = " ".join(header.split())
    headed = f'headed "{written}"' if written not in ("", name) else ""
    parts = [kind.name, f"{blanks} blank" if blanks else "", note, headed]
    return f"column {name}: {', '.join(filter(None, parts))}"


Inferred = tuple[Con, Sequence[Value], str]


def _infer_json(values: Sequence[Raw], wanted: str) -> Inferred:
    """A column whose cells say what they are, or whose type was `wanted`."""
    present = [value for value in values if value is not None]
    if wanted:
        return _convert(values, wanted)
    classes = {type(value) for value in present}
    if not present or classes == {str}:
        dates = [None if value is None else parse_iso(str(value)) for value in values]
        all_dates = bool(present) and len(present) == sum(1 for value in dates if value is not None)
        return (DATE, dates, "") if all_dates else (TEXT, values, "")
    if classes == {bool}:
        return BOOL, values, ""
    if classes <= {int, Decimal}:
        return NUMBER, values, ""
    if classes == {date}:
        return DATE, values, ""
    if classes <= {int, Decimal, str}:
        numbers = [None if value is None else _number(value) for value in values]
        if sum(1 for value in numbers if value is not None) == len(present):
            return NUMBER, numbers, ""
    return TEXT, [as_text(value) for value in values], "holds values of several types"


def _convert(values: Sequence[Raw], wanted: str) -> Inferred:
    if wanted not in TYPES:
        raise InputError("bad-table", f"unknown column type {wanted!r}: text, number, date or bool")
    read: dict[str, Callable[[Raw], Value]] = {"text": as_text, "number": _number, "date": _to_date, "bool": _to_bool}
    typed = [None if value is None else read[wanted](value) for value in values]
    pairs = zip(values, typed, strict=True)
    wrong = [str(as_text(value)) for value, cell in pairs if value is not None and cell is None]
    if wrong:
        return TEXT, [as_text(value) for value in values], f"not all {wanted}s ({_quote(wrong)})"
    return TYPES[wanted], typed, ""


def _number(value: Raw) -> Number | None:
    if isinstance(value, str):
        return parse_number(value)
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _to_date(value: Raw) -> date | None:
    return value if isinstance(value, date) else parse_date(value) if isinstance(value, str) else None


def _to_bool(value: Raw) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.strip().casefold()) if isinstance(value, str) else None


def _infer_text(values: Sequence[Raw], wanted: str) -> Inferred:
    """A column of texts of a CSV file."""
    texts = [None if value is None else str(value).strip() for value in values]
    present = [text for text in texts if text is not None]
    if not present:
        return TEXT, texts, ""
    if all(text.casefold() in ("true", "false") for text in present):
        return BOOL, [None if text is None else text.casefold() == "true" for text in texts], ""
    found = _numbers(texts, present) or _dates(texts, present) or _with_gaps(texts, present)
    return found or (TEXT, texts, _strays(texts, present))


def _with_gaps(texts: Sequence[str | None], present: Sequence[str]) -> Inferred | None:
    """Numbers or dates among which "n/a" or a dash says that there is none: those cells are blanks."""
    marks = dict.fromkeys(text for text in present if text.casefold() in _NO_VALUE)
    stated = [text for text in present if text not in marks]
    if not marks or not stated:
        return None
    rest = [None if text in marks else text for text in texts]
    found = _numbers(rest, stated) or _dates(rest, stated)
    if found is None:
        return None
    kind, typed, note = found
    blank = f"{' and '.join(marks)} read as blank"
    return kind, typed, f"{note}, {blank}" if note else blank


def _money(text: str) -> tuple[str, str]:
    """The currency sign of a cell ("" if none) and the cell without it."""
    match = _MONEY.fullmatch(text)
    if match is None:
        return "", text
    if match[2]:
        return match[2], match[1] + match[3]
    return match[5], match[4]


def _numbers(texts: Sequence[str | None], present: Sequence[str]) -> Inferred | None:
    cells, notes = _bookkept(present)
    split = [_money(text) for text in cells]
    signs = {sign for sign, _ in split}
    if len(signs) > 1 or any(_LEADING_ZERO.match(text) or _TOO_LONG.fullmatch(text) for text in present):
        return None
    notes += [f"amounts in {CURRENCY_SIGNS[sign]}" for sign in signs if sign]
    numbers = [parse_number(rest) for _, rest in split]
    if None in numbers:
        numbers = [_parse_decimal_comma(rest) for _, rest in split]
        notes.append("decimal commas (1,5 is 1.5)")
    percents = sum(1 for text in cells if text.endswith("%"))
    if None in numbers or percents not in (0, len(present)):
        return None  # 15 beside 15% could mean either
    if percents:
        notes.append("percentages (15% is 0.15)")
    found = iter(numbers)
    return NUMBER, [None if text is None else next(found) for text in texts], ", ".join(notes)


def _bookkept(cells: Sequence[str]) -> tuple[Sequence[str], list[str]]:
    """Amounts in parentheses with a minus sign instead, and a note; where all are in parentheses they mean no minus."""
    matches = [_IN_PARENTHESES.fullmatch(cell) for cell in cells]
    if not any(matches) or all(matches):
        return cells, []
    return [f"-{match[1]}" if match else cell for match, cell in zip(matches, cells, strict=True)], ["(12) is -12"]


def _parse_decimal_comma(text: str) -> Number | None:
    """1.299,99 as 1299.99: for a column that has a cell which can be read in this way only."""
    match = _DECIMAL_COMMA.fullmatch(text)
    return parse_number(f"{match[1].replace('.', '')}.{match[2] or 0}{match[3]}") if match else None


def _dates(texts: Sequence[str | None], present: Sequence[str]) -> Inferred | None:
    day_first = any(day_is_first(text) for text in present)
    typed = [None if text is None else parse_date(text, day_first) for text in texts]
    if sum(1 for value in typed if value is not None) != len(present):
        return None
    slashed = any(is_slashed(text) for text in present)
    if not slashed:
        return DATE, typed, ""
    if day_first:
        return DATE, typed, "read with the day first"
    certain = any(is_slashed(text) and not order_is_ambiguous(text) for text in present)
    return DATE, typed, "read with the month first" + ("" if certain else f" ({EITHER})")


def _strays(texts: Sequence[str | None], present: Sequence[str]) -> str:
    """What keeps a column that is nearly all numbers from being one."""
    wrong = [(line, text) for line, text in enumerate(texts, 2) if text and parse_number(_money(text)[1]) is None]
    if not wrong or len(present) - len(wrong) < _NEARLY * len(present):
        return ""
    shown = _quote([f"line {line}: {text}" for line, text in wrong])
    return f"nearly all numbers, but not {shown}"


def _quote(items: Sequence[str]) -> str:
    more = f" and {len(items) - 3} more" if len(items) > 3 else ""
    return "; ".join(items[:3]) + more
