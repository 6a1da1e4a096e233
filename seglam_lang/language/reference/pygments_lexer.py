"""The procedure language for Pygments: colours in terminals and documents.

Pygments finds it by the name `seglam` and for `*.seg` files. The language does not depend on Pygments; only colouring
imports this module.
"""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
)

from seglam_lang.language.reference import highlighting
from seglam_lang.language.reference.highlighting import GROUPS, TYPES, words
from seglam_lang.language.syntax.lexicon import PATTERNS

_NAME = PATTERNS["NAME"]
_LABELS = "|".join(word for group, some in GROUPS.items() if group != "values" for word in some)


class SeglamLexer(RegexLexer):
    """Splits any text into tokens; text that is not valid source becomes Error tokens."""

    name = "Seglam"
    aliases: ClassVar[list[str]] = ["seglam", "seg"]
    filenames: ClassVar[list[str]] = ["*.seg"]
    mimetypes: ClassVar[list[str]] = ["text/x-seglam"]
    tokens: ClassVar = {
        "root": [
            (PATTERNS["SPACE"], Whitespace),
            (PATTERNS["COMMENT"], Comment.Single),
            (r'\b(ask)(\s*)(")', bygroups(Keyword.Reserved, Whitespace, String.Double), "phrase"),
            (r'"', String.Double, "text"),
            (highlighting.TIMES, Literal.Date),
            (PATTERNS["NUMBER"], Number),
            (rf"(\.)(\s*)({_NAME})(?=\s*\()", bygroups(Punctuation, Whitespace, Name.Function)),
            (rf"(\.)(\s*)({_NAME})", bygroups(Punctuation, Whitespace, Name.Attribute)),
            (rf"\b(?:{_LABELS})\b{highlighting.LABEL}", Name.Attribute),
            (rf"\b(proc|example)(\s+)({_NAME})", bygroups(Keyword.Declaration, Whitespace, Name.Function)),
            (rf"\b(type)(\s+)({_NAME})", bygroups(Keyword.Declaration, Whitespace, Name.Class)),
            (words("declarations"), Keyword.Declaration),
            (words("statements"), Keyword.Reserved),
            (words("choices"), Keyword.Reserved),
            (words("operators"), Operator.Word),
            (words("values"), Keyword.Constant),
            (rf"\b(?:{'|'.join(TYPES)})\b", Keyword.Type),
            (rf"{_NAME}(?=\s*\()", Name.Function),
            (r"\b[A-Z][a-zA-Z_0-9]*\b", Name.Class),
            (_NAME, Name),
            (highlighting.OPERATORS, Operator),
            (highlighting.PUNCTUATION, Punctuation),
        ],
        "text": [
            (highlighting.ESCAPE, String.Escape),
            (r'[^"\\\n]+', String.Double),
            (r'"|$', String.Double, "#pop"),
        ],
        "phrase": [
            (highlighting.SLOT, String.Interpol),
            (highlighting.ESCAPE, String.Escape),
            (r'[^"\\\n{]+|\{', String.Double),
            (r'"|$', String.Double, "#pop"),
        ],
    }
