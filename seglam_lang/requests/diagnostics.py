"""Everything that is wrong with a source file before it is run or stored, its `ask` phrases included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from seglam_lang.language import Checked, Diagnostic, LanguageError, check, content_hash, parse
from seglam_lang.language.diagnostics import line_and_column
from seglam_lang.language.syntax import nodes
from seglam_lang.language.types import Type
from seglam_lang.requests.apart import Asking, are_apart
from seglam_lang.requests.asks import wordings_of_phrase
from seglam_lang.requests.model import Wording
from seglam_lang.requests.template import Template


class _Phrase(NamedTuple):
    """Where a phrase stands in the source, and the procedure that it asks for."""

    place: nodes.Span
    name: str
    hash: str
    params: Sequence[Type]

    def excludes(self, wording: Wording, other: _Phrase, others: Wording) -> bool:
        """Return whether words that ask for two procedures always mean one of them, by the types of columns."""
        return self.hash == other.hash or are_apart(Asking(wording, self.params), Asking(others, other.params))


def diagnose(source: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a source, in order of place; nothing where it could be stored."""
    try:
        wrong = diagnose_asks(check(source), source)
    except LanguageError as error:
        return error.diagnostics
    return LanguageError(wrong).diagnostics


def diagnose_asks(checked: Sequence[Checked], source: str) -> list[Diagnostic]:
    """Return what is wrong with the `ask` phrases of checked procedures, each at its phrase."""
    return read_phrases(checked, source)[1]


def read_phrases(checked: Sequence[Checked], source: str) -> tuple[list[tuple[Wording, ...]], list[Diagnostic]]:
    """Return the wordings of each of the checked procedures of a source, and what is wrong with its phrases.

    Words that ask for two procedures are wrong: only one of them could answer, unless they are of columns of other
    types.
    """
    written = {each.name: each for each in parse(source).declarations if isinstance(each, nodes.Procedure)}
    wordings: list[tuple[Wording, ...]] = []
    wrong: list[Diagnostic] = []
    asked: dict[Template, list[tuple[Wording, _Phrase]]] = {}
    for procedure in checked:
        hash = content_hash(procedure.core)
        found: dict[Wording, None] = {}
        phrases = [each for each in written[procedure.name].body.header if isinstance(each, nodes.Ask)]
        for phrase, ask in zip(phrases, procedure.asks, strict=True):
            start, end = phrase.at
            try:
                read = wordings_of_phrase(procedure, ask, hash, source[start:end], start)
            except LanguageError as error:
                wrong += error.diagnostics
                continue
            found |= dict.fromkeys(read)
            this = _Phrase(phrase.at, procedure.name, hash, procedure.core.params)
            wrong += _taken(this, read, asked, source)
            for each in read:
                asked.setdefault(each.template, []).append((each, this))
        wordings.append(tuple(found))
    return wordings, wrong


def _taken(
    this: _Phrase,
    wordings: Sequence[Wording],
    asked: Mapping[Template, Sequence[tuple[Wording, _Phrase]]],
    source: str,
) -> list[Diagnostic]:
    """Return what is wrong with a phrase whose words ask for a procedure above it."""
    for wording in wordings:
        known = asked.get(wording.template, ())
        other = next((phrase for each, phrase in known if not this.excludes(wording, phrase, each)), None)
        if other is not None:
            line, _ = line_and_column(source, other.place[0])
            message = f"these words ask for `{other.name}` too, by the phrase on line {line}"
            hint = f'both are asked for with "{wording.template.text}": change one of the phrases, or remove it'
            start, end = this.place
            return [Diagnostic("ask-taken", message, start + 1, end - 1, hint)]
    return []
