"""Report how a value differs from the one that was expected: one line for each part that differs.

item 3: expected 39.33, got 39.34
row 2, sales: expected 5, got 6
the field `total` is missing
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice

from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.values import Map, Record, Table, Value

MOST = 8  # differences that are told
LONGEST = 60  # characters of a part that is shown
_ALIGNED = 400  # items of lists in which what was left out or added is looked for


def differences(expected: Value, got: Value) -> list[str]:
    """Return a line for each part that differs, from the outside in; of many, the first ones."""
    found = list(islice(_parts(expected, got, ""), MOST + 1))
    return [*found[:MOST], "... and more"] if len(found) > MOST else found


def shortened(value: Value) -> str:
    """Return a value as it is written in source, cut where it is long."""
    text = show_value(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _parts(expected: Value, got: Value, place: str) -> Iterator[str]:
    if _equal(expected, got):
        return
    if isinstance(expected, Table) and isinstance(got, Table):
        yield from _tables(expected, got, place)
    elif isinstance(expected, Record) and isinstance(got, Record) and expected.names == got.names:
        for name, one, other in zip(expected.names, expected.values, got.values, strict=True):
            yield from _parts(one, other, _inside(place, name))
    elif isinstance(expected, Map) and isinstance(got, Map):
        yield from _maps(expected, got, place)
    elif isinstance(expected, tuple) and isinstance(got, tuple):
        yield from _lists(expected, got, place, "item")
    elif isinstance(expected, str) and isinstance(got, str):
        yield from _texts(expected, got, place)
    else:
        yield _line(place, f"expected {shortened(expected)}, got {shortened(got)}")


def _inside(place: str, part: str) -> str:
    return f"{place}, {part}" if place else part


def _line(place: str, message: str) -> str:
    return f"{place}: {message}" if place else message


def _equal(expected: Value, got: Value) -> bool:
    return type(expected) is type(got) and bool(expected == got)


def _lists(expected: Sequence[Value], got: Sequence[Value], place: str, item: str) -> Iterator[str]:
    """Compare items at the same position; where there are not as many, also report what is missing or too many."""
    if len(expected) == len(got) or max(len(expected), len(got)) > _ALIGNED:
        if len(expected) != len(got):
            yield _line(place, f"expected {len(expected)} {item}s, got {len(got)}")
        for position, (one, other) in enumerate(zip(expected, got, strict=False), 1):
            yield from _parts(one, other, _inside(place, f"{item} {position}"))
        return
    yield _line(place, f"expected {len(expected)} {item}s, got {len(got)}")
    one, other = ([show_value(each) for each in items] for items in (expected, got))
    for kind, first, last, start, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        both = min(last - first, end - start) if kind != "equal" else 0
        for step in range(both):
            yield from _parts(expected[first + step], got[start + step], _inside(place, f"{item} {start + step + 1}"))
        if kind != "equal":
            for value in expected[first + both : last]:
                yield _line(place, f"missing before {item} {start + both + 1}: {shortened(value)}")
            for position in range(start + both, end):
                yield _line(_inside(place, f"{item} {position + 1}"), f"not expected: {shortened(got[position])}")


def _maps(expected: Map, got: Map, place: str) -> Iterator[str]:
    for key, item in expected.items.items():
        name = _inside(place, f"key {shortened(key)}")
        if key in got.items:
            yield from _parts(item, got.items[key], name)
        else:
            yield _line(name, f"missing, expected {shortened(item)}")
    for key in got.items:
        if key not in expected.items:
            yield _line(_inside(place, f"key {shortened(key)}"), f"not expected: {shortened(got.items[key])}")


def _tables(expected: Table, got: Table, place: str) -> Iterator[str]:
    if expected.headers != got.headers:
        one, other = (", ".join(each.headers) for each in (expected, got))
        yield _line(place, f"expected the columns {one or '(none)'}, got {other or '(none)'}")
        return
    wanted, given = ([Record(each.headers, row) for row in each.rows()] for each in (expected, got))
    yield from _lists(wanted, given, place, "row")


def _texts(expected: str, got: str, place: str) -> Iterator[str]:
    """Compare texts; long ones are quoted from shortly before their first difference."""
    if max(len(expected), len(got)) <= LONGEST:
        yield _line(place, f"expected {shortened(expected)}, got {shortened(got)}")
        return
    pairs = enumerate(zip(expected, got, strict=False))
    first = next((position for position, (one, other) in pairs if one != other), min(len(expected), len(got)))
    start = max(0, first - 10)
    one, other = (_excerpt(text, start) for text in (expected, got))
    yield _line(place, f"the texts differ from character {first + 1}: expected {one}, got {other}")


def _excerpt(text: str, start: int) -> str:
    part = show_value(text[start : start + LONGEST // 2])
    return f"{'...' if start else ''}{part}{'...' if start + LONGEST // 2 < len(text) else ''}"
