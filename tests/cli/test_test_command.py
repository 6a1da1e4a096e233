"""`seglam test`: examples, with what differs, and generated inputs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

HOLDS = "proc twice(x: Number) -> Number { return x * 2 }\nexample twice(2) == 4\nexample twice(3) == 6\n"
WRONG = """proc shares(total: Number, n: Number) -> List<Number> {
  check n >= 1 else "need someone"
  return (1 to n).map(i => total / n)
}
example shares(9, 3) == [3, 4, 3]
example shares(9, 0) == []
"""
NOT_ENSURED = "proc small(x: Number) -> Number {\n  ensure result < 1\n  return x\n}\nexample small(0) == 0\n"


def test_all_hold(run: Run) -> None:
    Path("a.seg").write_text(HOLDS)
    result = run("test")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("2 examples of 1 procedure in 1 file: all hold · ")


def test_what_fails_is_shown_with_what_differs(run: Run) -> None:
    Path("a.seg").write_text(WRONG)
    result = run("test", "a.seg")
    assert result.exit_code == 1
    assert "a.seg:5:1" in result.stdout
    assert "item 2: expected 4, got 3" in result.stdout
    assert "this example fails: need someone" in result.stdout
    assert '2 |   check n >= 1 else "need someone"' in result.stdout
    assert "2 failed" in result.stderr


def test_only_some_procedures(run: Run) -> None:
    Path("a.seg").write_text(HOLDS + WRONG)
    assert run("test", "-k", "twi").exit_code == 0
    assert run("test", "-k", "share").exit_code == 1
    nothing = run("test", "-k", "nothing")
    assert nothing.exit_code == 2
    assert "no procedure has 'nothing' in its name" in nothing.stderr


def test_a_file_with_errors(run: Run) -> None:
    Path("a.seg").write_text("proc f(")
    Path("b.seg").write_text(HOLDS)
    result = run("test")
    assert result.exit_code == 2
    assert "a.seg:1:" in result.stderr
    assert "2 examples of 1 procedure in 1 file: all hold" in result.stderr


def test_what_has_no_example_is_named(run: Run) -> None:
    Path("a.seg").write_text("proc half(x: Number) -> Number { return x / 2 }")
    result = run("test")
    assert result.exit_code == 0
    assert "without an example: half" in result.stderr


def test_verbose_lists_procedures(run: Run) -> None:
    Path("a.seg").write_text(HOLDS)
    assert run("test", "-v").stdout == "a.seg  twice  2 examples\n"


def test_generated_inputs_break_what_is_ensured(run: Run) -> None:
    Path("a.seg").write_text(NOT_ENSURED)
    assert run("test").exit_code == 0
    result = run("test", "--fuzz", "50")
    assert result.exit_code == 1
    assert "what it ensures does not hold" in result.stdout
    assert "    small(1)\n" in result.stdout


def test_generated_inputs_name_the_failures(run: Run) -> None:
    Path("a.seg").write_text("proc inverse(x: Number) -> Number { return 1 / x }\nexample inverse(2) == 0.5")
    result = run("test", "--fuzz", "50", "--seed", "3")
    assert result.exit_code == 0
    assert "fails with division-by-zero: division by zero\n    inverse(0)\n" in result.stdout


def test_json(run: Run) -> None:
    Path("a.seg").write_text(WRONG)
    result = run("test", "--json", "--fuzz", "5")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["examples"], report["failed"], report["broken"]) == (2, 2, 0)
    first, second, third = report["results"]
    assert (first["got"], first["expected"], first["line"]) == ([3, 3, 3], [3, 4, 3], 5)
    assert first["differences"] == ["item 2: expected 4, got 3"]
    assert (second["failure"], second["holds"]) == ("check", False)
    assert (third["inputs"], third["holds"]) == (5, True)


def test_a_file_without_procedures_is_no_success(run: Run) -> None:
    Path("a.seg").write_text("# later\n")
    result = run("test", "a.seg")
    assert (result.exit_code, result.stderr) == (2, "seglam: a.seg holds no procedures\n")
