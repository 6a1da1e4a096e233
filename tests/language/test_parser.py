"""What the parser makes of source, and of what is no source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.diagnostics import LanguageError, render
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.lexicon import SIGNS
from seglam_lang.language.syntax.parser import MAX_DEPTH, parse, parse_body
from seglam_lang.language.syntax.sources import MAX_CHARACTERS


def expression(text: str) -> nodes.Expression:
    value = parse_body(f"return {text}").result.value
    assert not isinstance(value, nodes.Loop)
    return value


def codes(source: str | bytes) -> list[str]:
    with pytest.raises(LanguageError) as caught:
        parse(source)
    return [each.code for each in caught.value.diagnostics]


def test_spans_are_what_stands_there() -> None:
    source = "let total = rows.total(c1)\nreturn (total / 2).round(2)"
    body = parse_body(source)
    texts = [source[slice(*node.span)] for node in nodes.walk(body.result) if not isinstance(node, nodes.Module)]
    assert texts == ["return (total / 2).round(2)", "(total / 2).round(2)", "total / 2", "total", "2", "2"]
    (step,) = body.steps
    assert isinstance(step, nodes.Let)
    assert source[slice(*step.at)] == "total"


def test_operators_bind_as_people_expect() -> None:
    assert expression("a or b and not c == 1 + 2 * -x") == nodes.Binary(
        "or",
        nodes.Name("a"),
        nodes.Binary(
            "and",
            nodes.Name("b"),
            nodes.Unary(
                "not",
                nodes.Binary(
                    "==",
                    nodes.Name("c"),
                    nodes.Binary(
                        "+",
                        nodes.Number("1"),
                        nodes.Binary("*", nodes.Number("2"), nodes.Unary("-", nodes.Name("x"))),
                    ),
                ),
            ),
        ),
    )


def test_keywords_end_at_a_word_boundary() -> None:
    assert expression("tons.total") == nodes.Field(nodes.Name("tons"), "total")
    assert codes("proc f() { return 1 ton }") == ["syntax"]


def test_a_percent_sign_is_part_of_a_number() -> None:
    assert expression("18%") == nodes.Number("18%")
    assert codes("proc f() { return 18 % 5 }") == ["foreign-operator"]


def test_a_method_of_a_number() -> None:
    assert expression("5.round(2)") == nodes.Call(nodes.Number("5"), "round", (nodes.Number("2"),))


def test_a_byte_order_mark_and_windows_line_ends_mean_nothing() -> None:
    unix = 'proc f() -> Text {\n  # note\n  return "a"\n}\n'
    windows = b"\xef\xbb\xbf" + unix.replace("\n", "\r\n").encode()
    assert parse(windows) == parse(unix)


def test_empty_source_is_an_empty_module() -> None:
    assert parse("") == nodes.Module(())
    assert parse(" # nothing yet\n") == nodes.Module((), (), ("# nothing yet",))


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"\xff\xfe\x00", "not-utf-8"),
        ("\0", "not-text"),
        ('proc f() { return "abc', "text-not-closed"),
        ('proc f() { return "abc\n" }', "text-not-closed"),
        (f"proc f() {{ return {'(' * 10_000}1{')' * 10_000} }}", "nested-too-deeply"),
        (f"proc f() {{ return {'+'.join('1' * 20_000)} }}", "nested-too-deeply"),
        (f"proc f() {{ return x{'.f()' * 1_000} }}", "nested-too-deeply"),
        (f"proc f() {{ return {'[' * 1_000} }}", "bracket-not-closed"),
        (f"proc f() {{ {'let x = 1 ' * 200} return 1 }}", "too-many-steps"),
        (" " * (MAX_CHARACTERS + 1), "source-too-long"),
        ("proc f() { return @2023-02-29 }", "no-such-date"),
        (f"proc f() {{ return {'1' * 35} }}", "number-too-long"),
        ('proc f() { return "\\u{110000}" }', "unknown-escape"),
        ("proc f() { return {a: 1, a: 2} }", "field-twice"),
        ("proc f() { return аbc }", "look-alike"),  # the first letter is Cyrillic
    ],
)
def test_bad_source_is_a_diagnostic(source: str | bytes, code: str) -> None:
    assert codes(source) == [code]


def test_the_deepest_source_that_is_read() -> None:
    parse_body(f"return {'+'.join('1' * (MAX_DEPTH - 1))}")


@given(st.one_of(st.text(), st.binary()))
def test_any_text_is_a_module_or_a_diagnostic(source: str | bytes) -> None:
    try:
        parse(source)
    except LanguageError as error:
        text = source if isinstance(source, str) else source.decode("utf-8", "replace")
        assert all(render(each, text) for each in error.diagnostics)


_PIECES = ["proc f(", "x", ": Number", ")", "{", "}", "return", " 1", "+", "let y =", '"', "#", "\n", "if", "=>", "["]


@given(st.lists(st.sampled_from(_PIECES)).map(" ".join))
def test_any_sequence_of_lexemes_is_a_module_or_a_diagnostic(source: str) -> None:
    try:
        parse(source)
    except LanguageError as error:
        diagnostic, *_ = error.diagnostics
        assert not any(name in diagnostic.message for name in (*SIGNS, "__ANON", "$END"))
