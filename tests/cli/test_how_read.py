"""How files are read, said with the same options in every command that reads some, and in Python."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from seglam_lang.cli import cli
from seglam_lang.engine import Seglam
from tests.cli.conftest import Run

REQUEST = "total amount"
SOURCE = "proc all(rows: Table, v: Column<Number>) -> Number { return rows.total(v) }\n"
BILL = "who,amount\nAnn,10\nBob,20\nTotal,30\n"
LATE = "who,amount\nAnn,10\nBob,none yet\nCid,-999\nDan,5\n"
BAD = "who,amount\nAnn,10\nBob,20,30\nCid,5\n"
ASIDE = "drawn up by Ann\nfor Bob,,\nwho,amount\nAnn,10\n"


def piped(*arguments: str) -> str:
    """What the REPL says of the total of a table `r`."""
    result = CliRunner().invoke(cli, ["repl", *arguments], input="r.total(amount)\n")
    return result.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("text", "options", "total"),
    [
        (BILL, (), 30),
        (BILL, ("--keep-totals",), 60),
        (BAD, ("--skip-bad-lines",), 15),
        (LATE, ("--blank", "none yet", "--blank", "-999"), 15),
        (ASIDE, ("--header", "3"), 10),
        (BILL, ("--format", "csv", "--keep-totals"), 60),
    ],
)
def test_exec_run_and_the_repl_read_a_file_alike(run: Run, text: str, options: tuple[str, ...], total: int) -> None:
    Path("a.seg").write_text(SOURCE)
    Path("r.csv").write_text(text)
    assert run("exec", REQUEST, "--in", "r.csv", "--no-model", *options).stdout == f"{total}\n"
    assert run("run", "a.seg", "all", "r.csv", "amount", *options).stdout == f"{total}\n"
    assert piped("--in", "r.csv", *options) == f"{total} : Number"


def test_what_the_repl_loads_is_read_as_what_it_is_given(run: Run) -> None:
    Path("r.csv").write_text(BILL)
    result = CliRunner().invoke(cli, ["repl", "--keep-totals"], input=":load r.csv\nr.count()\n")
    assert result.stdout.endswith("3 : Number\n")


def test_python(run: Run, tmp_path: Path) -> None:
    Path("r.csv").write_text(BILL)
    with Seglam(tmp_path / "own.sqlite", use_model=False) as seglam:
        assert seglam.exec(REQUEST, "r.csv").value == 30
        assert seglam.exec(REQUEST, "r.csv", keep_totals=True).value == 60
        assert seglam.compile(REQUEST, "r.csv", keep_totals=True).status == "hit"
        assert seglam.right(REQUEST, "r.csv", keep_totals=True).requests == 1


def test_texts_of_blank_cells_in_python(run: Run, tmp_path: Path) -> None:
    Path("r.csv").write_text(LATE)
    with Seglam(tmp_path / "own.sqlite", use_model=False) as seglam:
        assert seglam.exec(REQUEST, "r.csv", blank=["none yet", "-999"]).value == 15
        assert seglam.exec(REQUEST, "r.csv", blank="none yet").value == -984
        assert seglam.right(REQUEST, "r.csv", blank="none yet").requests == 1
        assert "is a text" in seglam.exec(REQUEST, "r.csv", blank=None).why  # type: ignore[arg-type]
        assert "is a text" in seglam.exec(REQUEST, "r.csv", blank=[-999]).why  # type: ignore[list-item]


def test_a_batch_reads_all_rows_whether_that_is_said_or_not(run: Run) -> None:
    rows = '{"columns": ["who", "amount"], "rows": [["Ann", 10], ["Bob", 20], ["Total", 30]]}'
    Path("in.jsonl").write_text(f'{{"id": 1, "request": "{REQUEST}", "inputs": {{"table": {rows}}}}}\n')
    for out, options in (("a.jsonl", ()), ("b.jsonl", ("--keep-totals",))):
        result = run("exec", "--batch", "in.jsonl", "--out", out, "--no-model", *options)
        assert result.exit_code == 0, result.stderr
        assert '"answer": 60' in Path(out).read_text()
