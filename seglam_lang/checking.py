"""A source file before anything of it is run: everything that is wrong with it, the phrases that ask for its procedures
included.
"""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language import Checked, Diagnostic, LanguageError, check, parse
from seglam_lang.language.syntax import nodes
from seglam_lang.requests.asks import wordings_of_phrase


def diagnostics_of(source: str) -> tuple[Diagnostic, ...]:
    """What is wrong with a source, in order of place; nothing where it could be stored."""
    try:
        checked = check(source)
    except LanguageError as error:
        return error.diagnostics
    wrong = asks_diagnostics(checked, source)
    return LanguageError(wrong).diagnostics


def asks_diagnostics(checked: Sequence[Checked], source: str) -> list[Diagnostic]:
    """What is wrong with the `ask` phrases of checked procedures, each at its phrase."""
    written = {each.name: each for each in parse(source).declarations if isinstance(each, nodes.Procedure)}
    wrong: list[Diagnostic] = []
    for procedure in checked:
        phrases = [each for each in written[procedure.name].body.header if isinstance(each, nodes.Ask)]
        for phrase in phrases:
            try:
                start, end = phrase.at
                wordings_of_phrase(procedure, phrase.text, "", source[start:end], start)
            except LanguageError as error:
                wrong += error.diagnostics
    return wrong
