"""The catalogue of errors is complete, its examples are what they are said to be, and its pages are up to date."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from seglam_lang import language
from seglam_lang.language import Failure, LanguageError, failures
from seglam_lang.language.catalogue import Entry, UnknownCode, catalogue, explain, pages
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.syntax.sources import MAX_CHARACTERS
from seglam_lang.requests.diagnostics import diagnose

ROOT = Path(__file__).parents[2]
_MAKERS = {"Failure", "Diagnostic", "problem", "error_at", "diagnostic"}  # the code is their first argument
_SHARED = {name: value for name, value in vars(failures).items() if isinstance(value, str)}
ENTRIES = catalogue().values()
WITH_EXAMPLES = [each for each in ENTRIES if each.wrong]
_MADE: dict[str, str | bytes] = {  # what no short text shows
    "not-utf-8": b'proc f() -> Text { return "\xe9" }',
    "not-text": b"\x7fELF\x02\x01\x00\x00",
    "source-too-long": "x" * (MAX_CHARACTERS + 1),
    "hidden-direction": "# \u202e",
    "too-many-steps": f"proc f(x: Number) -> Number {{ {' '.join(f'let a{i} = x' for i in range(101))} return x }}",
    "type-too-large": "\n".join(
        [
            "type T0 = Number",
            *(f"type T{i + 1} = {{a: T{i}, b: T{i}}}" for i in range(10)),
            "proc f(x: T10) -> T10 { return x }",
        ]
    ),
    "too-many-parts": f"proc f() -> List<Number> {{ return [{', '.join('1' * 5_000)}] }}",
    "procedure-too-long": 'proc f() -> Text { return "' + "x" * 300_000 + '" }',
    "nested-too-deeply": f"proc f() -> Number {{ return {'(' * 200}1{')' * 200} }}",
}


def _codes_in(path: Path) -> set[str]:
    """The codes that a module can raise or report."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = _SHARED | {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        maker = getattr(node.func, "id", getattr(node.func, "attr", ""))
        code = node.args[0]
        value = code.value if isinstance(code, ast.Constant) else constants.get(getattr(code, "id", ""))
        if maker in _MAKERS and isinstance(value, str) and " " not in value:
            found.add(value)
    return found


def test_every_code_has_an_entry_and_every_entry_is_a_code() -> None:
    rooms = [path for path in (ROOT / "seglam_lang").glob("**/*.py") if "nano" not in path.parts]
    codes = set().union(*map(_codes_in, rooms))
    assert sorted(codes - set(catalogue())) == []
    assert sorted(set(catalogue()) - codes) == []


def test_there_are_many_distinct_errors() -> None:
    assert sum(each.page != "running" for each in ENTRIES) >= 60


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_explanations_are_short_and_whole(entry: Entry) -> None:
    assert entry.title and not entry.title.endswith(".")
    assert entry.explanation.endswith(".")
    assert 60 <= len(entry.explanation) <= 700


def _codes_of(source: str | bytes) -> set[str]:
    """The codes of all that is wrong with a source, failures of its examples included."""
    text = source if isinstance(source, str) else None
    try:
        found = {each.code for each in diagnose(text)} if text is not None else set()
        checked = language.check(source) if not found else []
    except LanguageError as error:
        return {each.code for each in error.diagnostics}
    return found | {each.code for procedure in checked for each in language.run_examples(procedure)}


def _failures(source: str) -> set[str]:
    """The codes of the failures in which the examples of a source end."""
    found = set()
    for procedure in language.check(source):
        for example in procedure.examples:
            try:
                compile_procedure(procedure.core).run(example.arguments)
            except Failure as failure:
                found.add(failure.code)
    return found


@pytest.mark.parametrize("entry", WITH_EXAMPLES, ids=lambda entry: entry.code)
def test_the_wrong_example_is_wrong_in_this_way(entry: Entry) -> None:
    if entry.page == "running":
        assert _failures(entry.wrong) == {entry.code}
    else:
        assert _codes_of(entry.wrong) == {entry.code}


@pytest.mark.parametrize("entry", [each for each in ENTRIES if each.message], ids=lambda entry: entry.code)
def test_a_message_that_is_written_out_is_what_is_said(entry: Entry) -> None:
    error = LanguageError(diagnose(entry.wrong))
    assert entry.message == language.render_all(error, entry.wrong, "example.seg")


@pytest.mark.parametrize("entry", [each for each in ENTRIES if each.right], ids=lambda entry: entry.code)
def test_the_right_example_is_right(entry: Entry) -> None:
    assert _codes_of(entry.right) == set()


@pytest.mark.parametrize("code", _MADE)
def test_what_no_short_text_shows(code: str) -> None:
    assert _codes_of(_MADE[code]) == {code}


def test_every_error_of_a_source_has_an_example() -> None:
    without = {each.code for each in ENTRIES if not each.wrong and each.page != "running"}
    assert without == {*_MADE, "does-not-stand"}


@pytest.mark.parametrize("code", catalogue())
def test_a_terminal_can_show_every_code(code: str) -> None:
    text = explain(code)
    assert text.startswith(f"{code}: ")
    assert "Traceback" not in text


def test_a_code_that_is_misspelled() -> None:
    with pytest.raises(UnknownCode, match="did you mean `unknown-name`"):
        explain("unknown-nam")


def test_the_pages_are_up_to_date() -> None:
    """If this fails: `python -m seglam_lang.language.catalogue`, and read the difference."""
    folder = ROOT / "docs" / "errors"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")} == pages()
