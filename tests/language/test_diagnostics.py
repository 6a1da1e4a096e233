"""What people read when source is wrong: every case in golden/, and how it is laid out.

`python -m tests.language.test_diagnostics` writes the expected files anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from seglam_lang import language
from seglam_lang.language import Diagnostic, LanguageError, render
from seglam_lang.language.diagnostics import WIDTH
from seglam_lang.language.syntax.lexicon import SIGNS

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(GOLDEN.glob("*/*.seg"))


def report_on(path: Path) -> str:
    """All that is said about a file, as a terminal shows it."""
    source = path.read_text(encoding="utf-8")
    name = path.name
    try:
        found = [each for checked in language.check(source) for each in language.run_examples(checked)]
    except LanguageError as error:
        found = list(error.diagnostics)
    return "\n\n".join(render(each, source, name) for each in found) + "\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_diagnostics_are_as_agreed(path: Path) -> None:
    assert report_on(path) == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_no_diagnostic_speaks_of_terminals() -> None:
    for path in CASES:
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        assert not any(name in text for name in (*SIGNS, "__ANON", "NAME", "$END"))


def test_the_caret_stands_under_wide_characters_and_tabs() -> None:
    source = '\t"価格" + x'
    place = source.index("x")
    lines = render(Diagnostic("code", "message", place, place + 1), source).split("\n")
    assert lines[-2] == '1 |     "価格" + x'
    assert lines[-1] == "  | " + " " * 13 + "^"


def test_a_place_past_the_end() -> None:
    assert "^" in render(Diagnostic("code", "message", 10, 11), "abc")
    assert "^" in render(Diagnostic("code", "message", 0, 1), "")


def test_what_is_said_of_a_source_as_a_whole_has_no_place() -> None:
    assert render(Diagnostic("code", "message", 0, 0, "mend"), "abc") == "error[code]: message\n --> source\n  = mend"


def test_of_several_lines_the_first_is_marked_to_its_end() -> None:
    source = "example f(\n  1,  \n  2\n) == 3\n"
    lines = render(Diagnostic("code", "message", 13, len(source)), source).split("\n")
    assert lines[1:] == [" --> source:2:3", "  |", "2 |   1,", "  |   ^^"]


@pytest.mark.parametrize("column", [0, 10, 50, 99, 100, 150, 400, 799])
def test_of_a_long_line_the_neighbourhood_is_shown(column: int) -> None:
    line = "".join(chr(ord("a") + place % 26) for place in range(800))
    *_, excerpt, marks = render(Diagnostic("code", "message", column, column + 3), line).split("\n")
    start = marks.index("^")
    assert excerpt[start : marks.rindex("^") + 1] == line[column : column + 3]
    assert len(excerpt) <= WIDTH + len("1 | ") + 2


def test_marks_under_letters_that_combine() -> None:
    source = 'x + "e\u0301a\u0308" + y'
    place = source.index("y")
    *_, marks = render(Diagnostic("code", "message", place, place + 1), source).split("\n")
    assert len(marks) == len("1 | ") + len('x + "ea" + y')


def test_what_a_terminal_would_obey_is_not_shown() -> None:
    assert "\x1b" not in render(Diagnostic("code", "message", 0, 1), "\x1b[31m")


if __name__ == "__main__":
    for case in CASES:
        case.with_suffix(".txt").write_text(report_on(case), encoding="utf-8")
