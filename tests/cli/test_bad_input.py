"""What people get wrong: each is a sentence on stderr, exit code 2, and nothing is lost."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from seglam_lang.cli import cli
from tests.cli.conftest import ORDERS, Run

HIT = ("exec", "total sales by region", "--in", "orders.csv")


def assert_refused(result: Result, *expected: str) -> None:
    """A clear sentence and nothing else."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("seglam: ")
    assert "Traceback" not in result.stderr
    for words in expected:
        assert words in result.stderr


def test_unknown_file(run: Run) -> None:
    assert_refused(run("exec", "total sales by region", "--in", "nowhere.csv"), "nowhere.csv")


@pytest.mark.parametrize("given", ["ordrs.csv", "orders.cvs", "ORDERS.csv", "./order.csv"])
def test_a_misspelled_file(run: Run, given: str) -> None:
    expected = f"seglam: there is no file {str(Path(given))!r}; did you mean `orders.csv`?\n"
    assert run("exec", "total sales by region", "--in", given).stderr == expected
    assert run("repl", "--in", given).stderr == expected


@pytest.mark.parametrize("command", [("check",), ("fmt",), ("test",), ("compile",), ("run",)])
def test_a_misspelled_source_file(run: Run, command: tuple[str, ...]) -> None:
    Path("sales.seg").write_text("proc one() -> Number { return 1 }\n")
    result = run(*command, "sale.seg")
    assert result.exit_code == 2
    assert result.stderr.endswith("seglam: there is no file 'sale.seg'; did you mean `sales.seg`?\n")


def test_a_folder_and_no_name_as_a_file(run: Run) -> None:
    Path("empty").mkdir()
    assert_refused(run("exec", "total sales by region", "--in", "empty"), "the folder 'empty' has no file with a table")
    assert_refused(run("exec", "total sales by region", "--in", ""), "no file")


@pytest.mark.parametrize("text", ["", "\n\n", "region,sales\n"])
def test_empty_csv(run: Run, text: str) -> None:
    Path("empty.csv").write_text(text)
    assert_refused(run("exec", "highest sales", "--in", "empty.csv", "--no-model"))


def test_ragged_rows(run: Run) -> None:
    Path("ragged.csv").write_text("region,sales\nNorth,1\nSouth\nEast,3,4\n")
    assert_refused(run("exec", "total sales by region", "--in", "ragged.csv"), "line 3")


def test_a_column_that_does_not_exist(run: Run) -> None:
    result = run("exec", "total slaes by region", "--in", "orders.csv", "--no-model")
    assert_refused(result, "'sales'", "'slaes'")


def test_nothing_to_compute(run: Run) -> None:
    assert_refused(run("exec", "tell me a story"))


@pytest.mark.parametrize("words", ["지역별 매출 합계는 얼마입니까?", "¿Cuál es la capital de Corea?", "話を聞かせて"])
def test_another_language(run: Run, words: str) -> None:
    assert_refused(run("exec", words))


def test_an_empty_request(run: Run) -> None:
    assert_refused(run("exec", ""), "empty")
    assert_refused(run("exec", "   "), "empty")


@pytest.mark.parametrize("command", ["exec", "explain", "wrong", "right", "compile"])
def test_a_request_without_quotes_is_shown_with_them(run: Run, command: str) -> None:
    result = run(command, "total", "sales", "--in", "orders.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f'Error: A REQUEST stands in quotes: seglam {command} "total sales"\n' in result.stderr


@pytest.mark.parametrize("command", ["exec", "explain", "wrong", "right", "compile"])
def test_a_request_that_begins_with_a_minus(run: Run, command: str) -> None:
    result = run(command, "-5 plus 3")
    assert (result.exit_code, result.stdout) == (2, "")
    said = f'A REQUEST that begins with a minus stands behind --, as in seglam {command} -- "-5 plus 3"'
    assert f"Error: {said}\n" in result.stderr
    if command == "exec":
        assert run(command, "--", "-5 plus 3").stdout == "-2\n"


@pytest.mark.parametrize("command", ["exec", "explain", "wrong", "right", "compile"])
@pytest.mark.parametrize("option", ["--table orders.csv", "--input=orders.csv", "-f orders.csv", "-i orders.csv"])
def test_an_input_file_behind_an_option_of_other_commands(run: Run, command: str, option: str) -> None:
    result = run(command, "total sales", *option.split())
    assert (result.exit_code, result.stdout) == (2, "")
    name = re.split("[ =]", option)[0]
    assert f"Error: No such option '{name}'; an input file is --in orders.csv\n" in result.stderr


def test_an_option_that_is_none_beside_no_file(run: Run) -> None:
    assert "an input file" not in run("exec", "total sales", "--table", "missing.csv").stderr


def test_a_shell_may_complete_a_line_that_is_no_request_yet() -> None:
    completing = ShellComplete(cli, {}, "seglam", "_SEGLAM_COMPLETE")
    found = completing.get_completions(["exec", "total", "sales", "--in", "orders.csv"], "--exp")
    assert "--explain" in [each.value for each in found]


@pytest.mark.parametrize("command", ["exec", "explain", "wrong", "right", "compile"])
@pytest.mark.parametrize("words", [["orders.csv"], ["total sales", "orders.csv"]])
def test_a_file_where_the_request_stands(run: Run, command: str, words: list[str]) -> None:
    result = run(command, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: orders.csv is a file, and no part of a REQUEST; expected --in orders.csv\n" in result.stderr


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("exce", "There is no command 'exce'; did you mean `exec`?"),
        ("zzz", "There is no command 'zzz'; seglam --help lists them"),
        ("what is 1 plus 2", 'a request stands behind exec: seglam exec "what is 1 plus 2"'),
    ],
)
def test_a_command_that_there_is_not(run: Run, given: str, expected: str) -> None:
    result = run(given)
    assert (result.exit_code, result.stdout) == (2, "") and expected in result.stderr


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--header", "two"), "'two' is not a valid whole number."),
        (("--header", "-1"), "-1 is not in the range x>=0."),
        (("--chart", "donut"), "there is no chart 'donut'; there are bar, line, area, pie, scatter, histogram\n"),
        (("--chart", ""), "there is no chart ''; there are bar"),
        (("--out", "."), "'.' is a folder; name a file in it"),
        (("--out", ""), "no file is named for the answer; expected one with an ending, as in totals.csv"),
    ],
)
def test_the_value_of_an_option(run: Run, options: tuple[str, str], expected: str) -> None:
    result = run(*HIT, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr


def test_a_byte_that_is_no_utf_8(run: Run) -> None:
    for setting in ("a\udcff=3", "a=\udcff"):
        assert_refused(run(*HIT, "--set", setting), "this holds a byte that is no UTF-8")


def test_a_request_of_100_kb(run: Run) -> None:
    assert_refused(run("exec", "total sales " * 8_500, "--in", "orders.csv"), "characters")


@pytest.mark.parametrize(
    "words",
    [
        "😀 🎉 😀",
        "\u202etotal\u200f \u05d0\u05d1\u202c \u2066by\u2069 \u200b",
        "total {0:column} in {first, last:period} by {1:column}",
        " ".join(["sales"] * 150 + ["region"] * 150),
        "\x00\x07 \ufeff",
    ],
    ids=["emoji", "right-to-left marks", "slot syntax", "300 mentions", "control characters"],
)
def test_a_request_that_nobody_would_write(run: Run, words: str) -> None:
    assert run(*HIT).exit_code == 0
    assert_refused(run("exec", words, "--in", "orders.csv", "--no-model"))
    again = run(*HIT, "--no-model")
    assert again.exit_code == 0, "what the cache knew is still known"


@pytest.mark.parametrize(
    "today", ["31.3.2024", "2024-02-30", "yesterday", "", "2024-3-1", "0000-01-01", "\u0662024-01-01"]
)
def test_a_wrong_today(run: Run, today: str) -> None:
    assert_refused(run(*HIT, "--today", today), f"today is a date as 2024-03-31, not {today!r}")
    assert run(*HIT, "--today", "2024-03-31").exit_code == 0


def test_bytes_that_are_no_text(run: Run) -> None:
    Path("other.csv").write_bytes("район,sales\nСевер,1\n".encode("cp1251"))
    assert_refused(run("exec", "total sales", "--in", "other.csv"), "UTF-8")


BAD_FILES = [  # what is given, and what the sentence says
    (("--in", "cut.parquet"), "cut.parquet"),
    (("--in", "cut.xlsx"), "cut.xlsx"),
    (("--in", "locked.xlsx"), "locked.xlsx"),
    (("--in", "shop.db"), "orders, shops"),
    (("--in", "shop.db::order"), "did you mean `orders`?"),
    (("--in", "cut.duckdb"), "cut.duckdb"),
    (("--in", "nowhere/*.csv"), "nowhere/*.csv"),
    (("--in", "orders.csv", "--format", "parquet"), "orders.csv"),
    (("--in", "orders.csv", "--format", "parkuet"), "did you mean `parquet`?"),
    (("--in", "orders.csv", "--header", "9"), "no line 9"),
    (("--in", "-"), "standard input is empty"),
    (("--in", "bad.csv"), "line 3: 1 cell where the header has 2; --skip-bad-lines"),
    (("--in", "mysql://ann:secret@host/shop::orders"), "URLs with mysql:// are not read"),
    (("--in", "postgres://ann:sec/ret@host/shop::orders"), "that is no URL of a database"),
    (("--in", "postgres://ann:secret@127.0.0.1:1/shop::orders"), "postgres://ann:***@127.0.0.1:1/shop"),
]


@pytest.mark.parametrize(("options", "words"), BAD_FILES)
def test_a_file_that_cannot_be_read(run: Run, options: tuple[str, ...], words: str) -> None:
    """Whether its library is installed or not: a sentence, exit code 2, and no traceback."""
    Path("cut.parquet").write_bytes(b"PAR1" + bytes(20))
    Path("cut.xlsx").write_bytes(b"PK\3\4" + bytes(20))
    Path("locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    Path("cut.duckdb").write_bytes(bytes(8) + b"DUCK" + bytes(20))
    Path("bad.csv").write_text("region,sales\nNorth,1\nSouth\n")
    with sqlite3.connect("shop.db") as database:
        database.executescript("CREATE TABLE orders (sales); CREATE TABLE shops (city);")
    database.close()
    assert_refused(run("exec", "total sales by region", *options), words)


def test_bad_lines_that_are_skipped_and_a_cell_that_makes_a_column_text(run: Run) -> None:
    Path("bad.csv").write_text("region,sales\nNorth,1\nSouth\nNorth,2\n")
    found = run("exec", "total sales by region", "--in", "bad.csv", "--skip-bad-lines", "--no-model")
    assert found.exit_code == 0 and "North" in found.stdout
    assert "note: bad.csv: 1 bad line is left out (3)" in found.stderr
    Path("odd.csv").write_text("region,sales\n" + "North,1\n" * 9 + "South,unknown\n")
    refused = run("exec", "total sales by region", "--in", "odd.csv", "--no-model")
    assert_refused(refused, "note: column sales: Text, nearly all numbers, but not line 11: unknown")


def test_lines_of_totals_that_are_kept(run: Run) -> None:
    Path("sums.csv").write_text("region,sales\nNorth,1\nNorth,2\nTotal,3\n")
    asked = ("exec", "total sales by region", "--in", "sums.csv", "--no-model")
    assert "Total" not in run(*asked).stdout
    assert "(--keep-totals keeps it)" in run(*asked).stderr
    kept = run(*asked, "--keep-totals")
    assert "Total" in kept.stdout and "note:" not in kept.stderr


def test_a_table_from_standard_input_and_from_a_database(run: Run) -> None:
    answer = run("exec", "total sales by region", "--in", "orders.csv", "--no-model")
    piped = CliRunner().invoke(cli, ["exec", "total sales by region", "--in", "-", "--no-model"], input=ORDERS)
    assert (piped.exit_code, piped.stdout) == (0, answer.stdout)
    with sqlite3.connect("shop.db") as database:
        database.executescript(
            "CREATE TABLE orders (region, sales REAL);"
            "INSERT INTO orders VALUES ('North', 10), ('South', 4.5), ('North', 5)"
        )
    database.close()
    stored = run("exec", "total sales by region", "--in", "shop.db::orders", "--no-model")
    assert (stored.exit_code, stored.stdout) == (0, answer.stdout)


@pytest.mark.parametrize("setting", ["people", "=3"])
def test_a_setting_without_a_value(run: Run, setting: str) -> None:
    assert_refused(run("exec", "twice people", "--set", setting), "NAME=VALUE")


def test_a_cache_that_is_no_cache(run: Run) -> None:
    Path("cache.sqlite").write_text("this is no database, but it is long enough to look at" * 40)
    before = Path("cache.sqlite").read_bytes()
    assert_refused(run(*HIT), "cache.sqlite")
    assert_refused(run("cache", "list"), "cache.sqlite")
    assert Path("cache.sqlite").read_bytes() == before


def test_a_database_of_another_program(run: Run) -> None:
    with sqlite3.connect("cache.sqlite") as database:
        database.execute("CREATE TABLE theirs (x)")
    assert_refused(run(*HIT), "another program")


def test_a_cache_of_a_newer_version(run: Run) -> None:
    assert run(*HIT).exit_code == 0
    with sqlite3.connect("cache.sqlite") as database:
        database.execute("PRAGMA user_version = 99")
    assert_refused(run(*HIT), "newer")


def test_a_cache_that_is_a_folder(run: Run) -> None:
    Path("cache.sqlite").mkdir()
    assert_refused(run(*HIT), "folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_cache_still_answers(run: Run) -> None:
    assert run(*HIT).exit_code == 0
    Path("cache.sqlite").chmod(0o400)
    assert run(*HIT).exit_code == 0
    assert_refused(run("exec", "sales over 4.7", "--in", "orders.csv"), "cannot be written")


@pytest.mark.parametrize("content", [None, b"", b"GGUF\x03\x00\x00\x00", bytes(4096), Random(0).randbytes(4096)])
def test_a_broken_model(run: Run, content: bytes | None) -> None:
    if content is not None:
        Path("model.gguf").write_bytes(content)
    assert_refused(run("exec", "sales over 4.7", "--in", "orders.csv", "--model", "model.gguf"), "model.gguf")
    assert run(*HIT, "--model", "model.gguf").exit_code == 0


@pytest.mark.parametrize("example", ["", "=>", "=>   "])
def test_an_example_that_states_nothing(run: Run, example: str) -> None:
    assert_refused(run(*HIT, "--example", example))


@pytest.mark.parametrize("line", ["", "nothing like it", "[1]", '{"answer": 3}'])
def test_examples_that_are_none(run: Run, line: str) -> None:
    Path("cases.jsonl").write_text(line + "\n")
    assert_refused(run(*HIT, "--examples", "cases.jsonl"))


def test_examples_with_a_byte_order_mark(run: Run) -> None:
    case = {"request": "total sales", "inputs": {"table": {"columns": ["sales"], "rows": [[1], [2]]}}, "answer": 3}
    Path("cases.jsonl").write_text("\ufeff" + json.dumps(case) + "\n", encoding="utf-8")
    assert run("exec", "total sales", "--in", "orders.csv", "--examples", "cases.jsonl").exit_code == 0


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_standard_stream_that_is_closed(run: Run, closed: str) -> None:
    program = "from seglam_lang.cli import main; main()"
    command = f"'{sys.executable}' -c '{program}' exec 'what is 3 plus 4' {closed}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ("" if closed != "2>&-" else "7\n")
