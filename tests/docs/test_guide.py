"""What the guide and the other documents show is what happens."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from pathlib import Path

import pytest

from seglam_lang import language
from tests.docs.guide import Block, blocks, commands, output_of, without_times, write_files

DOCUMENTS = ("docs/guide.md", "docs/language.md", "docs/python.md")
FILES = [(name, each) for name in DOCUMENTS for each in blocks(name) if each.language == "seglam" and each.title]
EXPRESSIONS = [
    (name, each.line + place, line)
    for name in DOCUMENTS
    for each in blocks(name)
    if each.language == "seglam" and not each.title
    for place, line in enumerate(each.text.splitlines())
]
COMMANDS = [
    (name, each.line, *expected)
    for name in DOCUMENTS
    for each in blocks(name)
    if each.language == "console"
    for expected in commands(each)
]


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    write_files(request.param, folder)
    yield request.param


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEGLAM_CACHE", str(tmp_path / "cache.sqlite"))
    monkeypatch.setenv("SEGLAM_MODEL", str(tmp_path / "no-such-model.gguf"))
    return tmp_path


def test_there_is_much_to_show() -> None:
    assert len(FILES) >= 12
    assert len(EXPRESSIONS) >= 50
    assert len(COMMANDS) >= 6


@pytest.mark.parametrize(("name", "block"), FILES, ids=[f"{name}:{each.title}" for name, each in FILES])
def test_a_file_is_right_and_laid_out(name: str, block: Block) -> None:
    if block.title.endswith(" wrong"):
        with pytest.raises(language.LanguageError):
            language.load(block.text)
        return
    module = language.load(block.text, block.title)
    assert module.show(module.test()) == ""
    assert all(each.examples for each in module.procedures if not each.name.startswith("vat"))
    assert language.print_module(language.parse(block.text)) == block.text


@pytest.mark.parametrize(
    ("expression"), [line for _, _, line in EXPRESSIONS], ids=[f"{name}:{at}" for name, at, _ in EXPRESSIONS]
)
def test_an_expression_is_true(expression: str) -> None:
    assert language.load(f"proc expected() -> Bool {{ return {expression} }}")["expected"]() is True


@pytest.mark.parametrize(
    ("name", "command", "expected"),
    [(name, command, expected) for name, _, command, expected in COMMANDS],
    ids=[f"{name}:{line} {command}" for name, line, command, _ in COMMANDS],
)
def test_a_command_prints_what_is_shown(name: str, command: str, expected: str, folder: Path) -> None:
    write_files(name, folder)
    assert output_of(command).rstrip("\n") == without_times(expected).rstrip("\n")


def test_a_python_session_goes_as_shown(document: str) -> None:
    text = "".join(each.text + "\n" for each in blocks(document) if each.language == "python")
    session = doctest.DocTestParser().get_doctest(text, {}, document, document, 0)
    differences: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL)
    runner.run(session, out=differences.append)
    assert "".join(differences) == ""
