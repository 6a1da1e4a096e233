"""Everything that is wrong with a source file before it is run or stored, its `ask` phrases included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seglam_lang.language import Checked, Diagnostic, LanguageError, check, parse
from seglam_lang.language.syntax import nodes
from seglam_lang.requests.asks import wordings_of


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
        for phrase in phrases:
            try:
                wordings_of(replace(procedure, asks=(phrase.text,)), "", source)
            except LanguageError as error:
                start, end = phrase.at
                wrong += [replace(each, start=start + 1, end=end - 1) for each in error.diagnostics]
    return wrong
