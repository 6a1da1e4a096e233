"""`seglam exec`: what it prints where, and with which exit code it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.engine.scripted import REFUSE, Scripted

LIMIT = "sales over 4.7"
OVER = ["return rows.where(row => row[c0] > s0).count()"] * 4


def test_a_hit_answers_on_stdout_and_tells_on_stderr(run: Run) -> None:
    result = run("exec", "what is 15% of 80")
    assert (result.exit_code, result.stdout) == (0, "12\n")
    line, description = result.stderr.splitlines()
    assert description == "0.15 × 80"
    status, procedure, time, trust = line.split(" · ")
    assert (status, trust) == ("hit", "verified")
    assert len(procedure) == 12
    assert time.endswith((" ms", " s"))


def test_an_answer_is_described_with_its_own_headers_and_values(run: Run) -> None:
    asked = ("exec", "total sales by region", "--in", "orders.csv")
    assert run(*asked).stderr.split("\n")[1] == "the total sales by region"
    assert len(run(*asked, "--quiet").stderr.splitlines()) == 1
    explained = run(*asked, "--explain").stderr
    assert explained.splitlines()[0] == "computes   the total sales by region"
    assert explained.count("the total sales by region") == 1
    assert "the total" not in run(*asked, "--json").output


def test_the_cache_without_what_ships(run: Run) -> None:
    result = run("exec", "what is 15% of 80", "--no-shipped", "--no-model")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no stored procedure" in result.stderr
    assert run("compile", "what is 15% of 80", "--no-shipped").exit_code == 2  # there is no model to write it
    assert run("compile", "what is 15% of 80").exit_code == 0


def test_procedures_that_are_not_built_are_announced_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("seglam_lang.cli.opening", "seglam_lang.engine"):
        monkeypatch.setattr(f"{module}.shipped_layers", list)
    result = run("exec", "what is 15% of 80", "--no-model")
    assert result.exit_code == 2
    assert result.stderr.count("python -m seglam_lang.layer") == 1
    assert "no stored procedure" in result.stderr
    assert "seglam_lang.layer" not in run("exec", "what is 15% of 80", "--no-model", "--no-shipped").stderr


def test_a_table_is_a_table(run: Run) -> None:
    result = run("exec", "total sales by region", "--in", "orders.csv")
    assert result.stdout == "region  sales\n------  -----\nNorth      15\nSouth     4.5\n"


def test_a_list_is_an_item_a_line(run: Run) -> None:
    assert run("exec", "distinct region", "--in", "orders.csv").stdout == "North\nSouth\n"


def test_values_on_the_command_line(run: Run) -> None:
    Path("vat.seg").write_text(
        'proc with_vat(net: Number, rate: Number) -> Number {\n  ask "add the tax"\n  return net * (1 + rate)\n}\n'
        "example with_vat(100, 19%) == 119\n"
    )
    assert run("compile", "vat.seg").exit_code == 0
    assert run("exec", "add the tax", "--set", "net=50", "--set", "rate=10%", "--no-model").stdout == "55\n"


def test_json_is_one_object(run: Run) -> None:
    result = run("exec", "total sales by region", "--in", "orders.csv", "--json")
    report = json.loads(result.stdout)
    assert report["answer"] == {"columns": ["region", "sales"], "rows": [["North", 15], ["South", 4.5]]}
    assert (report["status"], report["tier"], report["why"]) == ("hit", "exact", "")
    assert set(report) == {"status", "answer", "procedure", "tier", "ms", "why"}
    assert result.stderr == ""


def test_json_of_trouble_is_one_object_too(run: Run) -> None:
    result = run("exec", "total sales", "--in", "nowhere.csv", "--json")
    assert result.exit_code == 2
    report = json.loads(result.stdout)
    assert report["status"] == "error"
    assert "nowhere.csv" in report["why"]


def test_a_miss_then_hits(run: Run, script: Callable[..., Scripted]) -> None:
    model = script(OVER)
    first = run("exec", LIMIT, "--in", "orders.csv", "--explain")
    assert first.stdout == "2\n"
    assert first.stderr.splitlines()[-1].startswith("miss · ")
    assert "return rows.where(row => row[sales] > number).count()" in first.stderr
    assert "4 of 4 drafts" in first.stderr
    again = run("exec", "sales over 9.9", "--in", "orders.csv")
    assert again.stdout == "1\n"
    assert again.stderr.startswith("hit · ")
    assert model.calls == [LIMIT]


def test_an_example_decides(run: Run, script: Callable[..., Scripted]) -> None:
    script([*OVER, "return rows.where(row => row[c0] > s0).total(c0)"])
    result = run("exec", LIMIT, "--in", "orders.csv", "--example", "=> 15")
    assert result.stdout == "15\n"


def test_more_examples_decide(run: Run, script: Callable[..., Scripted]) -> None:
    script([*OVER, "return rows.where(row => row[c0] > s0).total(c0)"])
    table = {"columns": ["sales"], "rows": [[1], [8], [9]]}
    case = {"request": "sales over 7.5", "inputs": {"table": table}, "answer": 17}
    Path("cases.jsonl").write_text(json.dumps(case) + "\n")
    result = run("exec", LIMIT, "--in", "orders.csv", "--examples", "cases.jsonl")
    assert result.stdout == "15\n"


def test_a_miss_says_how_sure_it_is(run: Run, script: Callable[..., Scripted]) -> None:
    script(OVER)
    assert run("exec", LIMIT, "--in", "orders.csv").stderr.splitlines()[0].endswith(" % sure")
    assert run("exec", LIMIT, "--in", "orders.csv").stderr.splitlines()[0].endswith(" · agreed")


def test_a_reading_is_picked(run: Run, script: Callable[..., Scripted]) -> None:
    model = script([*OVER[:2], "return rows.where(row => row[c0] > s0).total(c0)"])
    asked = ("exec", LIMIT, "--in", "orders.csv")
    refused = run(*asked)
    assert (refused.exit_code, refused.stdout) == (2, "")
    first, *readings, last = refused.stderr.splitlines()
    assert first.startswith("seglam: refused: I am only ")
    assert readings == [
        "  1  the number of rows where sales is more than 4.7",
        "  2  the total sales of the rows where sales is more than 4.7",
    ]
    assert "--pick" in last
    picked = run(*asked, "--pick", "2")
    assert (picked.exit_code, picked.stdout) == (0, "15\n")
    status, procedure, _, trust = picked.stderr.splitlines()[0].split(" · ")
    assert (status, trust) == ("miss", "picked")
    assert "picked     by a person, as reading 2 of the request" in run("trace", procedure).output
    assert run(*asked).stdout == "15\n"
    assert model.calls == [LIMIT]


@pytest.mark.parametrize("number", ["3", "0", "-1"])
def test_there_is_no_such_reading(run: Run, script: Callable[..., Scripted], number: str) -> None:
    script([*OVER[:2], "return rows.where(row => row[c0] > s0).total(c0)"])
    wrong = run("exec", LIMIT, "--in", "orders.csv", "--pick", number)
    assert wrong.exit_code == 2
    assert wrong.stderr == f"seglam: there is no reading {number} to pick: the readings are numbered from 1 to 2\n"
    as_json = json.loads(run("exec", LIMIT, "--in", "orders.csv", "--pick", number, "--json").stdout)
    assert as_json["status"] == "error"


def test_a_pick_is_stored_without_an_answer(run: Run, script: Callable[..., Scripted]) -> None:
    script([*OVER[:2], "return rows.where(row => row[c0] > s0).total(c0)"])
    assert ".total(sales)" in run("compile", LIMIT, "--in", "orders.csv", "--pick", "2").stdout


def test_another_bound(run: Run, script: Callable[..., Scripted]) -> None:
    script([*OVER[:2], "return rows.where(row => row[c0] > s0).total(c0)"])
    asked = ("exec", LIMIT, "--in", "orders.csv", "--accept")
    assert run(*asked, "0.9").exit_code == 2
    assert run(*asked, "0.1").stdout == "2\n"
    for wrong in ("1.5", "-1", "sure", "nan"):
        result = run(*asked, wrong)
        assert result.exit_code == 2 and "--accept" in result.stderr
        assert ("is not a number from 0 to 1, as 0.8 is" in result.stderr) == (wrong in ("sure", "nan"))


def test_asking_again(run: Run, script: Callable[..., Scripted]) -> None:
    model = script([*OVER[:2], "return rows.where(row => row[c0] > s0).total(c0)"])
    asked = ("exec", LIMIT, "--in", "orders.csv")
    run(*asked)
    assert "--retry asks again" in run(*asked).stderr and len(model.calls) == 1
    run(*asked, "--retry")
    assert len(model.calls) == 2
    assert "to ask again gives others" in run(*asked, "--retry", "--pick", "1").stderr


def test_a_cache_in_a_folder_that_is_not_there(run: Run) -> None:
    for asked in (("exec", "what is 1 plus 1"), ("cache", "list")):
        result = run(*asked, "--cache", "no/such/c.sqlite")
        assert result.exit_code == 2 and "there is no folder no/such for the cache c.sqlite" in result.stderr
    assert not Path("no").exists()


def test_what_may_be_meant_otherwise_is_in_json_too(run: Run) -> None:
    Path("shop.csv").write_text("item,n\nink,5\npen,n/a\ncup,7\nTotal,12\n", encoding="utf-8")
    result = run("exec", "total n", "--in", "shop.csv", "--json")
    assert json.loads(result.stdout)["answer"] == 12
    (note,) = json.loads(result.stdout)["notes"]
    assert note in result.stderr and "the last line (5: Total) is left out" in note
    assert "notes" not in json.loads(run("exec", "total sales", "--in", "orders.csv", "--json").stdout)


def test_no_model_refuses_on_a_miss(run: Run, script: Callable[..., Scripted]) -> None:
    model = script(OVER)
    result = run("exec", LIMIT, "--in", "orders.csv", "--no-model")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("seglam: refused: ")
    assert model.calls == []


def test_a_refusal_of_the_model(run: Run, script: Callable[..., Scripted]) -> None:
    script([REFUSE] * 3)
    result = run("exec", "the capital of region 3", "--in", "orders.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("seglam: refused: ")


def test_a_failure_names_its_place(run: Run) -> None:
    result = run("exec", "what is 5 divided by 0")
    assert result.exit_code == 2
    assert result.stderr == "seglam: division by zero (at `a / b`)\nit was to compute: 5 ÷ 0\n"


def test_an_empty_answer_says_so(run: Run) -> None:
    Path("none.csv").write_text("region,sales\n,1\n", encoding="utf-8")
    result = run("exec", "distinct region", "--in", "none.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[0].endswith("· the answer is empty")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--batch", "orders.csv"),
        ("--out", "out.jsonl"),
        ("what is 1 + 1", "--batch", "orders.csv", "--out", "out.jsonl"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("exec", *arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


def test_a_fault_of_ours_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("seglam_lang.cli.opening.Seglam", broken)
    result = run("exec", "what is 1 + 1")
    assert result.exit_code == 1
    assert "SEGLAM_DEBUG=1" in result.stderr
    assert "Traceback" not in result.stderr
    monkeypatch.setenv("SEGLAM_DEBUG", "1")
    assert isinstance(run("exec", "what is 1 + 1").exception, ZeroDivisionError)


def test_a_date_that_could_be_read_otherwise_is_noted_in_one_line(run: Run) -> None:
    note = "note: 1/2/2024 is read with the month first (it could also be the day): 2024-01-02\n"
    plain = run("exec", "days from 1/2/2024 to 3/4/2024")
    assert plain.exit_code == 0, plain.output
    status, _, last = plain.stderr.splitlines()
    assert last == note.strip() + "; 3/4/2024 is read with the month first (it could also be the day): 2024-03-04"
    assert status.startswith("hit")
    assert run("exec", "days from 1/2/2024 to 1/31/2024", "--json").stderr == note
    assert "note: " not in run("exec", "days from 2024-01-02 to 1/31/2024").stderr
    explained = run("exec", "days from 1/2/2024 to 3/4/2024", "--explain").stderr
    assert explained.count("1/2/2024 is read") == 1


def test_a_column_that_could_be_read_otherwise_is_noted(run: Run) -> None:
    Path("days.csv").write_text("shop,sales,day\na,1,1/2/2024\nb,2,3/4/2024\n")
    report = run("exec", "total sales by shop", "--in", "days.csv").stderr
    assert report.endswith("\nnote: column day: Date, read with the month first (it could also be the day)\n")


def test_a_tie_is_said_under_the_answer(run: Run, tmp_path: Path) -> None:
    pay = tmp_path / "pay.csv"
    pay.write_text("Name,Salary\n" + "".join(f"{name},700\n" for name in ("Ann", "Bob", "Cy", "Di", "Ed")))
    result = run("exec", "top 1 name by total salary", "--in", str(pay))
    assert "Ann" in result.stdout
    assert "a tie: Ed, 700; Cy, 700 and others as well" in result.stderr
    assert "tie" not in run("exec", "highest salary", "--in", str(pay)).stderr
