"""Everything that is wrong with a source file before it is run or stored, its `ask` phrases included."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language import Checked, Diagnostic, LanguageError, check, parse
from seglam_lang.language.syntax import nodes
from seglam_lang.requests.asks import wordings_of_phrase


def diagnose(source: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a source, in order of place; nothing where it could be stored."""
    try:
        wrong = diagnose_asks(check(source), source)
    except LanguageError as error:
        return error.diagnostics
    return LanguageError(wrong).diagnostics


def diagnose_asks(checked: Sequence[Checked], source: str) -> list[Diagnostic]:
    """Return what is wrong with the `ask` phrases of checked procedures, each at its phrase."""
    written = {each.name: each for each in parse(source).declarations if isinstance(each, nodes.Procedure)}
    wrong: list[Diagnostic] = []
    for procedure in checked:
        phrases = [each for each in written[procedure.name].body.header if isinstance(each, nodes.Ask)]
        for phrase, ask in zip(phrases, procedure.asks, strict=True):
            try:
                start, end = phrase.at
                wordings_of_phrase(procedure, ask, "", source[start:end], start)
            except LanguageError as error:
                wrong += error.diagnostics
    return wrong
