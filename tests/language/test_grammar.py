"""A parser that was read from its table is the one that was made from the grammar's text."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark.exceptions import UnexpectedInput

from seglam_lang import resources
from seglam_lang.language.syntax import grammar as grammars
from seglam_lang.language.syntax.grammar import from_table, grammar, made, to_table
from seglam_lang.language.syntax.syntax_errors import explain

ROOT = Path(__file__).parents[2]
SOURCES = [
    *(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("cache/*.seg"))),
    *(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("examples/**/*.seg"))),
]


@lru_cache(maxsize=1)
def parsers() -> tuple[Any, Any, bytes]:
    """The parser made of the text, the one of its table, and the table."""
    parser = made()
    table = to_table(parser)
    return parser, from_table(table), table


def outcome(parser: Any, source: str) -> Any:
    """What a parser makes of a source: a tree with its places, or what is wrong, in the words that people see."""
    try:
        tree = parser.parse(source, start="module")
    except UnexpectedInput as error:
        return explain(error, source)
    places = [
        (str(each.data), each.meta.empty or (each.meta.start_pos, each.meta.end_pos)) for each in tree.iter_subtrees()
    ]
    return tree, places


def test_every_program_is_read_alike() -> None:
    made_of_text, of_table, _ = parsers()
    for source in SOURCES:
        assert outcome(of_table, source) == outcome(made_of_text, source)


@settings(max_examples=100)
@given(st.data())
def test_what_is_wrong_is_said_alike(data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(SOURCES))[: data.draw(st.integers(0, 600))]
    start = data.draw(st.integers(0, len(source)))
    source = source[:start] + data.draw(st.sampled_from(["", "}", "(", "let", "1", "?", '"'])) + source[start + 1 :]
    made_of_text, of_table, _ = parsers()
    assert outcome(of_table, source) == outcome(made_of_text, source)


@settings(max_examples=50)
@given(st.data())
def test_a_damaged_table_is_none(data: st.DataObject) -> None:
    table = parsers()[2]
    cut = table[: data.draw(st.integers(0, len(table) - 1))]
    at = data.draw(st.integers(0, len(table) - 1))
    changed = table[:at] + bytes([table[at] ^ data.draw(st.integers(1, 255))]) + table[at + 1 :]
    assert from_table(cut) is from_table(changed) is from_table(b"") is from_table(table + b"\n") is None


def test_a_table_of_another_grammar_other_options_or_another_lark_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    table = parsers()[2]
    with monkeypatch.context() as other:
        other.setattr(grammars, "_text", lambda: "module: body\nbody: ")
        assert from_table(table) is None
    with monkeypatch.context() as other:
        other.setitem(grammars._OPTIONS, "maybe_placeholders", False)
        assert from_table(table) is None
    with monkeypatch.context() as other:
        other.setattr("lark.__version__", "0.0")
        assert from_table(table) is None
    assert from_table(table) is not None


@pytest.mark.parametrize("found", ["none", "damaged", "right"])
def test_the_table_is_read_where_it_fits(found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_of_text, _, table = parsers()
    for name in ("grammar/seglam.lark", grammars.TABLE):
        (tmp_path / name).parent.mkdir()
    (tmp_path / "grammar/seglam.lark").write_bytes(resources.path("grammar/seglam.lark").read_bytes())
    if found != "none":
        (tmp_path / grammars.TABLE).write_bytes(table if found == "right" else table[:-1])
    remade = Mock(return_value=made_of_text)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(resources, "path", lambda name: tmp_path / name)
        elsewhere.setattr(grammars, "made", remade)
        parser = grammar.__wrapped__()
    assert remade.called == (found != "right")
    assert outcome(parser, SOURCES[0]) == outcome(made_of_text, SOURCES[0])
