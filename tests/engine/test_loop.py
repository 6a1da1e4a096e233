"""The loop: misses become procedures, hits run them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from seglam_lang import ResultTable
from seglam_lang.cli.reports import report_provenance
from seglam_lang.language.syntax.lexicon import KEYWORDS
from tests.engine.conftest import Start
from tests.engine.scripted import CUT_OFF, REFUSE, UNDER_GRAMMAR

CITIES = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], ["Rome", 5], ["Oslo", 3]]}
SHOPS = {"columns": ["staff", "shop", "sales"], "rows": [[1, "a", 2.5], [2, "b", 5], [3, "a", 3]]}
BY_GROUP = "return rows.group_by(c1).total(c0)"


def test_a_miss_becomes_a_hit_for_other_tables_columns_and_values(start: Start) -> None:
    seglam, model = start([BY_GROUP] * 4)
    first = seglam.exec("total revenue for each city", table=CITIES)
    assert (first.status, first.tier) == ("miss", "model")
    assert isinstance(first.value, ResultTable)
    assert first.value.rows == (("Oslo", 5), ("Rome", 5))
    second = seglam.exec("Total sales for each shop?", table=SHOPS)
    assert (second.status, second.tier, second.procedure) == ("hit", "exact", first.procedure)
    assert [row[0] for row in second.value.rows] == ["a", "b"]
    assert len(model.calls) == 1


def test_the_source_that_people_see_has_readable_names(start: Start) -> None:
    seglam, _ = start([BY_GROUP])
    source = seglam.exec("total revenue for each city", table=CITIES).trace.source
    assert source.startswith("proc total_for_each<")
    assert "rows.group_by(city).total(revenue)" in source


def test_a_value_of_the_request_becomes_a_slot(start: Start) -> None:
    pets = {"columns": ["animal", "weight"], "rows": [["black cat", 4.2], ["grey mouse", 0.3], ["black cat", 3.9]]}
    seglam, model = start(["return rows.where(row => row[c1] == s0).total(c0)"])
    assert seglam.exec("total revenue in Oslo", table=CITIES).value == 5
    hit = seglam.exec("total weight in black cat", table=pets)
    assert (hit.status, str(hit.value)) == ("hit", "8.1")
    assert model.calls == ["total revenue in Oslo"]


def test_calculations_have_no_table(start: Start) -> None:
    seglam, _ = start(["return s0 * s1"])
    assert seglam.exec("what is 15% of 80").value == 12
    hit = seglam.exec("what is 8 % of 1,250?")
    assert (hit.status, hit.value) == ("hit", 100)


def test_another_kind_of_slot_is_another_template(start: Start) -> None:
    seglam, model = start({"what is 15% of 80": ["return s0 * s1"], "what is 15 of 80": [REFUSE]})
    seglam.exec("what is 15% of 80")
    assert seglam.exec("what is 15 of 80").status == "refused"
    assert len(model.calls) == 2


def test_a_column_in_percent_is_another_slot_where_numbers_are_compared(start: Start, tmp_path: Path) -> None:
    seglam, model = start(["return rows.where(row => row[c0] > s0).values(c1)"])
    (tmp_path / "rates.csv").write_text("shop,rate\na,5%\nb,7%\n")
    plain = {"columns": ["shop", "points"], "rows": [["a", 5], ["b", 7]]}
    rates = seglam.exec("rate over 6% by shop", table=tmp_path / "rates.csv")
    assert (rates.status, rates.value) == ("miss", ["b"])
    assert "{0:column:percent}" in rates.trace.template
    other = seglam.exec("points over 6% by shop", table=plain)
    assert (other.status, "no shares" in other.why) == ("refused", True)  # 5 is no 5 %: not the same request
    assert len(model.calls) == 2


def test_a_column_of_another_type_is_a_miss(start: Start) -> None:
    names = {"columns": ["city", "revenue"], "rows": [["Oslo", "low"], ["Rome", "high"]]}
    seglam, model = start([BY_GROUP])
    seglam.exec("total revenue for each city", table=CITIES)
    answer = seglam.exec("total revenue for each city", table=names)
    assert answer.status == "refused"
    assert "type-check" in answer.trace.drafts[0].why
    assert len(model.calls) == 2


def test_a_column_that_is_not_mentioned_is_found_by_its_header(start: Start) -> None:
    seglam, _ = start(["return rows.where(row => row[c1] > s0).values(c0)"])
    assert seglam.exec("which city has more than 4", table=CITIES, example=["Rome"]).value == ["Rome"]
    swapped = {"columns": ["revenue", "city"], "rows": [[9, "Bern"]]}
    hit = seglam.exec("which city has more than 5", table=swapped)
    assert (hit.status, hit.value) == ("hit", ["Bern"])


def test_what_was_answered_once_is_answered_by_the_same_procedure(start: Start) -> None:
    """A later wording that fits as well does not take a request over: a second run gives the same bytes."""
    may = {"columns": ["month", "sales"], "rows": [["June", 1], ["July", 2]]}
    seglam, model = start(
        {
            "total sales in may": ["return rows.total(c0)"],
            "total sales in June": ["return rows.where(row => row[c1] == s0).total(c0)"],
        }
    )
    first = seglam.exec("total sales in may", table=may)
    seglam.exec("total sales in June", table=may)
    again = seglam.exec("total sales in may", table=may)
    assert (again.status, again.procedure, again.value) == ("hit", first.procedure, 3)
    assert len(model.calls) == 2


def test_compile_does_not_run(start: Start) -> None:
    seglam, _ = start(["return s0 + s1"])
    answer = seglam.compile("what about 7 and 8")
    assert (answer.status, answer.value) == ("miss", None)
    assert answer.trace.source.startswith("proc what_about_and(")
    assert seglam.compile("what about 1 and 2").status == "hit"


@pytest.mark.parametrize("word", sorted(KEYWORDS))
def test_words_that_are_keywords_of_the_language_make_a_name(start: Start, word: str) -> None:
    seglam, _ = start(["return s0 + 1"])
    answer = seglam.exec(f"{word} 7", example=8)  # which decides, whatever the words mean
    assert (answer.status, answer.value) == ("miss", 8), answer.why
    assert f"proc {word}_(" in answer.trace.source


def test_the_trace_says_why_it_hit(start: Start) -> None:
    seglam, _ = start([BY_GROUP])
    seglam.exec("total revenue for each city", table=CITIES)
    lines = "\n".join(seglam.exec("total sales for each shop", table=SHOPS).trace.lines())
    assert "total {0:column} for each {1:column}" in lines
    assert "column sales" in lines and "agreed, compiled 20" in lines


def test_drafts_under_a_grammar_are_counted(start: Start) -> None:
    seglam, _ = start([UNDER_GRAMMAR + BY_GROUP, UNDER_GRAMMAR + "return rows.upper()"])
    answer = seglam.exec("total revenue for each city", table=CITIES)
    said = "drafts     under GBNF (syntax only) 2 drafts, 2 finished, 1 of them discarded as ill typed"
    assert answer.status == "miss" and said in answer.trace.lines()
    (provenance,) = seglam.store.provenance(answer.procedure)
    assert said in report_provenance(provenance)


def test_provenance_and_certificate_are_kept(start: Start) -> None:
    seglam, _ = start([BY_GROUP, CUT_OFF])
    answer = seglam.exec("total revenue for each city", table=CITIES)
    (provenance,) = seglam.store.provenance(answer.procedure)
    assert (provenance.request, provenance.model) == ("total revenue for each city", "scripted.gguf")
    assert [bool(draft.why) for draft in provenance.drafts] == [False, True]
    assert "c0 = revenue: Column<Number>" in provenance.prompt
    (evidence,) = seglam.store.certificates(answer.procedure)
    assert evidence.certificate.level == "agreed"
    assert evidence.certificate.agreement is not None and evidence.certificate.agreement.drafts >= 1


def test_hits_are_counted(start: Start) -> None:
    seglam, _ = start(["return s0 + s1"])
    procedure = seglam.exec("what about 7 and 8").procedure
    for number in range(3):
        seglam.exec(f"what about {number} and 8")
    assert seglam.store.hits(procedure) == 3


def test_a_hit_costs_a_small_part_of_a_miss_even_where_the_model_costs_nothing(start: Start) -> None:
    """Both in this run and at their best, so that a busy machine is no fault of ours; `make bench` has the ms."""
    rows = [[f"region {i % 5}", i, i * 1.5, f"2024-01-{i + 1:02}"] for i in range(20)]
    table = {"columns": ["region", "orders", "sales", "day"], "rows": rows}
    seglam, _ = start(["return rows.where(row => row[c1] == s0).total(c0)"])
    misses = [seglam.exec(f"total {word} sales in region 3", table=table) for word in ("net", "gross", "paid", "due")]
    assert {answer.status for answer in misses} == {"miss"}
    hits = [seglam.exec("total paid sales in region 4", table=table) for _ in range(50)]
    assert {answer.status for answer in hits} == {"hit"}
    assert 10 * min(answer.ms for answer in hits) <= min(answer.ms for answer in misses)


HIT = """
import sys
from seglam_lang import ResultTable, Seglam
from seglam_lang.drafts import Draft
with Seglam(sys.argv[1], use_model=False, layers=()) as seglam:
    print(seglam.exec("what about 3 and 4").value)
rooms = ("llama_cpp", "hypothesis", "lark", "numpy", "seglam_lang.verifier", "seglam_lang.compilation")
rooms += ("seglam_lang.requests.further", "seglam_lang.requests.quantities", "seglam_lang.requests.times")
print([name for name in rooms if name in sys.modules])
"""


def test_a_hit_imports_no_model_no_parser_and_no_verifier(start: Start) -> None:
    seglam, _ = start(["return s0 + s1"])
    seglam.exec("what about 7 and 8")
    done = subprocess.run(
        [sys.executable, "-c", HIT, seglam.store.path],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.split("\n")[:2] == ["7", "[]"]
