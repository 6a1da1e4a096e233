"""Large JSON Lines files: what the database reads is what is read into memory, or is read into memory."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import file as files
from seglam_lang.inputs.files import FileOptions, read_file
from tests.inputs.test_stored import assert_same
from tests.inputs.test_stored_sources import same

FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PATH = Path("some.jsonl")


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGE", 0)


def are_stored(lines: list[str]) -> bool:
    """Whether a file of these lines is stored; it must be what it is in memory."""
    PATH.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
    return same(str(PATH))


# --- any lines, as they are written

CELLS = {
    "whole": ("0", "-7", "12", "-0", "123456789012345"),
    "large": ("1234567890123456", "1" * 34, "5"),
    "decimal": ("1.5", "0.25", "-3.0", "7", "100.00", "123456789012.345"),
    "odd": ("1e3", "2.5E-2", "0.1234567890123456789", "1.0"),
    "text": ('"a"', '"A"', '""', '"x, {y}"', '"é 😀"', '"12"', '" "', '" a"'),
    "escaped": (r'"a\"b"', r'"caf\u00e9"', r'"two\nlines"', '"a"'),
    "day": ('"2024-01-31"', '"2023-12-01"'),
    "moment": ('"2024-01-31T10:00"', '"2024-01-31T10:00:05"'),
    "length": ('"1:30"', '"PT1H"', '"10:30"'),
    "money": ('"$1,200"', '"$5"', '"n/a"'),
    "share": ('"61 %"', '"5%"', '"12"'),
    "day as written": ('"31/01/2024"', '"1/2/2024"'),
    "moment in UTC": ('"2024-01-31T10:00:00Z"', '"2024-02-01T00:00:00Z"'),
    "flag": ("true", "false"),
    "blank": ("null",),
    "nested": ("[1]", '{"a": 1}'),
    "any": ("1", '"a"', "true", "2.5"),
}


@st.composite
def written_lines(draw: st.DrawFn) -> list[str]:
    """Lines of one writer, of which a few may be otherwise."""
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=4))
    colon, comma = draw(st.sampled_from([(":", ","), (": ", ", "), (" : ", " , ")]))
    keys = draw(st.permutations(["k", "K", "a b", "ü", "", "q.*"]))
    lines = []
    for _ in range(draw(st.integers(1, 6))):
        cells = [draw(st.sampled_from([*CELLS[kind], "null", *CELLS[kind]])) for kind in kinds]
        pairs = [f'"{key}"{colon}{cell}' for key, cell in zip(keys, cells, strict=False)]
        lines.append(f"{{{comma.join(pairs)}}}")
    odd = draw(
        st.sampled_from([None, None, None, "", "{}", "[1]", lines[0] + "\r", lines[0] + " ", lines[0][:-1] + ',"z":1}'])
    )
    return lines if odd is None else [*lines, odd]


@given(written_lines())
@FEW
def test_any_lines(lines: list[str]) -> None:
    are_stored(lines)


# --- ordinary ones are stored

ROWS: list[dict[str, Any]] = [
    {"id": 1, "name": "Ann", "day": "2024-01-31", "amount": 1.5, "paid": True, "rest": None},
    {"id": 2, "name": "Bob", "day": "2024-02-29", "amount": 20, "paid": False, "rest": 0.25},
    {"id": 3, "name": None, "day": None, "amount": 0.75, "paid": None, "rest": 3},
]


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_ordinary_lines_are_stored(separators: tuple[str, str]) -> None:
    assert are_stored([json.dumps(row, separators=separators) for row in ROWS])
    texts = [{"name": "Ann", "code": "07", "price": "1,500.00"}, {"name": "", "code": "08", "price": "2.00"}]
    assert are_stored([json.dumps(row, separators=separators) for row in texts])


@pytest.mark.parametrize(
    "other",
    [
        '{"id": 4, "name": "C"}',
        '{"name": "C", "id": 4, "day": null, "amount": 1, "paid": true, "rest": 1}',
        '{"id": 4.5, "name": "C", "day": null, "amount": 1, "paid": true, "rest": 1}',
        '{"id": "4", "name": "C", "day": null, "amount": 1, "paid": true, "rest": 1}',
        '{"id": 4, "name": "C", "day": null, "amount": NaN, "paid": true, "rest": 1}',
        '{"id": 4, "name": "C", "day": null, "amount": 01, "paid": true, "rest": 1}',
        '{"id": 4, "name": "C", "day": null, "amount": 1, "paid": true, "rest": 1,}',
        '{"id": 4, "id": 5, "name": "C", "day": null, "amount": 1, "paid": true, "rest": 1}',
        '{"id": 4, "name": "C\x01", "day": null, "amount": 1, "paid": true, "rest": 1}',
    ],
)
def test_one_other_line_is_read_as_in_memory(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seglam_lang.inputs.stored.json_files._HEAD", 1000)
    lines = [json.dumps(row) for row in ROWS * 20]
    assert are_stored(lines)
    assert not are_stored([*lines, other])


def test_a_bad_line_at_the_end_is_named_and_may_be_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seglam_lang.inputs.stored.json_files._HEAD", 1000)
    PATH.write_text("".join(json.dumps(row) + "\n" for row in ROWS * 20) + '{"id": 4, "na\n')
    assert not same(str(PATH))
    read = read_file(str(PATH), FileOptions(skip_bad_lines=True))
    assert read.value.length == 60 and any("1 bad line is left out (61)" in note for note in read.notes)


@pytest.mark.slow
def test_all_digits_of_numbers_are_kept_in_order(tmp_path: Path) -> None:
    """Of each number of decimals, more rows than the database reads at once."""
    drawn, path = Random(7), tmp_path / "numbers.jsonl"
    scales = range(1, 15)
    with path.open("w") as out:
        for _ in range(60_000):
            cells = [f'"s{scale}":{Decimal(drawn.randrange(10**15)).scaleb(-scale):f}' for scale in scales]
            out.write(f"{{{','.join(cells)}}}\n")
    stored, plain = read_file(str(path)), read_file(str(path), FileOptions(may_be_stored=False))
    assert stored.value.is_stored
    assert_same(stored, plain)
