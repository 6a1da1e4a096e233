"""`seglam docs`: what it shows, and what it says of what it does not know."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result

from seglam_lang.cli import cli
from seglam_lang.cli.docs import WIDTH, render_lines
from seglam_lang.language.checking.annotations import TYPE_NAMES
from seglam_lang.language.reference.chapters import chapters
from seglam_lang.language.reference.documents import Code, Heading, Prose, blocks, topics
from seglam_lang.language.reference.topics import describe, topic_names
from seglam_lang.language.syntax.lexicon import KEYWORDS


def docs(*words: str) -> Result:
    """The command with these words."""
    return CliRunner().invoke(cli, ["docs", *words])


def test_the_overview_names_all_types_and_sections() -> None:
    output = docs()
    assert output.exit_code == 0
    for each in chapters():
        assert re.search(rf"(?m)^  {each.receiver} +{len(each.builtins)} ", output.output)
    assert all(each.title in output.output for each in topics())


def test_a_type_lists_its_builtins_in_sections() -> None:
    output = docs("text").output
    assert "\nPatterns\n" in output
    assert re.search(r"(?m)^  between\(start, end\) +Return the text between the", output)
    assert "pad_left(width, fill?)" in output


def test_a_builtin_is_shown_with_examples() -> None:
    output = docs("text.between").output
    assert output.startswith("Text.between(start: Text, end: Text) -> Text\n")
    assert '    "f(x, y) = 1".between("(", ")")' in output
    assert docs("Text.between").output == output


def test_a_name_alone_is_that_of_all_types() -> None:
    output = docs("contains").output
    assert "Text.contains(" in output
    assert "List<T>.contains(" in output


@pytest.mark.parametrize("name", ["+", "??", "[]", "==", "=>", "@", "%", "unary -"])
def test_signs_have_an_entry(name: str) -> None:
    assert docs(name).exit_code == 0


@pytest.mark.parametrize("word", sorted(KEYWORDS) + sorted(TYPE_NAMES))
def test_every_word_of_the_language_has_an_entry(word: str) -> None:
    assert docs(word).exit_code == 0, word


def test_a_section_of_the_guide() -> None:
    output = docs("for").output
    assert output.startswith("Loops\n")
    assert "    var balance = loan" in output.replace("      ", "    ")
    assert "```" not in output
    assert docs("loops").output == output


def test_what_else_is_called_so_is_named() -> None:
    assert "See also: " in docs("map").output
    assert "List.map" in docs("map").output


def test_the_code_of_an_error() -> None:
    output = docs("unknown-method").output
    assert output.startswith("unknown-method: ")
    assert "unknown-method" in docs("errors").output


def test_units() -> None:
    assert re.search(r"(?m)^  mile +mi", docs("units").output)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["text.betwen"], "did you mean `text.between`?"),
        (["lopps"], "did you mean `loops`?"),
        (["spreadsheet"], "it is mentioned in "),
        (["qqq"], "`seglam docs` lists them"),
        (["nosuchthing"], "there is no topic 'nosuchthing'; `seglam docs` lists them"),
    ],
)
def test_what_is_unknown(words: list[str], message: str) -> None:
    output = docs(*words)
    assert output.exit_code == 2
    assert output.output.startswith("seglam: there is no topic ")
    assert message in output.output


def test_every_topic_is_described() -> None:
    for name in topic_names():
        assert describe(name), name


def test_a_topic_is_one_section() -> None:
    names = [name for each in topics() for name in each.names]
    assert [name for name in set(names) if names.count(name) > 1] == []


def test_lines_are_short_and_without_colours() -> None:
    output = docs("list").output
    assert "\x1b" not in output
    assert max(map(len, output.split("\n"))) <= WIDTH


def test_a_terminal_gets_colours() -> None:
    output = list(render_lines([Heading("A"), Code("1 + 1 == 2"), Prose("some words")], 40, colours=True))
    assert output[0] == "\x1b[1mA\x1b[0m"
    assert "\x1b[" in output[2]
    assert output[4] == "some words"


def test_markdown_is_read_as_text() -> None:
    source = [
        "## A [link](x.md)",
        "",
        "<!-- hidden -->",
        "Some **bold**",
        "words.",
        "- one",
        "  more",
        "- two",
        "```seglam",
        "1",
    ]
    assert list(blocks([*source, "```"])) == [
        Heading("A link"),
        Prose("Some bold words."),
        Prose("- one more"),
        Prose("- two"),
        Code("1", "seglam"),
    ]
