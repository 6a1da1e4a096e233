"""What is examined of a procedure alone: what it ensures, which failures it has, what its parameters do."""

from __future__ import annotations

from seglam_lang.language import check
from seglam_lang.language.core import Procedure
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.verifier import recheck
from seglam_lang.verifier.certificate import certify
from seglam_lang.verifier.properties import examine

SPLIT = """
proc split_bill(bill: Number, people: Number) -> List<Number> {
  check people.is_whole() and people >= 1 and people <= 100 else "need one to a hundred people"
  ensure result.sum() == bill.round(2)
  let total = bill.round(2)
  let share = (total / people).round_down(2)
  let odd = total - share * people
  return (1 to people).map(i => if i == 1 then share + odd else share)
}
"""


def core_of(source: str) -> Procedure:
    return check(source)[0].core


def test_what_it_ensures_is_evidence() -> None:
    core = core_of(SPLIT)
    examination = examine(core, 1, 40)
    assert not examination.broken
    assert {"ensures-hold", "within-fuel", "every-parameter-matters"} <= set(examination.properties)
    assert [failure.code for failure in examination.failures] == ["check"]
    certificate = certify(content_hash(core), examination, 1, 40)
    assert certificate.level == "verified"
    assert recheck(certificate, core)


def test_a_broken_ensure_is_found() -> None:
    examination = examine(core_of(SPLIT.replace("share + odd", "share - odd")), 1, 40)
    assert "ensures" in examination.broken
    assert "ensures-hold" not in examination.properties


def test_a_parameter_without_effect_is_noticed() -> None:
    core = core_of("proc odd(a: Number, b: Number) -> Number {\n  return a + (b - b)\n}")
    assert "every-parameter-matters" not in examine(core, 1, 40).properties


def test_work_without_end_is_noticed() -> None:
    core = core_of("proc many(a: Number) -> Number {\n  return (1 to a * 1000).map(i => i * i).sum()\n}")
    examination = examine(core, 1, 40)
    assert "within-fuel" not in examination.properties
    assert "out-of-fuel" not in [failure.code for failure in examination.failures]
