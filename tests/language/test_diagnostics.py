"""What people read when source is wrong: every case in golden/, and how it is laid out.

`python -m tests.language.test_diagnostics` writes the expected files anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from seglam_lang import language
from seglam_lang.language import Diagnostic, LanguageError, render

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(GOLDEN.glob("*/*.seg"))


def said_about(path: Path) -> str:
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
    assert said_about(path) == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_no_diagnostic_speaks_of_terminals() -> None:
    for path in CASES:
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        assert not any(name in text for name in ("__ANON", "LPAR", "NAME", "$END", "COMPARATOR"))


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


def test_what_a_terminal_would_obey_is_not_shown() -> None:
    assert "\x1b" not in render(Diagnostic("code", "message", 0, 1), "\x1b[31m")


if __name__ == "__main__":
    for case in CASES:
        case.with_suffix(".txt").write_text(said_about(case), encoding="utf-8")
