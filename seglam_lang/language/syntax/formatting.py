"""The formatter: source text in, the same source in the one layout of the language out."""

from __future__ import annotations

from seglam_lang.language.syntax.parser import parse
from seglam_lang.language.syntax.printer import print_module


def format_source(source: str | bytes) -> str:
    """Return a source in the one layout of the language. Raise LanguageError where it does not parse."""
    module = parse(source)
    text = print_module(module)
    if parse(text) != module:
        raise AssertionError("the formatter would change what the source means; nothing was written")
    return text
