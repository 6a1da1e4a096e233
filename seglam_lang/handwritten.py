"""Procedures that people write: checked, run on their examples, verified, and stored with their `ask` phrases."""

from __future__ import annotations

from typing import NamedTuple

from seglam_lang.language import Checked, Diagnostic, LanguageError, check, run_examples
from seglam_lang.language.storing.codec import encode, hash_of
from seglam_lang.language.syntax.sources import normalise
from seglam_lang.requests.apart import Asking, are_apart
from seglam_lang.requests.asks import start_of
from seglam_lang.requests.diagnostics import read_phrases
from seglam_lang.requests.model import Wording
from seglam_lang.store import Entry, Provenance, Store, StoreError
from seglam_lang.store.evidence import Certificate
from seglam_lang.store.program import Programs
from seglam_lang.verifier import EvidencePolicy
from seglam_lang.verifier.certificate import certify
from seglam_lang.verifier.properties import examine


class Added(NamedTuple):
    """A hand-written procedure as it was stored. `replaced` are the wordings of other procedures that are in the
    history since; those that it `precedes` ship, and answer only what it does not.
    """

    hash: str
    name: str
    wordings: tuple[Wording, ...]
    replaced: tuple[Wording, ...]
    precedes: tuple[Wording, ...]


def add(store: Store, text: str | bytes, seed: int) -> list[Added]:
    """Store the procedures of a file, and return them in order.

    Raise LanguageError where anything is wrong with one of them; then none is stored. What a phrase asked for before in
    the user's own cache is replaced, and stays in the history; one that ships stays where it is, and is not asked for.
    """
    text = normalise(text)
    procedures = check(text)
    failing = [diagnostic for checked in procedures for diagnostic in run_examples(checked)]
    wordings, wrong = read_phrases(procedures, text)
    if failing or wrong:
        raise LanguageError([*failing, *wrong])
    entries = [_entry(store, *each, seed, text) for each in zip(procedures, wordings, strict=True)]
    store.admit(*entries)
    return [_added(store, entry) for entry in entries]


def _added(store: Store, entry: Entry) -> Added:
    others = [each for each in entry.replaces if each.procedure != entry.hash]
    left = {found.wording for found in store.find(list({each.template for each in others}))}
    replaced, precedes = (tuple(each for each in others if (each in left) is is_left) for is_left in (False, True))
    return Added(entry.hash, entry.name, entry.wordings, replaced, precedes)


def _entry(store: Store, checked: Checked, wordings: tuple[Wording, ...], seed: int, text: str) -> Entry:
    """Return what is stored of a procedure; it replaces what its phrases asked for, unless that has another name and is
    of columns of other types.

    Raise LanguageError where generated inputs break the procedure.
    """
    encoded = encode(checked.core)
    hash = hash_of(encoded)
    own = set(wordings)
    known = store.find(list({wording.template for wording in wordings}))
    programs = Programs(store)

    def apart(other: Wording) -> bool:
        try:
            program = programs.get(other.procedure)
        except StoreError:  # it is damaged, and answers nothing
            return False
        mine = (Asking(each, checked.core.params) for each in wordings if each.template == other.template)
        of_other_columns = all(are_apart(each, Asking(other, program.params)) for each in mine)
        return of_other_columns and program.stored.name != checked.name  # which was corrected

    return Entry(
        checked.core,
        checked.name,
        checked.source,
        checked.params,
        checked.spans,
        wordings,
        _certificate(checked, hash, seed, text),
        Provenance("written by hand"),
        replaces=tuple(each.wording for each in known if each.wording not in own and not apart(each.wording)),
        hash=hash,
        encoded=encoded,
    )


def _certificate(checked: Checked, hash: str, seed: int, text: str) -> Certificate:
    """Return the evidence of examples and generated inputs. Raise LanguageError where an input breaks the procedure."""
    count = EvidencePolicy().inputs
    examination = examine(checked.core, seed, count)
    if examination.broken:
        start = start_of(checked.name, text)
        raise LanguageError(
            [Diagnostic("does-not-stand", f"`{checked.name}`: {examination.broken}", start, start + len(checked.name))]
        )
    return certify(hash, examination, seed, count, examples=len(checked.examples))
