"""Hypothesis finds what a certificate leaves out."""

from __future__ import annotations

from dataclasses import replace

from seglam_lang.language.values import Table
from seglam_lang.verifier.audit import audit
from tests.verifier.drafts import decide, drafts


def test_nothing_is_news_for_an_honest_certificate() -> None:
    decided = decide(drafts(["return rows.total(c2)"]))
    assert decided.certificate is not None and decided.core is not None
    assert audit(decided.certificate, decided.core, seed=1, examples=40) is None


def test_a_failure_that_was_left_out_is_found_and_shrunk() -> None:
    decided = decide(drafts(["return rows.average(c2)"]))
    assert decided.certificate is not None and decided.core is not None
    silent = replace(decided.certificate, failures=())
    found = audit(silent, decided.core, seed=1, examples=40)
    assert found is not None and found.code == "empty"
    assert next(value for value in found.arguments if isinstance(value, Table)).length == 0
