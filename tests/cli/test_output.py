"""`seglam exec --to`, `--out` and `--chart`: what is printed, written and drawn, and where it is not."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.cli.render import print_value
from seglam_lang.cli.reporting import CHARTS, TEXTS
from seglam_lang.language.computing.numbers import canonical, divide, number_value
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Table
from seglam_lang.output import formats
from seglam_lang.output.charts import Kind
from tests.cli.conftest import ORDERS, Run
from tests.cli.test_bad_input import assert_refused
from tests.cli.test_cold_hit import LIST_MODULES, environment, start

ASKED = ("exec", "total sales by region", "--in", "orders.csv", "--no-model")
AS_BARS = ("exec", "total sales by region as a bar chart", "--in", "orders.csv", "--no-model")
TABLE = "region  sales\n------  -----\nNorth      15\nSouth     4.5\n"
CSV = "region,sales\nNorth,15\nSouth,4.5\n"


def test_the_options_name_what_there_is() -> None:
    assert TEXTS == formats.TEXTS
    assert {*CHARTS, "any"} == set(Kind)


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("csv", CSV),
        ("tsv", CSV.replace(",", "\t")),
        ("json", '[\n  {"region": "North", "sales": 15},\n  {"region": "South", "sales": 4.5}\n]\n'),
        ("jsonl", '{"region": "North", "sales": 15}\n{"region": "South", "sales": 4.5}\n'),
        ("md", "| region | sales |\n| :-- | --: |\n| North | 15 |\n| South | 4.5 |\n"),
    ],
)
def test_a_format_for_standard_output(run: Run, format: str, text: str) -> None:
    result = run(*ASKED, "--to", format)
    assert (result.exit_code, result.stdout) == (0, text)
    assert result.stderr.startswith("hit · ")
    assert run(*ASKED, "--to", format.upper()).stdout == text
    assert run(*AS_BARS, "--to", format).stdout == text


def test_the_format_of_the_inputs_is_another_option(run: Run) -> None:
    Path("orders.txt").write_text(ORDERS)
    asked = ("exec", "total sales by region", "--in", "orders.txt", "--format", "csv", "--to", "json")
    assert json.loads(run(*asked).stdout)[0] == {"region": "North", "sales": 15}


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl", "md", "html", "parquet", "xlsx"])
def test_a_file(run: Run, ending: str) -> None:
    if ending in ("parquet", "xlsx"):
        pytest.importorskip({"parquet": "pyarrow", "xlsx": "xlsxwriter"}[ending])
    result = run(*ASKED, "--out", f"totals.{ending}")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[0].endswith(f" · written to totals.{ending}")
    if ending in TEXTS:
        assert Path(f"totals.{ending}").read_text(encoding="utf-8") == run(*ASKED, "--to", ending).stdout
    if ending not in ("md", "html"):  # which are not read as tables
        again = run("exec", "total sales by region", "--in", f"totals.{ending}", "--no-model")
        assert again.stdout == TABLE


def test_a_file_of_another_ending(run: Run) -> None:
    assert run(*ASKED, "--out", "totals.dat", "--to", "csv").exit_code == 0
    assert Path("totals.dat").read_text() == CSV


def test_json_beside_a_file(run: Run) -> None:
    result = run(*ASKED, "--out", "totals.csv", "--json")
    assert json.loads(result.stdout)["status"] == "hit"
    assert Path("totals.csv").read_text() == CSV
    failed = run(*ASKED, "--out", "totals.cvs", "--json")
    assert (failed.exit_code, json.loads(failed.stdout)["status"]) == (2, "error")


BAD_FILES = [  # what is given, and the whole of what is said
    ("totals.cvs", "the ending of 'totals.cvs' is not known; did you mean `csv`?"),
    (
        "totals",
        "'totals' has no ending; there are .csv, .tsv, .json, .jsonl, .md, .html, .parquet, .xlsx, .svg, .png",
    ),
    ("folder.csv", "'folder.csv' is a folder; name a file in it"),
    ("nowhere/totals.csv", "there is no folder 'nowhere' to write 'totals.csv' in"),
]


@pytest.mark.parametrize(("out", "message"), BAD_FILES)
def test_a_file_that_cannot_be_written(run: Run, out: str, message: str) -> None:
    Path("folder.csv").mkdir()
    before = sorted(os.listdir())
    result = run(*ASKED, "--out", out)
    assert_refused(result)
    assert result.stderr == f"seglam: {message}\n"
    assert sorted(each for each in os.listdir() if not each.startswith("cache")) == before


def test_a_library_that_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module, extra in (("a.xlsx", "xlsxwriter", "excel"), ("a.parquet", "pyarrow", "arrow")):
        monkeypatch.setitem(sys.modules, module, None)
        assert_refused(run(*ASKED, "--out", name), f"pip install 'seglam[{extra}]' has it")
    monkeypatch.setitem(sys.modules, "plotext", None)
    assert_refused(run(*ASKED, "--chart", "line"), "needs plotext, which is not installed: pip install 'seglam[chart]'")
    assert run(*ASKED, "--chart", "bar").exit_code == 0


def test_nothing_is_written_for_what_is_refused(run: Run) -> None:
    assert_refused(run("exec", "what is 5 divided by 0", "--out", "a.csv"), "division by zero")
    assert_refused(run("exec", "the tallest mountain", "--no-model", "--out", "a.csv"))
    assert not Path("a.csv").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (*ASKED, "--json", "--to", "csv"),
        (*ASKED, "--json", "--chart"),
        (*ASKED, "--to", "csv", "--chart", "bar"),
        (*ASKED, "--to", "parquet"),
        (*ASKED, "--chart=pei"),
        (*ASKED, "--chart", "pei"),
        ("exec", "--batch", "orders.csv", "--out", "o.jsonl", "--to", "csv"),
        ("exec", "--batch", "orders.csv", "--out", "o.jsonl", "--chart"),
    ],
)
def test_what_does_not_go_together(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage:" in result.stderr


# Charts


@pytest.mark.parametrize("options", [("--chart",), ("--chart", "bar"), ("--chart", "--quiet"), ("--chart=BAR",)])
def test_a_chart(run: Run, options: tuple[str, ...]) -> None:
    result = run(*ASKED, *options)
    assert result.exit_code == 0
    title, north, south = result.stdout.splitlines()
    assert title == "the total sales by region"
    assert north.startswith("North ███") and north.endswith("  15")
    assert south.startswith("South ██") and south.endswith(" 4.5")


def test_a_chart_may_stand_before_the_request(run: Run) -> None:
    before = run("exec", "--chart", *ASKED[1:])
    assert (before.exit_code, before.stdout) == (0, run(*ASKED, "--chart").stdout)
    assert "100" not in before.stdout
    assert "%" in run("exec", "--chart", "pie", *ASKED[1:]).stdout
    assert "%" in run("exec", "--chart", "total sales by region as a pie chart", *ASKED[2:]).stdout


def test_a_chart_as_a_file(run: Run) -> None:
    pytest.importorskip("vl_convert")
    pytest.importorskip("altair")
    for asked, out, begins in (
        ((*ASKED, "--chart"), "a.svg", b"<svg"),
        (AS_BARS, "b.png", b"\x89PNG"),
        (AS_BARS, "c.html", b"<!DOCTYPE html>"),
        (ASKED, "d.svg", b"<svg"),
    ):
        result = run(*asked, "--out", out)
        assert (result.exit_code, result.stdout) == (0, ""), result.output
        assert Path(out).read_bytes().startswith(begins)
    assert b"https://" not in Path("a.svg").read_bytes().replace(b"http://www.w3.org", b"")
    assert "<table>" in run(*ASKED, "--to", "html").stdout
    assert run(*AS_BARS, "--out", "e.csv").exit_code == 0
    assert Path("e.csv").read_text() == CSV


def test_what_cannot_be_drawn(run: Run) -> None:
    scalar = ("exec", "total sales", "--in", "orders.csv", "--no-model")
    message = "this answer cannot be drawn: it is a single value, 19.5"
    assert run(*scalar, "--chart").stderr == f"seglam: {message}\n"
    assert_refused(
        run(*ASKED, "--chart", "bar", "--out", "a.csv"), "'a.csv' cannot hold a chart; .html, .svg, .png can"
    )
    assert_refused(run("exec", "distinct region", "--in", "orders.csv", "--chart"), "it has no numbers")
    pytest.importorskip("vl_convert")
    pytest.importorskip("altair")
    assert_refused(run(*scalar, "--out", "a.svg"), message)
    assert not Path("a.svg").exists()


def test_piped_words_about_a_chart_give_the_table(run: Run) -> None:
    assert run(*AS_BARS).stdout == TABLE
    assert json.loads(run(*AS_BARS, "--json").stdout)["chart"] == "bar"


# Terminals


def at_a_terminal(folder: Path, *arguments: str) -> tuple[str, str]:
    """What the command prints on a terminal, and on a stderr that is none."""
    if sys.platform == "win32":
        pytest.skip("there are no pseudo-terminals")
    (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    ours, theirs = os.openpty()
    program = [sys.executable, "-c", "from seglam_lang.cli import main; main()", *arguments]
    environ = {**environment(folder), "COLUMNS": "60", "NO_COLOR": "1"}
    with subprocess.Popen(program, cwd=folder, env=environ, stdout=theirs, stderr=subprocess.PIPE) as process:
        os.close(theirs)
        printed = b""
        while True:
            try:
                block = os.read(ours, 65_536)
            except OSError:  # the other end is closed
                break
            if not block:
                break
            printed += block
        assert process.stderr is not None
        said = process.stderr.read().decode()
    os.close(ours)
    return printed.decode().replace("\r\n", "\n"), said


def test_a_terminal_draws_what_the_words_ask_for(tmp_path: Path) -> None:
    printed, said = at_a_terminal(tmp_path, *AS_BARS)
    assert printed.startswith("the total sales by region\nNorth ███")
    assert said.startswith("hit · ")


def test_a_terminal_shows_the_answer_where_it_cannot_be_drawn(tmp_path: Path) -> None:
    printed, said = at_a_terminal(tmp_path, "exec", "plot total sales", "--in", "orders.csv", "--no-model")
    assert printed == "19.5\n"
    assert "this answer cannot be drawn: it is a single value, 19.5" in said


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(value: object, out: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(sys, "stdout", out)
    print_value(value)
    return out.getvalue().splitlines()


def numbers(length: int) -> Table:
    return Table(("n",), (NUMBER,), (tuple(range(length)),), length)


def test_a_long_table_on_a_terminal_shows_its_two_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(numbers(1_000), Terminal(), monkeypatch)
    assert [line.strip() for line in lines[:3]] == ["n", "---", "0"]
    assert [line.strip() for line in lines[21:24]] == [
        "19",
        "... 975 of 1,000 rows are not shown here; piped output has all",
        "995",
    ]
    assert len(lines) == 28
    assert len(printed(numbers(30), Terminal(), monkeypatch)) == 32
    items = printed(list(range(40)), Terminal(), monkeypatch)
    assert items[19:22] == ["19", "... 15 of 40 items are not shown here; piped output has all", "35"]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30).map(canonical))
def test_a_long_fraction_on_a_terminal_shows_its_first_digits(value: Decimal | int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        [seen] = printed(value, Terminal(), patch)
        [piped] = printed(value, io.StringIO(), patch)
    assert number_value(piped) == value
    if len(Decimal(value).as_tuple().digits) <= 15 or isinstance(value, int):
        assert seen == piped
    else:
        assert len(Decimal(seen).as_tuple().digits) <= max(10, value.adjusted() + 2)
        assert abs(number_value(seen) - value) <= max(abs(value) / 10**9, Decimal("0.5") if abs(value) > 10**10 else 0)


def test_an_average_on_a_terminal_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(divide(17, 6), Terminal(), monkeypatch) == ["2.833333333"]
    assert printed(divide(17, 6), io.StringIO(), monkeypatch) == ["2.833333333333333333333333333333333"]
    assert printed(Decimal("1234567.891234"), Terminal(), monkeypatch) == ["1234567.891234"]
    assert printed(divide(10**13, 7), Terminal(), monkeypatch) == ["1428571428571"]


def test_a_pipe_gets_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(printed(numbers(1_000), io.StringIO(), monkeypatch)) == 1_002
    assert len(printed(list(range(1_000)), io.StringIO(), monkeypatch)) == 1_000


def test_a_hit_imports_nothing_of_the_output(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    assert start(tmp_path, LIST_MODULES, *ASKED).stdout == TABLE
    loaded = json.loads((tmp_path / "modules.json").read_text())
    others = (
        "seglam_lang.output",
        "seglam_lang.requests.presentation",
        "seglam_lang.cli.showing",
        "seglam_lang.cli.progress",
    )
    assert [name for name in loaded if name.startswith(others)] == []
