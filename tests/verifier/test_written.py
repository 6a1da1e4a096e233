"""Procedures that people write: their examples and what they ensure must hold."""

from __future__ import annotations

from seglam_lang.language import check
from seglam_lang.verifier import recheck, verify_written

SPLIT = """
proc split_bill(bill: Number, people: Number) -> List<Number> {
  check people.is_whole() and people >= 1 and people <= 100 else "need one to a hundred people"
  ensure result.sum() == bill.round(2)
  let total = bill.round(2)
  let share = (total / people).round_down(2)
  let odd = total - share * people
  return (1 to people).map(i => if i == 1 then share + odd else share)
}
example split_bill(100, 3) == [33.34, 33.33, 33.33]
"""


def test_a_good_one_is_verified() -> None:
    (checked,) = check(SPLIT)
    verdict = verify_written(checked, seed=1)
    assert verdict.certificate is not None, verdict.reason
    assert verdict.certificate.level == "verified"
    assert {"ensures-hold", "within-fuel", "every-parameter-matters"} <= set(verdict.certificate.properties)
    assert [failure.code for failure in verdict.certificate.failures] == ["check"]
    assert recheck(verdict.certificate, checked.core)


def test_a_wrong_example_is_found() -> None:
    (checked,) = check(SPLIT.replace("33.34, 33.33", "33.33, 33.34"))
    assert "example" in verify_written(checked).reason


def test_a_broken_ensure_is_found() -> None:
    (checked,) = check(SPLIT.replace("share + odd", "share - odd").split("example")[0])
    verdict = verify_written(checked, seed=1)
    assert verdict.winner is None
    assert "ensures" in verdict.reason
