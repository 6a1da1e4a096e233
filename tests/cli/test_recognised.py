"""What is said of an answer by a stored procedure that the model recognised in other words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seglam_lang.answer import Answer, Trace
from seglam_lang.cli.execute import status_line
from seglam_lang.cli.reports import report_certificate
from seglam_lang.store.evidence import Agreement, Certificate

KNOWN = "average Fee by Branch"
SEVERAL = Agreement(1, 3, 0.97, 0.95, "855fb42a5991ab", 0.98)
CERTIFICATE = Certificate("agreed", "f" * 64, 0, 64, 32, "1" * 64, "2" * 64, 30, 64, (), agreement=SEVERAL)


@pytest.mark.parametrize(
    ("status", "known", "line"),
    [
        ("hit", KNOWN, 'hit (near "average Fee by Branch") · 03dc03dc03dc · 18 ms · 98 % sure'),
        ("miss", KNOWN, 'miss (recognised "average Fee by Branch") · 03dc03dc03dc · 18 ms · 98 % sure'),
        ("miss", "", "miss · 03dc03dc03dc · 18 ms · 98 % sure"),
    ],
)
def test_the_line_under_the_answer_names_the_words_that_were_taken_for_the_same(
    status: str, known: str, line: str
) -> None:
    trace = Trace("what does a branch take", level="agreed", confidence=0.98, recognised=known)
    assert status_line(Answer(7, status, "near", "03dc" * 16, trace, 18.0)) == line


def test_what_speaks_for_the_procedure_says_nothing_of_other_words_for_it() -> None:
    trace = Trace("what does a branch take", level="verified", confidence=0.98, recognised=KNOWN)
    assert status_line(Answer(7, "hit", "near", "03dc" * 16, trace, 18.0)).endswith("98 % sure")
    written = replace(trace, recognised="")
    assert status_line(Answer(7, "miss", "model", "03dc" * 16, written, 18.0)).endswith("verified")


@pytest.mark.parametrize(
    ("agreement", "line"),
    [
        (SEVERAL, "97 % of what the model 855fb42a5991 would write computes this (next: 2 %; 1 of 3 drafts)"),
        (
            replace(SEVERAL, of_known=True),
            "the model 855fb42a5991 wrote nothing: of 3 answers by stored procedures it gives this 97 % of the weight "
            "(next: 2 %)",
        ),
        (replace(SEVERAL, share=1.0), "all of what the model 855fb42a5991 would write computes this (1 of 3 drafts)"),
        (
            replace(SEVERAL, share=1.0, of_known=True),
            "the model 855fb42a5991 wrote nothing: all stored procedures that answer compute this",
        ),
    ],
)
def test_a_certificate_says_whether_the_model_wrote_or_chose(agreement: Agreement, line: str) -> None:
    certificate = replace(CERTIFICATE, agreement=agreement)
    assert report_certificate(certificate)[1] == line
    assert Certificate.from_dict(certificate.to_dict()) == certificate


def test_what_an_earlier_version_wrote_was_written_by_the_model() -> None:
    plain = CERTIFICATE.to_dict()
    del plain["agreement"]["of_known"]
    assert Certificate.from_dict(plain) == CERTIFICATE
