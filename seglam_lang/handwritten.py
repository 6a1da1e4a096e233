"""Procedures that people write: checked, their examples run, verified, and stored with the phrases that ask for
them.
"""

from __future__ import annotations

from seglam_lang.language import Checked, Diagnostic, LanguageError, check, run_examples
from seglam_lang.language.storing.codec import content_hash, encode
from seglam_lang.language.syntax.sources import normalise
from seglam_lang.requests.asks import wordings_of
from seglam_lang.requests.model import Wording
from seglam_lang.store import Provenance, Store, Stored
from seglam_lang.store.evidence import Certificate
from seglam_lang.verifier import Policy
from seglam_lang.verifier.certificate import certify
from seglam_lang.verifier.properties import examine


def add(store: Store, text: str | bytes, seed: int) -> list[str]:
    """Store all procedures of a file, or, where anything is wrong with one, none: the content hashes, in order.

    What a phrase asked for before in the user's own cache is replaced, and stays in the history.
    """
    text = normalise(text)
    procedures = check(text)
    failing = [diagnostic for checked in procedures for diagnostic in run_examples(checked)]
    if failing:
        raise LanguageError(failing)
    ready = [(checked, _certificate(checked, seed, text), _wordings(checked, text)) for checked in procedures]
    for checked, certificate, wordings in ready:
        stored = Stored(
            content_hash(checked.core),
            encode(checked.core),
            checked.name,
            checked.source,
            checked.params,
            checked.spans,
        )
        replacing = [
            found.wording
            for found in store.find([wording.template for wording in wordings])
            if found.wording not in wordings
        ]
        store.add(stored, wordings, certificate.to_dict(), Provenance("written by hand"), replacing=replacing)
    return [content_hash(checked.core) for checked in procedures]


def _wordings(checked: Checked, text: str) -> list[Wording]:
    return wordings_of(checked, content_hash(checked.core), text)


def _certificate(checked: Checked, seed: int, text: str) -> Certificate:
    """The evidence of the examples and of generated inputs; LanguageError where the procedure does not stand."""
    count = Policy().inputs
    examination = examine(checked.core, seed, count)
    if examination.broken:
        start = max(text.find(checked.name), 0)
        raise LanguageError(
            [Diagnostic("does-not-stand", f"`{checked.name}`: {examination.broken}", start, start + len(checked.name))]
        )
    return certify(content_hash(checked.core), examination, seed, count, examples=len(checked.examples))
