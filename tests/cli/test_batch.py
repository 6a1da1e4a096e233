"""`seglam exec --batch`: the format is a contract."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.engine.scripted import REFUSE, Scripted

TABLE = {"columns": ["city", "n"], "rows": [["Oslo", 2], ["Rome", 0.1], ["Oslo", None]]}
ROWS: list[dict[str, Any]] = [
    {"id": 1, "request": "total n by city", "inputs": {"table": TABLE}},
    {"id": "b", "request": "what is 0.1 plus 0.2", "inputs": {}},
    {"id": None, "request": "rows with n beyond 1", "inputs": {"table": TABLE}},
    {"id": 4, "request": "the capital of Rome 4", "inputs": {"table": TABLE}},
    {"id": 5, "request": 7, "inputs": {}},
]
BODIES = {
    "rows with n beyond 1": ["return rows.where(row => row[c0] > s0).count()"] * 3,
    "the capital of Rome 4": [REFUSE] * 3,
}


def write(path: str, rows: list[dict[str, Any]]) -> None:
    Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def read(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").split("\n")[:-1]]


@pytest.mark.parametrize("option", [("--pick", "0"), ("--pick", "1"), ("--set", "n=1"), ("--example", "=> 1")])
def test_options_of_one_request_are_refused(run: Run, option: tuple[str, str]) -> None:
    write("in.jsonl", ROWS)
    result = run("exec", "--batch", "in.jsonl", "--out", "out.jsonl", *option)
    assert result.exit_code == 2 and "without REQUEST and its options" in result.stderr
    assert not Path("out.jsonl").exists()


def test_rows_in_rows_out(run: Run, script: Callable[..., Scripted]) -> None:
    script(BODIES)
    write("in.jsonl", ROWS)
    result = run("exec", "--batch", "in.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 0, result.output
    assert result.stderr == "5 rows: 2 hit, 1 miss, 1 refused, 1 error\n"
    out = read("out.jsonl")
    assert [row["id"] for row in out] == [1, "b", None, 4, 5]
    assert [row["status"] for row in out] == ["hit", "hit", "miss", "refused", "error"]
    assert out[0]["answer"] == {"columns": ["city", "n"], "rows": [["Oslo", 2], ["Rome", 0.1]]}
    assert out[1]["answer"] == 0.3
    assert out[3]["answer"] is None
    assert all(row["why"] for row in out[3:])
    keys = {"id", "status", "answer", "procedure", "tier", "ms", "why"}
    assert [set(row) - keys for row in out] == [{"blanks"}, set(), {"confidence", "blanks"}, set(), set()]
    assert out[0]["blanks"] == ["1 of 3 cells in n is blank"]
    assert all(keys <= set(row) for row in out)


def test_numbers_are_exact(run: Run) -> None:
    Path("in.jsonl").write_text('{"id": 1, "request": "what is 0.1 plus 12345678901234567890.2", "inputs": {}}\n')
    run("exec", "--batch", "in.jsonl", "--out", "out.jsonl")
    assert '"answer": 12345678901234567890.3,' in Path("out.jsonl").read_text()


def test_it_resumes_where_it_stopped(run: Run, script: Callable[..., Scripted]) -> None:
    script(BODIES)
    write("in.jsonl", ROWS)
    run("exec", "--batch", "in.jsonl", "--out", "whole.jsonl")
    whole = Path("whole.jsonl").read_text(encoding="utf-8")
    lines = whole.splitlines(keepends=True)
    Path("cut.jsonl").write_text("".join(lines[:2]) + lines[2][:10], encoding="utf-8")
    result = run("exec", "--batch", "in.jsonl", "--out", "cut.jsonl")
    assert "2 were answered before" in result.stderr
    assert [row["id"] for row in read("cut.jsonl")] == [row["id"] for row in ROWS]
    assert Path("cut.jsonl").read_text(encoding="utf-8").startswith("".join(lines[:2]))


def test_a_second_run_is_all_hits_with_the_same_answers(run: Run, script: Callable[..., Scripted]) -> None:
    model = script(BODIES)
    write("in.jsonl", ROWS)
    run("exec", "--batch", "in.jsonl", "--out", "first.jsonl")
    asked = len(model.calls)
    run("exec", "--batch", "in.jsonl", "--out", "second.jsonl")
    first, second = read("first.jsonl"), read("second.jsonl")
    assert [row["answer"] for row in first] == [row["answer"] for row in second]
    assert [row["status"] for row in second] == ["hit", "hit", "hit", "refused", "error"]
    assert len(model.calls) == asked


@pytest.mark.parametrize("content", [None, b"GGUF\x03\x00\x00\x00", bytes(4096)])
def test_a_model_that_cannot_be_loaded_stops_it(
    run: Run, script: Callable[..., Scripted], content: bytes | None
) -> None:
    write("in.jsonl", ROWS)
    if content is not None:
        Path("no-such-model.gguf").write_bytes(content)
    for _ in range(2):
        result = run("exec", "--batch", "in.jsonl", "--out", "out.jsonl")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("seglam: ") and result.stderr.count("\n") == 1
        assert "no-such-model.gguf" in result.stderr and "row 3 of 5" in result.stderr
        assert [row["status"] for row in read("out.jsonl")] == ["hit", "hit"]
    script(BODIES)
    result = run("exec", "--batch", "in.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 0 and "2 were answered before" in result.stderr
    assert [row["status"] for row in read("out.jsonl")] == ["hit", "hit", "miss", "refused", "error"]


def test_gzip(run: Run) -> None:
    Path("in.jsonl.gz").write_bytes(gzip.compress(json.dumps(ROWS[1]).encode()))
    assert run("exec", "--batch", "in.jsonl.gz", "--out", "out.jsonl").exit_code == 0
    assert read("out.jsonl")[0]["answer"] == 0.3


@pytest.mark.parametrize("text", ["nothing like it\n", '{"id": 99}\n', "[1]\n"])
def test_an_output_of_something_else_is_left_alone(run: Run, text: str) -> None:
    write("in.jsonl", ROWS)
    Path("out.jsonl").write_text(text)
    result = run("exec", "--batch", "in.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 2
    assert "out.jsonl" in result.stderr
    assert Path("out.jsonl").read_text() == text


def test_a_line_that_is_no_json_is_an_error_of_that_line(run: Run) -> None:
    Path("in.jsonl").write_text('{"id": 1, "request": \n{"id": 2, "request": "what is 1 plus 1"}\n')
    assert run("exec", "--batch", "in.jsonl", "--out", "out.jsonl").exit_code == 0
    assert [row["status"] for row in read("out.jsonl")] == ["error", "hit"]


def test_a_row_that_holds_no_value_of_ours_keeps_its_id(run: Run) -> None:
    rows = ['{"id": 7.50, "request": "x", "inputs": {"a": 1e999999}}', '{"id": NaN, "request": "x"}']
    Path("in.jsonl").write_text("\n".join(rows))
    batch = ("exec", "--batch", "in.jsonl", "--out", "out.jsonl", "--no-model")
    assert run(*batch).exit_code == 0
    said = "which is not a number that can be represented"
    assert [(row["id"], row["status"], row["why"]) for row in read("out.jsonl")] == [
        (7.5, "error", f"the row holds 1e999999, {said}"),
        (None, "error", f"the row holds NaN, {said}"),
    ]
    assert "(2 were answered before)" in run(*batch).stderr
    Path("in.jsonl").write_text(f'{{"id": 3, "request": "x", "inputs": {{"a": {"9" * 5000}}}}}')
    assert run(*batch[:4], "long.jsonl", "--no-model").exit_code == 0
    assert [(row["id"], "numbers keep 34" in row["why"]) for row in read("long.jsonl")] == [(3, True)]


def test_a_line_that_has_been_mended_is_answered_on_the_next_run(run: Run) -> None:
    """It, and what stands behind it: answers keep the order of their rows."""
    good = ['{"id": 1, "request": "what is 1 plus 1"}', '{"id": 3, "request": "what is 1 plus 3"}']
    batch = ("exec", "--batch", "in.jsonl", "--out", "out.jsonl", "--no-model")
    Path("in.jsonl").write_text("\n".join([good[0], '{"id": 2, "request"', good[1]]))
    assert run(*batch).exit_code == 0
    Path("in.jsonl").write_text("\n".join([good[0], '{"id": 2, "request": "what is 1 plus 2"}', good[1]]))
    assert "(1 were answered before)" in run(*batch).stderr
    assert [(row["id"], row["answer"]) for row in read("out.jsonl")] == [(1, 2), (2, 3), (3, 4)]
    Path("in.jsonl").write_text("\n".join(good))
    assert "of another batch" in run(*batch).stderr


@pytest.mark.parametrize("same", ["in.jsonl", "./in.jsonl", "link.jsonl"])
def test_the_file_of_requests_is_never_the_file_of_answers(run: Run, same: str) -> None:
    Path("in.jsonl").write_text('{"id": 1, "request": "what is 1 plus 1"}')
    Path("link.jsonl").symlink_to("in.jsonl")
    result = run("exec", "--batch", "in.jsonl", "--out", same, "--no-model")
    assert result.exit_code == 2
    assert "is the file of requests itself; its answers need a file of their own" in result.stderr
    assert Path("in.jsonl").read_text() == '{"id": 1, "request": "what is 1 plus 1"}'


@pytest.mark.parametrize("line", ["region,sales", '[{"a": 1}]', '{"id":1,"request":"what is 1 plus 1"}'])
def test_a_file_of_one_line_without_an_end_is_no_output_to_be_cut(run: Run, line: str) -> None:
    write("in.jsonl", [{"id": 1, "request": "what is 1 plus 1"}])
    Path("other.txt").write_text(line)
    result = run("exec", "--batch", "in.jsonl", "--out", "other.txt", "--no-model")
    assert result.exit_code == 2 and "other.txt is no output of a batch; name another file" in result.stderr
    assert Path("other.txt").read_text() == line


def test_rows_with_one_id_are_named(run: Run) -> None:
    write("in.jsonl", [{"id": id, "request": f"what is 1 plus {id}"} for id in (1, "a", 1, None, None)])
    result = run("exec", "--batch", "in.jsonl", "--out", "out.jsonl", "--no-model")
    assert result.exit_code == 0
    assert result.stderr.startswith("note: rows 1 and 3 have the id 1\n")


def test_an_interrupted_batch_says_that_it_goes_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    write("in.jsonl", ROWS)
    with monkeypatch.context() as patched:
        patched.setattr("seglam_lang.engine.Seglam._drafters", interrupted)  # the third row is a miss
        result = run("exec", "--batch", "in.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 130
    assert result.stderr == "seglam: interrupted after row 2 of 5; the same command goes on from there\n"
    assert [row["id"] for row in read("out.jsonl")] == [1, "b"]
    assert run("exec", "--batch", "in.jsonl", "--out", "out.jsonl", "--no-model").exit_code == 0
    assert [row["id"] for row in read("out.jsonl")] == [1, "b", None, 4, 5]
