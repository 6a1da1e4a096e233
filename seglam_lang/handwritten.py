"""Procedures that people write: checked, run on their examples, verified, and stored with their `ask` phrases."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language import Checked, Diagnostic, LanguageError, check, run_examples
from seglam_lang.language.storing.codec import encode, hash_of
from seglam_lang.language.syntax.sources import normalise
from seglam_lang.requests.asks import start_of, wordings_of
from seglam_lang.store import Entry, Provenance, Store
from seglam_lang.store.evidence import Certificate
from seglam_lang.verifier import EvidencePolicy
from seglam_lang.verifier.certificate import certify
from seglam_lang.verifier.properties import examine


def add(store: Store, text: str | bytes, seed: int) -> list[str]:
    """Store the procedures of a file, and return their content hashes in order.

    Raise LanguageError where anything is wrong with one of them; then none is stored. What a phrase asked for before in
    the user's own cache is replaced, and stays in the history.
    """
    text = normalise(text)
    procedures = check(text)
    failing = [diagnostic for checked in procedures for diagnostic in run_examples(checked)]
    if failing:
        raise LanguageError(failing)
    entries: list[Entry] = []
    for checked in procedures:
        entries.append(_entry(store, checked, seed, text, entries))
    store.admit(*entries)
    return [entry.hash for entry in entries]


def _entry(store: Store, checked: Checked, seed: int, text: str, earlier: Sequence[Entry]) -> Entry:
    """Return what is stored of a procedure; it replaces what its phrases asked for, in the same file too.

    Raise LanguageError where a phrase is wrong, or generated inputs break the procedure.
    """
    encoded = encode(checked.core)
    hash = hash_of(encoded)
    certificate = _certificate(checked, hash, seed, text)
    wordings = tuple(wordings_of(checked, hash, text))
    own = set(wordings)
    templates = {wording.template for wording in wordings}
    known = [found.wording for found in store.find(list(templates))]
    known += [each for entry in earlier for each in entry.wordings if each.template in templates]
    return Entry(
        checked.core,
        checked.name,
        checked.source,
        checked.params,
        checked.spans,
        wordings,
        certificate,
        Provenance("written by hand"),
        replaces=tuple(each for each in known if each not in own),
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
