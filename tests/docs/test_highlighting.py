"""The colours of editors and terminals: the lexer and the TextMate grammar know the language."""

from __future__ import annotations

import json
import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from seglam_lang.language.checking.annotations import TYPE_NAMES
from seglam_lang.language.reference.highlighting import GROUPS, TYPES, textmate
from seglam_lang.language.syntax.lexicon import KEYWORDS
from tests.docs.guide import blocks

pytest.importorskip("pygments")

from pygments.token import Comment, Error, Keyword, Literal, Name, Number, Operator, String

from seglam_lang.language.reference.pygments_lexer import SeglamLexer

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("cache/*.seg"), *ROOT.glob("examples/*/*.seg"), *ROOT.glob("tests/conformance/*.seg")])


def tokens(source: str) -> list[tuple[Any, str]]:
    """The tokens of a source, without white space."""
    found = SeglamLexer(stripnl=False, ensurenl=False).get_tokens(source)
    return [(kind, text) for kind, text in found if text.strip()]


def test_all_keywords_are_in_one_group() -> None:
    words = [word for group in GROUPS.values() for word in group]
    assert sorted(words) == sorted(KEYWORDS)


def test_all_types_are_known() -> None:
    assert sorted(TYPES) == sorted(TYPE_NAMES)


@pytest.mark.parametrize("path", SOURCES, ids=[path.name for path in SOURCES])
def test_a_source_has_no_errors_and_loses_nothing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    found = list(SeglamLexer(stripnl=False, ensurenl=False).get_tokens(source))
    assert "".join(text for _, text in found) == source
    assert [text for kind, text in found if kind in Error] == []


def test_the_guide_has_no_errors() -> None:
    sources = [each.text for each in blocks("docs/guide.md") if each.language == "seglam"]
    assert [text for source in sources for kind, text in tokens(source) if kind in Error] == []


def test_each_thing_has_its_colour() -> None:
    source = 'proc f(xs: List<Run>) -> Text { ask "sum {xs}" let a = r.type + 18% # c\n return xs.map(x => not none) }'
    found = {text: kind for kind, text in tokens(source)}
    assert found["proc"] is Keyword.Declaration
    assert found["f"] is found["map"] is Name.Function
    assert found["List"] is Keyword.Type
    assert found["Run"] is Name.Class
    assert found["{xs}"] is String.Interpol
    assert found["let"] is found["return"] is Keyword.Reserved
    assert found["type"] is Name.Attribute
    assert found["18%"] is Number
    assert found["# c"] is Comment.Single
    assert found["not"] is Operator.Word
    assert found["none"] is Keyword.Constant
    assert found["=>"] is Operator


def test_words_end_where_words_end() -> None:
    assert tokens("format top") == [(Name, "format"), (Name, "top")]
    assert tokens("@2024-03-01") == [(Literal.Date, "@2024-03-01")]
    assert [text for _, text in tokens(r'"a\"b\u{e9}" 1')][-1] == "1"


def test_a_text_that_is_not_closed_ends_with_its_line() -> None:
    assert tokens('"abc\nlet')[-1] == (Keyword.Reserved, "let")


def test_the_lexer_is_registered() -> None:
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'seglam = "seglam_lang.language.reference.pygments_lexer:SeglamLexer"' in written
    for each in entry_points(group="pygments.lexers", name="seglam"):
        assert each.load() is SeglamLexer


def test_the_textmate_grammar_is_valid() -> None:
    grammar = json.loads(textmate())
    assert grammar["scopeName"] == "source.seglam"
    assert grammar["fileTypes"] == ["seg"]
    found = list(patterns(grammar))
    assert len(found) > 15
    for pattern in found:
        re.compile(pattern)
    written = " ".join(found)
    assert all(re.search(rf"\b{word}\b", written) for word in KEYWORDS)


def patterns(rule: dict[str, Any]) -> list[str]:
    """All regular expressions of a TextMate rule."""
    own = [rule[key] for key in ("match", "begin", "end") if key in rule]
    return own + [each for part in rule.get("patterns", []) for each in patterns(part)]
