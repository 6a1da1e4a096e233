"""Stored procedures as bodies that a model might write: under other names they are the same procedures."""

from __future__ import annotations

import pytest

from seglam_lang.language import check, check_draft, content_hash
from seglam_lang.places import shipped_layers
from seglam_lang.store import Store, Stored
from seglam_lang.store.program import load
from seglam_lang.translator.bodies import Known, known_body, some_signature

LEAST_SHARE = 0.75  # of what ships: the others call procedures, or have texts of their own


def known(source: str) -> Known | None:
    (checked,) = check(source)
    return known_body(checked.source, checked.params, checked.core.params)


def test_names_are_left_open_and_functions_have_those_of_drafts() -> None:
    found = known(
        """
        proc over<G>(sales: Table, amount: Column<Number>, place: Column<G>, least: Number) -> Table {
          let kept = sales.where(sale => sale[amount] > least)
          return kept.group_by(place).total(amount)
        }
        """
    )
    assert found is not None
    assert found.written(["rows", "c4", "s0", "c1"]) == (
        "let x1 = rows.where(row => row [c4] > s0)\nreturn x1.group_by(c1).total(c4)"
    )


def test_conditions_are_no_part_of_what_a_model_writes_but_of_what_is_known() -> None:
    found = known(
        """
        proc share(part: Number, whole: Number) -> Number {
          ask "{part} of {whole}"
          check whole > 0 else "nothing has no parts"
          ensure result >= 0 or part < 0
          return part / whole
        }
        """
    )
    assert found is not None
    assert "check" not in found.body
    assert found.written(["s1", "s0"]) == (
        'check s0 > 0 else "nothing has no parts"\nensure result >= 0 or s1 < 0\nreturn s1 / s0'
    )


def test_a_parameter_may_be_called_as_a_method_or_a_field_is() -> None:
    found = known("proc f(count: List<Number>) -> Number { return {count: count.count()}.count }")
    assert found is not None
    assert found.written(["s0"]).count("s0") == 1


@pytest.mark.parametrize(
    "source",
    [
        "proc f(x: Number) -> Number { return twice(x) + 1 } proc twice(x: Number) -> Number { return x * 2 }",
        "proc f(xs: List<Number>) -> Number { var sum = 0 for x in xs { set sum = sum + x } return sum }",
    ],
)
def test_what_no_draft_could_say_is_not_known(source: str) -> None:
    each = check(source)[0]
    assert known_body(each.source, each.params, each.core.params) is None


def test_what_ships_is_the_same_procedure_under_the_names_of_a_draft() -> None:
    layers = shipped_layers()
    if not layers:
        pytest.skip("the procedures that ship are not built: python -m seglam_lang.layer")
    with Store.open(":memory:", layers) as store:
        procedures = store.procedures()
        bodies = [(each, known_body(each.source, each.params, load(store, each.hash).params)) for each in procedures]
        found = [(stored, body) for stored, body in bodies if body is not None]
        assert len(found) > LEAST_SHARE * len(procedures)
        wrong = [stored.name for stored, body in found if not _is_same(stored, body, store)]
    assert wrong == []


def _is_same(stored: Stored, body: Known, store: Store) -> bool:
    """Whether a body, checked against names of a request, is the procedure that it was made of."""
    types = load(store, stored.hash).params
    names = [f"n{place}" for place in range(len(types))]
    checked = check_draft(body.written(names), some_signature(names, types))
    return content_hash(checked.core) == stored.hash
