"""`seglam wrong`, `seglam right` and `seglam stats`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from seglam_lang.answer import REFUSED, Answer, Choice, Trace
from seglam_lang.cli.errors import Sentence
from tests.cli.conftest import Run
from tests.engine.scripted import Scripted

Script = Callable[..., Scripted]
TOTAL, GREATEST = "return rows.group_by(c1).total(c0)", "return rows.group_by(c1).maximum(c0)"
REQUEST = "my sales for every region"
ASK = ("exec", REQUEST, "--in", "orders.csv", "--no-shipped")
TOTALS, MAXIMA = (
    "region  sales\n------  -----\nNorth      15\nSouth     4.5\n",
    "region  sales\n------  -----\nNorth      10\nSouth     4.5\n",
)


def test_the_last_answer_is_taken_back_and_asked_again(run: Run, script: Script) -> None:
    model = script([TOTAL] * 4)
    assert run(*ASK).stdout == TOTALS
    model.bodies = [GREATEST] * 4
    result = run("wrong", "--no-shipped")
    assert (result.exit_code, result.stdout) == (0, MAXIMA)
    assert f'"{REQUEST}"\ntaken back' in result.stderr
    assert run(*ASK).stdout == MAXIMA
    assert len(model.calls) == 2


def test_it_is_found_from_another_folder(run: Run, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    model = script([TOTAL] * 4)
    run("exec", REQUEST, "--in", "table=orders.csv", "--no-shipped")
    model.bodies = [GREATEST] * 4
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    assert run("wrong", "--no-shipped").stdout == MAXIMA


def test_inputs_that_cannot_be_read_again_leave_it_taken_back(run: Run, script: Script) -> None:
    script([TOTAL] * 4)
    run(*ASK)
    Path("orders.csv").rename("moved.csv")
    result = run("wrong", "--no-shipped")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "ask again for another answer" in result.stderr
    result = run("exec", REQUEST, "--in", "moved.csv", "--no-shipped")
    assert "a person has called wrong" in result.stderr
    assert result.exit_code == 2


def test_what_was_called_right_by_its_words_can_be_taken_back(run: Run, script: Script) -> None:
    model = script([TOTAL] * 4)
    run(*ASK)
    assert run("right", *ASK[1:]).exit_code == 0
    model.bodies = [GREATEST] * 4
    result = run("wrong", "--no-shipped")
    assert (result.exit_code, result.stdout) == (0, MAXIMA)
    assert f'"{REQUEST}"\ntaken back' in result.stderr


def test_a_request_is_named(run: Run, script: Script) -> None:
    model = script([TOTAL] * 4)
    run(*ASK)
    run("exec", "what is 15% of 80")
    model.bodies = [GREATEST] * 4
    result = run("wrong", REQUEST, "--in", "orders.csv", "--no-shipped")
    assert (result.exit_code, result.stdout) == (0, MAXIMA)


def test_the_right_answer_can_be_stated(run: Run, script: Script) -> None:
    model = script([TOTAL] * 4)
    run(*ASK)
    model.bodies = [GREATEST, "return rows.group_by(c1).minimum(c0)"]
    example = '=> [{"region": "North", "sales": 5}, {"region": "South", "sales": 4.5}]'
    result = run("wrong", REQUEST, "--in", "orders.csv", "--no-shipped", "--example", example)
    assert "North       5" in result.stdout
    assert "verified" in result.stderr


def test_a_procedure_that_ships_is_taken_back_and_restored(run: Run) -> None:
    ask = ("exec", "total sales by region", "--in", "orders.csv", "--no-model")
    assert run(*ask).stdout == TOTALS
    result = run("wrong", "--no-model")
    assert result.exit_code == 0
    assert "refused" in result.stderr
    assert run(*ask).exit_code == 2
    trace = run("trace", "total_by").stdout
    assert "rejected 2" in trace and "total sales by region  (tier exact)" in trace
    assert run("cache", "restore", "total_by").exit_code == 0
    assert run(*ask).stdout == TOTALS
    assert "and restored since" in run("trace", "total_by").stdout


@pytest.mark.parametrize("command", ["right", "wrong"])
def test_the_last_answer_has_its_own_inputs_and_day(run: Run, command: str) -> None:
    run("exec", "what is 1 plus 1", "--no-model")
    for option in (("--today", "2024-01-31"), ("--in", "orders.csv")):
        result = run(command, *option)
        assert result.exit_code == 2
        assert "Expected a REQUEST" in result.stderr and "with its own inputs and day" in result.stderr


def test_what_cannot_be_judged_is_a_sentence(run: Run, script: Script) -> None:
    for command in ("wrong", "right"):
        result = run(command)
        assert (result.exit_code, "has no last answer" in result.stderr) == (2, True)
        result = run(command, REQUEST, "--in", "orders.csv", "--no-shipped")
        assert (result.exit_code, "there is nothing to judge" in result.stderr) == (2, True)
        assert run(command, "--in", "orders.csv").exit_code == 2
    script([])
    run(*ASK)
    for command in ("wrong", "right"):
        result = run(command)
        assert (result.exit_code, "was refused, so that there is no answer to judge" in result.stderr) == (2, True)


def test_a_cache_that_cannot_be_written_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").touch()
    monkeypatch.setenv("SEGLAM_CACHE", "file/cache.sqlite")
    for command in ("wrong", "right"):
        for request in ([], ["total sales by region", "--in", "orders.csv"]):
            result = run(command, *request)
            assert (result.exit_code, "there is no folder" in result.stderr) == (2, True), result.stderr


def test_a_password_is_not_kept(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("exec", "total sales by region", "--in", "postgres://ann:s3cret@127.0.0.1:1/shop::orders", "--no-model")
    run("exec", "total sales by region", "--in", "orders.csv", "--no-model")
    for file in tmp_path.glob("cache.sqlite*"):
        assert b"s3cret" not in file.read_bytes()


def test_right_says_how_far_it_is_trusted(run: Run) -> None:
    Path("orders.csv").write_text("region,product,sales\nNorth,pen,10\nSouth,pad,4.5\n")
    for request, said in (
        ("total sales by region", "verified: right for 1 request (3 make it trusted)"),
        ("total sales by product", "verified: right for 2 requests (3 make it trusted)"),
        ("total sales by region", "verified: right for 2 requests (3 make it trusted)"),
        ("Total sales by region!", "trusted: right for 3 requests"),
    ):
        run("exec", request, "--in", "orders.csv", "--no-model")
        result = run("right")
        assert (result.exit_code, result.stderr) == (0, f'"{request}"\n{said}\n')
    assert "trusted" in run("exec", "total sales by region", "--in", "orders.csv").stderr
    assert "a person called it right for 3 requests" in run("cache", "show", "total_by").stdout


def test_what_came_of_requests_is_shown(run: Run, script: Script) -> None:
    assert run("stats").stdout == "nothing has been asked of this cache yet\n"
    script([TOTAL] * 4)
    for _ in range(3):
        run(*ASK)
    run("right")
    shown = [" ".join(line.split()) for line in run("stats", "--days", "7").stdout.splitlines()]
    for line in ("requests 3 3", "hits 2 (67%) 2 (67%)", "exact 2 2", "misses 1 1", "refused 0 0", "model calls 1 1"):
        assert line in shown
    assert "0 of 2 = 0.0% (0.0% - 65.8%), 1 called right" in run("stats").stdout


def test_the_docs_show_all_counts(run: Run) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "corrections.md").read_text(encoding="utf-8")
    run("exec", "what is 1 plus 2")
    counts = [re.split(" {2,}", line)[0] for line in run("stats").stdout.split("\n\n")[0].split("\n")[2:]]
    assert counts[0] == "requests" and counts[-1] == "time saved"
    assert [count for count in counts if count and f"\n    {count}  " not in docs] == []


def test_and_is_one_object_with_json(run: Run, script: Script) -> None:
    script([TOTAL] * 4)
    for _ in range(3):
        run(*ASK)
    found = json.loads(run("stats", "--json").stdout)
    assert set(found) == {"since", "days", "all_time", "recent"}
    assert found["all_time"] == found["recent"]
    assert found["all_time"]["hits"] == {"exact": 2}
    assert found["all_time"]["seconds_saved"] > 0
    assert found["all_time"]["called_wrong"]["exact"]["answers"] == 2


def test_what_failed_is_not_right(run: Run) -> None:
    assert run("exec", "what is 5 divided by 0").exit_code == 2
    result = run("right")
    assert result.exit_code == 2
    assert "came to nothing: there is no answer to judge" in result.stderr


def test_an_example_may_come_with_the_last_answer(run: Run, script: Script) -> None:
    model = script([TOTAL] * 4)
    run(*ASK)
    model.bodies = [GREATEST] * 4
    result = run(
        "wrong",
        "--no-shipped",
        "--example",
        '=> {"columns": ["region", "sales"], "rows": [["North", 10], ["South", 4.5]]}',
    )
    assert (result.exit_code, result.stdout) == (0, MAXIMA)


def test_a_hit_that_an_example_speaks_against_is_no_unknown_request(run: Run) -> None:
    result = run("exec", "what is 35 + 0", "--example", "=> 36", "--no-model")
    assert "a stored procedure answers this request otherwise" in result.stderr


def test_an_answer_that_the_example_states_is_not_taken_back(run: Run, script: Script) -> None:
    script([TOTAL] * 4)
    run(*ASK)
    example = '=> {"columns": ["region", "sales"], "rows": [["North", 15], ["South", 4.5]]}'
    for request in ([], [REQUEST, "--in", "orders.csv"]):
        result = run("wrong", *request, "--no-shipped", "--example", example)
        assert result.exit_code == 2
        assert "was what the example says, so that it is not wrong; nothing was taken back" in result.stderr
    assert run(*ASK).stdout == TOTALS


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((2,), "--pick 2 takes it"), ((1, 3), "--pick takes it (1 or 3)"), ((1, 2, 4), "--pick takes it (1, 2 or 4)")],
)
def test_readings_are_picked_by_the_numbers_that_are_shown(numbers: tuple[int, ...], said: str) -> None:
    """Numbers stay, whatever was called wrong since, so that they may have gaps."""
    choices = tuple(Choice(number, "the total", 0.5) for number in numbers)
    refused = Answer(None, REFUSED, "", "", Trace("sales"), 0.0, "unsure", choices)
    message = Sentence.of(refused).message
    assert said in message
    assert all(f"  {number}  the total" in message for number in numbers)


def test_long_readings_that_begin_alike_are_shown_to_their_ends() -> None:
    long = "the number of rows where " + "City is Oslo or " * 20
    described = (f"{long}Rome", f"{long}Bern", "the total of " + "a, " * 100)
    choices = tuple(Choice(number, each, 0.5) for number, each in enumerate(described, 1))
    shown = Sentence.of(Answer(None, REFUSED, "", "", Trace("sales"), 0.0, "unsure", choices)).message.splitlines()
    assert shown[1:3] == [f"  1  {long}Rome", f"  2  {long}Bern"]
    assert shown[3].endswith(" ...")


def test_what_is_called_right_is_shown(run: Run) -> None:
    result = run("right", "total sales by region", "--in", "orders.csv")
    assert (result.exit_code, result.stdout) == (0, TOTALS)
    assert "the total sales by region" in result.stderr
    assert result.stderr.endswith("verified: right for 1 request (3 make it trusted)\n")


def test_each_command_names_itself(run: Run) -> None:
    for command in ("wrong", "right"):
        assert f'as in seglam {command} "total sales"' in run(command).stderr


def test_the_new_answer_is_shown_as_exec_does(run: Run, script: Script) -> None:
    """Blank cells that were left out are said, as under any answer."""
    Path("orders.csv").write_text("region,sales\nNorth,10\nNorth,\nSouth,4.5\n")
    model = script([TOTAL] * 4)
    run(*ASK)
    model.bodies = [GREATEST] * 4
    again = run("wrong", "--no-shipped").stderr.splitlines()
    asked = run(*ASK).stderr.splitlines()
    assert "blank" in asked[0]
    assert asked[0].rpartition(" · ")[2] in again[2]
    assert again[3:] == asked[1:]


def test_a_procedure_that_fails_shows_what_it_was_to_compute(run: Run) -> None:
    Path("ratio.seg").write_text(
        "proc ratio(rows: Table, a: Column<Number>, b: Column<Number>) -> Number {\n"
        '  ask "my ratio" with a = "Cost", b = "Weight"\n  return rows.total(a) / rows.total(b)\n}\n'
    )
    Path("parcels.csv").write_text("Cost,Weight\n3,0\n4,0\n")
    assert run("compile", "ratio.seg").exit_code == 0
    result = run("exec", "my ratio", "--in", "parcels.csv", "--no-model")
    assert result.exit_code == 2
    said = result.stderr.splitlines()
    assert "division by zero" in said[0]
    assert said[1] == "it was to compute: the total Cost ÷ the total Weight"
    assert said[2] == "taken: Cost, Weight"


def test_requests_that_failed_are_counted_as_such(run: Run) -> None:
    run("exec", "what is 5 divided by 0")
    assert "failed 1 1" in [" ".join(line.split()) for line in run("stats").stdout.splitlines()]


def test_restoring_says_that_it_was_called_wrong_and_what_gives_way(run: Run, script: Script) -> None:
    model = script([TOTAL] * 4)
    first = run(*ASK).stderr.split(" · ")[1]
    model.bodies = [GREATEST] * 4
    run("wrong", "--no-shipped")
    result = run("cache", "restore", first)
    assert result.exit_code == 0
    assert f'it had been called wrong for "{REQUEST}", and answers that again' in result.stderr
    assert "gave way to it, and is in the history" in result.stderr
    assert run(*ASK).stdout == TOTALS
    assert run("cache", "list").stdout.count("my {0:column}") == 1
