"""The loop: misses become procedures, hits run them, refusals are remembered."""

from __future__ import annotations

import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import ResultTable, Seglam
from seglam_lang.cli.reports import report_provenance
from seglam_lang.drafts import Draft
from seglam_lang.language.syntax.lexicon import KEYWORDS
from seglam_lang.store.claims import Claim
from seglam_lang.translator.failures import ModelDied
from seglam_lang.translator.messages import Task
from tests.engine.conftest import Start
from tests.engine.scripted import CUT_OFF, FORCED, OUT_OF_TIME, REFUSE, UNDER_GRAMMAR

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


def test_blank_cells_of_the_columns_used_are_counted(start: Start) -> None:
    seglam, _ = start([BY_GROUP])
    table = {"columns": ["city", "revenue", "note"], "rows": [["Oslo", 2, ""], ["Rome", None, ""], ["Oslo", 3, "x"]]}
    answer = seglam.exec("total revenue by city", table=table)
    assert answer.blanks == answer.trace.blanks == ("1 of 3 cells in revenue is blank (all of Rome)",)


def test_what_is_level_with_the_answer_and_not_in_it_is_said(start: Start) -> None:
    seglam, _ = start(["return rows.group_by(c0).total(c1).top(1, c1)"])
    table: dict[str, Any] = {
        "columns": ["city", "revenue"],
        "rows": [["Oslo", 5], ["Rome", 2], ["Rome", 3], ["Bonn", 1]],
    }
    answer = seglam.exec("the city with the most revenue", table=table)
    assert answer.value.rows == (("Oslo", 5),)
    assert answer.ties == answer.trace.ties == (["Rome", 5],)
    assert '"ties": [["Rome", 5]]' in answer.to_json()
    table["rows"][0] = ["Oslo", 6]
    assert "ties" not in seglam.exec("the city with the most revenue", table=table).to_dict()


@pytest.mark.parametrize(
    ("blank", "said"),
    [
        ({"Oslo"}, "1 of 6 cells in revenue is blank (all of Oslo)"),
        ({"Rome", "Bern"}, "2 of 6 cells in revenue are blank (all of Rome, Bern)"),
        ({"Oslo", "Rome", "Bern", "Kiel"}, "4 of 6 cells in revenue are blank (all of Oslo, Rome, Bern and 1 more)"),
        ({"Lima"}, "1 of 6 cells in revenue is blank"),  # it has another one
    ],
)
def test_a_total_of_blanks_alone_is_told(start: Start, blank: set[str], said: str) -> None:
    """The language adds them up to 0, as people would not."""
    seglam, _ = start(["return rows.group_by(c1).total(c0)"] * 4)
    cities = ("Oslo", "Rome", "Bern", "Kiel", "Lima")
    rows = [[city, None if city in blank else 5] for city in cities]
    table = {"columns": ["city", "revenue"], "rows": [*rows, ["Lima", 7]]}
    answer = seglam.exec("total revenue by city", table=table)
    assert answer.trace.blanks == (said,)


def test_rows_left_out_for_a_blank_key_are_counted(start: Start) -> None:
    seglam, _ = start([BY_GROUP])
    table = {"columns": ["city", "revenue"], "rows": [["Oslo", 2], [None, None], [None, 4], ["Rome", 3]]}
    assert seglam.exec("total revenue by city", table=table).trace.blanks == (
        "2 of 4 cells in city are blank, and their rows are left out",
        "1 of 4 cells in revenue is blank",
    )


def test_amounts_in_several_currencies_are_told(start: Start) -> None:
    seglam, _ = start([REFUSE])
    seglam.add_source(
        """
        proc both(a: Number, b: Number) -> Number {
          ask "add {a:money in USD} and {b:money in EUR}"
          return a + b
        }
        """
    )
    told = "'20 euros' and '$50' are in several currencies (EUR, USD), and nothing converts one into another"
    answer = seglam.exec("add $50 and 20 euros")
    assert (answer.value, answer.notes) == (70, (told,))
    assert told in seglam.exec("split $50 and 20 euros").why
    assert "currencies" not in seglam.exec("split $5 by 2").why


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
    assert seglam.exec("points over 6% by shop", table=plain).status == "miss"  # 5 is no 5 %: not the same request
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


def test_drafts_that_disagree_are_refused_and_remembered(start: Start) -> None:
    seglam, model = start(["return s0 + s1", "return s0 * s1"])
    first = seglam.exec("what about 7 and 8")
    assert first.status == "refused"
    assert "do not agree" in first.why and "15" in first.why and "56" in first.why
    again = seglam.exec("what about 3 and 4")
    assert again.status == "refused" and "remembered" in again.why
    assert [draft.text for draft in again.trace.drafts] == ["return s0 + s1", "return s0 * s1"]
    assert len(model.calls) == 1


def test_a_refusal_for_want_of_time_is_not_remembered(start: Start) -> None:
    seglam, model = start([OUT_OF_TIME, OUT_OF_TIME])
    first = seglam.exec("what about 7 and 8")
    assert first.status == "refused" and "time limit" in first.why
    model.bodies = ["return s0 + s1"]
    assert seglam.exec("what about 7 and 8").status == "miss"
    model.bodies = [REFUSE, REFUSE, OUT_OF_TIME]  # here time is not the cause
    seglam.exec("what of 7 and 8")
    assert "remembered" in seglam.exec("what of 7 and 8").why


def test_asking_again_judges_what_was_written_before_too(start: Start) -> None:
    seglam, model = start(["return s0 + s1", "return s0 * s1"])
    assert seglam.exec("what about 7 and 8").status == "refused"
    assert "--retry" in seglam.exec("what about 7 and 8").why
    model.bodies = ["return s0 + s1"] * 6
    again = seglam.exec("what about 7 and 8", retry=True)
    assert [draft.count for draft in again.trace.drafts] == [7, 1]
    assert len(model.calls) == 2
    model.bodies = ["return s0 - s1"] * 3
    other = seglam.exec("what of 7 and 8")
    assert (other.status, len(model.calls)) == ("miss", 3)
    assert seglam.exec("what of 7 and 8", retry=True).status == "hit"  # nothing was refused


def test_asking_again_draws_from_another_seed(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    seglam, model = start(["return s0 + s1"] * 4 + ["return s0 * s1"] * 4)
    seeds = []
    draft = model.draft

    def noted(task: Task) -> list[Draft]:
        seeds.append(task.seed)
        return draft(task)

    monkeypatch.setattr(model, "draft", noted)
    for _ in range(3):
        seglam.exec("what about 7 and 8", retry=True)
    assert seeds == [0, 1, 2]


def test_a_request_with_a_day_to_count_from_is_another_one(start: Start) -> None:
    seglam, model = start(["return s0 + s1", "return s0 * s1"])
    seglam.exec("what about 7 and 8")
    assert "remembered" not in seglam.exec("what about 7 and 8", today="2024-03-31").why
    assert "remembered" in seglam.exec("what about 7 and 8", today="2024-04-01").why
    assert len(model.calls) == 2


def test_what_another_process_found_impossible_is_not_tried_again(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    seglam, model = start([REFUSE])
    other, _ = start([REFUSE])
    claim = seglam.store.claim
    claimed = []

    def claim_late(key: str) -> AbstractContextManager[Claim]:
        """The other process refuses between our first look and our claim."""
        claimed.append(key)
        other.exec("what about 7 and 8")
        return claim(key)

    monkeypatch.setattr(seglam.store, "claim", claim_late)
    assert "remembered" in seglam.exec("what about 7 and 8").why
    assert not model.calls
    with other.store.claim(claimed[0]) as again:
        assert not again.waited  # it was given back


def test_another_model_or_another_example_asks_again(start: Start) -> None:
    seglam, model = start(["return s0 + s1", "return s0 * s1"])
    seglam.exec("what about 7 and 8")
    assert seglam.exec("what about 7 and 8", example=56).status == "miss"
    assert len(model.calls) == 2
    other, better = start(["return s0 - s1"], name="better")
    assert other.exec("what about 9 less 2").status == "miss"
    assert better.calls == ["what about 9 less 2"]


def test_an_example_decides_and_is_evidence(start: Start) -> None:
    seglam, _ = start(["return s0 + s1", "return s0 + s1", "return s0 * s1"])
    answer = seglam.exec("what about 7 and 8", example=56)
    assert (answer.status, answer.value, answer.trace.level) == ("miss", 56, "verified")
    losers = [draft for draft in answer.trace.drafts if draft.why]
    assert "it answers the example with 15, not 56" in losers[0].why
    assert seglam.exec("what about 2 and 5").value == 10


def test_more_examples_must_all_hold(start: Start) -> None:
    seglam, _ = start(["return s0 + s1", "return s0 * s1"])
    cases: list[dict[str, Any]] = [{"request": "what about 2 and 5", "inputs": {}, "answer": 10}]
    answer = seglam.exec("what about 2 and 2", examples=cases)
    assert (answer.status, answer.value) == ("miss", 4)
    assert "it answers example 1 with 7, not 10" in answer.trace.drafts[0].why


def test_an_example_that_a_hit_contradicts_replaces_it(start: Start) -> None:
    seglam, model = start(["return s0 + s1"])
    wrong = seglam.exec("what about 7 and 8")
    model.bodies = ["return s0 * s1"]
    right = seglam.exec("what about 7 and 8", example=56)
    assert (right.status, right.value) == ("miss", 56)
    assert seglam.exec("what about 7 and 2").value == 14
    assert [entry.action for entry in seglam.store.history(wrong.procedure)] == ["replaced"]


def test_nothing_is_the_answer_where_an_example_says_so(start: Start) -> None:
    seglam, _ = start(["return rows.where(row => row[c1] > s0).values(c0)"])
    words = "which city has revenue over 100"
    assert seglam.exec(words, table=CITIES).status == "refused"
    assert seglam.exec(words, table=CITIES, example=[]).value == []


def test_an_example_that_no_draft_satisfies_is_refused(start: Start) -> None:
    seglam, _ = start(["return s0 + s1"])
    answer = seglam.exec("what about 7 and 8", example=1)
    assert answer.status == "refused" and "not 1" in answer.why


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


def test_a_column_of_numbers_that_stay_texts_is_named_in_a_refusal(tmp_path: Path) -> None:
    table = [{"item": "A", "price": "$5", "weight": "5 kg"}, {"item": "B", "price": "7", "weight": "7 kg"}]
    with Seglam(tmp_path / "cache.sqlite", use_model=False, layers=()) as seglam:
        why = [seglam.exec(f"total {name}", table=table).why for name in ("price", "weight", "item")]
    assert why[0].endswith("; the column 'price' is read as Text: amounts in USD and in no currency")
    assert why[1].endswith("; the column 'weight' is read as Text: numbers with a unit (5 kg)")
    assert "is read as Text" not in why[2]


def test_without_a_model_a_miss_is_refused(tmp_path: Path) -> None:
    with Seglam(tmp_path / "cache.sqlite", use_model=False, layers=()) as seglam:
        answer = seglam.exec("total revnue", table=CITIES)
    assert answer.status == "refused"
    assert "no model may be asked" in answer.why and "did you mean 'revenue' for 'revnue'?" in answer.why


def test_a_request_with_nothing_to_compute_does_not_reach_the_model(start: Start) -> None:
    seglam, model = start()
    answer = seglam.exec("tell me a joke")
    assert answer.status == "refused" and "nothing to compute" in answer.why
    assert not model.calls


def test_the_model_may_refuse(start: Start) -> None:
    seglam, _ = start([REFUSE, REFUSE, "return s0"])
    answer = seglam.exec("book a table for 4 people")
    assert answer.status == "refused" and "found nothing" in answer.why


def test_drafts_that_were_cut_off_or_do_not_check_lose_with_a_reason(start: Start) -> None:
    seglam, _ = start([CUT_OFF, "return s0 + 'x'", "return s0 + s1", "return s0 + s1", "return s1 + s0"])
    answer = seglam.exec("what about 7 and 8")
    assert answer.value == 15
    whys = [draft.why for draft in answer.trace.drafts]
    assert "cut off" in whys[0] and "type-check" in whys[1]
    assert whys.count("") == 1
    fates = [draft.fate for draft in answer.trace.drafts]
    assert fates == ["cut-off", "ill-typed", "finished", "finished", "finished"]
    assert seglam.store.provenance(answer.procedure)[0].drafts == answer.trace.drafts


def test_a_draft_that_the_language_forced_on_the_model_does_not_stand(start: Start) -> None:
    seglam, _ = start([FORCED + "return s0 + s1"])
    answer = seglam.exec("what about 3 and 4")
    assert answer.status == "refused"
    assert "cannot be computed; say it in other words" in answer.why
    assert "wanted to write what the language does not allow" in answer.trace.drafts[0].why


def test_what_the_request_says_in_digits_must_be_used(start: Start) -> None:
    seglam, _ = start(["return s0 * 2"])
    answer = seglam.exec("double 7 and then 9")
    assert answer.status == "refused" and '"9"' in answer.why


def test_a_failure_names_its_place(start: Start) -> None:
    seglam, _ = start(["return s0 / s1"])
    seglam.exec("split 10 by 2")
    answer = seglam.exec("split 10 by 0")
    assert (answer.status, answer.tier) == ("error", "exact")
    assert "zero" in answer.why and "/" in answer.why.split("at `")[1]
    assert answer.procedure


def test_trouble_with_the_model_is_an_error_and_frees_the_claim(start: Start) -> None:
    seglam, model = start(["return s0 + s1"])
    model.trouble = ModelDied("the model's process was killed")
    answer = seglam.exec("what about 7 and 8")
    assert (answer.status, answer.why) == ("error", "the model's process was killed")
    assert answer.cause is model.trouble
    model.trouble = None
    assert seglam.exec("what about 7 and 8").value == 15


@pytest.mark.parametrize("request_, word", [("", "empty"), ("x" * 100_000, "100,000")])
def test_requests_that_cannot_be_read(start: Start, request_: str, word: str) -> None:
    seglam, _ = start()
    answer = seglam.exec(request_)
    assert answer.status == "error" and word in answer.why


def test_inputs_that_cannot_be_used(start: Start) -> None:
    seglam, _ = start()
    answer = seglam.exec("total a", table={"columns": ["a", "b"], "rows": [[1]]})
    assert answer.status == "error" and "row 1" in answer.why


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
