"""`seglam repl`, as it is piped: what it reads and what it says."""

from __future__ import annotations

import os
import select
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from seglam_lang.cli import cli
from tests.cli.conftest import Run

Talk = Callable[..., Result]


@pytest.fixture
def talk(run: Run) -> Talk:
    """`talk("1 + 2", ...)`: what comes of these lines, in a folder where orders.csv is."""

    def enter(*lines: str, arguments: tuple[str, ...] = ()) -> Result:
        result = CliRunner().invoke(cli, ["repl", *arguments], input="\n".join(lines) + "\n")
        assert result.exit_code == 0, result.output
        return result

    return enter


def test_values_and_types(talk: Talk) -> None:
    assert talk("1 + 2", "it * 2", '"a" + "b"', "# nothing", "", "[1, 2]").stdout == (
        '3 : Number\n6 : Number\n"ab" : Text\n[1, 2] : List<Number>\n'
    )


def test_names_stay_and_may_be_given_again(talk: Talk) -> None:
    assert talk("let x = 2", "let x = x * 10", "x").stdout == "x = 2 : Number\nx = 20 : Number\n20 : Number\n"


def test_entries_go_on_until_their_brackets_close(talk: Talk) -> None:
    result = talk("proc f(x: Number) -> Number {", "  return x + 1", "}", "f(", "  2", ")")
    assert result.stdout == "f(x: Number) -> Number\n3 : Number\n"


def test_tables_have_named_columns(talk: Talk) -> None:
    result = talk("orders.group_by(region).total(sales)", "it.total(sales)", arguments=("--in", "orders.csv"))
    assert result.stdout == (
        "orders: Table, 3 rows · region: Text, sales: Number, day: Date\n"
        "region  sales\n------  -----\nNorth      15\nSouth     4.5\nTable, 2 rows\n19.5 : Number\n"
    )
    assert talk("t.count()", arguments=("--in", "t=orders.csv")).stdout.endswith("3 : Number\n")


def test_errors_never_end_it(talk: Talk) -> None:
    lines = ("1 +", "[1].summ()", "1 / 0", "x = 5", "orders", ":nope", "let if = 3", '"', "@2024-13-01", "1 + 1")
    result = talk(*lines)
    assert result.stdout == "2 : Number\n"
    assert result.stderr.count("error[") == len(lines) - 2
    assert "let x = ..." in result.stderr
    assert "there is no command :nope" in result.stderr


def test_commands(talk: Talk) -> None:
    Path("a.seg").write_text("# Twice as much.\nproc twice(x: Number) -> Number { return x * 2 }\n")
    result = talk(":procs", ":doc twice", ":type twice(1) == 2", "twice(4)", ":names", ":fuel", arguments=("a.seg",))
    signature = "twice(x: Number) -> Number"
    lines = [signature, signature, signature, "Twice as much.", "Bool", "8 : Number", "it: Number"]
    assert result.stdout.split("\n")[:-2] == lines
    assert ":reload" in talk(":help").stdout
    assert talk(":quit", "1 + 1").stdout == ""
    assert talk(":doc unknown-name").stdout.startswith("unknown-name: ")
    assert "Number.round(digits?: Number) -> Number" in talk(":doc round").stdout


def test_a_command_without_its_colon_is_named(talk: Talk) -> None:
    for line, command in (("quit", ":quit"), ("exit()", ":quit"), ("help", ":help")):
        result = talk(line, "1 + 1")
        assert (result.stdout, result.stderr) == ("2 : Number\n", f"a command begins with a colon: {command}\n")
    assert talk("let help = 3", "help").stdout == "help = 3 : Number\n3 : Number\n"


def test_files_are_loaded_again(talk: Talk) -> None:
    file = Path("a.seg")
    file.write_text("proc f(x: Number) -> Number { return x * 2 }")
    result = talk(":load a.seg", "f(1)", ":load nowhere.seg", ":load orders.csv", "orders.count()", ":reload")
    assert "2 : Number" in result.stdout
    assert "3 : Number" in result.stdout
    assert "nowhere.seg" in result.stderr
    file.write_text("proc f(x: Number) -> Number { return y }")
    assert "nothing of a.seg was loaded" in talk(":load a.seg").stderr


def test_fuel_bounds_each_line(talk: Talk) -> None:
    result = talk(
        ":fuel 100", "(1 to 1000).sum()", "1 + 1", ":fuel auto", "(1 to 1000).sum()", "(1 to 1000000000).sum()"
    )
    assert "500500 : Number" in result.stdout
    assert result.stderr.count("error[") == 2


def test_examples(talk: Talk) -> None:
    result = talk("proc f(x: Number) -> Number { return x * 2 }", "example f(2) == 4", "example f(2) == 5")
    assert "the example holds\n" in result.stdout
    assert "this example gives 4, not 5" in result.stderr


def test_an_entry_that_is_never_closed(talk: Talk) -> None:
    result = talk("{a: 1", ":type 1")
    assert "error[" in result.stderr
    assert result.stdout == "Number\n"
    assert "error[" in talk("f(").stderr


def test_what_cannot_be_loaded_at_the_start(run: Run) -> None:
    for arguments in (("nowhere.seg",), ("--in", "nowhere.csv")):
        result = run("repl", *arguments)
        assert result.exit_code == 2
        assert result.stderr.startswith("seglam: ")


def test_long_values_are_cut(talk: Talk) -> None:
    result = talk("(1 to 100000)", '"a".repeat(100000)')
    assert all(len(line) < 2_500 for line in result.stdout.split("\n"))
    assert "(100,000 items)" in result.stdout
    assert "(100,000 characters)" in result.stdout


def test_bytes_that_are_no_text(run: Run) -> None:
    result = CliRunner().invoke(cli, ["repl"], input=b"\xff\n1 + 1\r\n")
    assert (result.exit_code, result.stdout) == (0, "2 : Number\n")
    assert "line 1 is not UTF-8 text" in result.stderr


PATIENCE = 60  # seconds without a sign, on a busy machine


def test_a_person_at_a_terminal(tmp_path: Path) -> None:
    """Prompts, Ctrl-C, Ctrl-D, and a history that only its owner reads, without passwords."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    pytest.importorskip("readline", reason="this Python has no readline")
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path), "TERM": "dumb"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    child, terminal = pty.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's jobs in the background ignore it
        os.execve(
            sys.executable, [sys.executable, "-c", "from seglam_lang.cli import main; main()", "repl"], environment
        )
    for typed, answer in (
        (b"", b"> "),
        (b"let xs = [3, 1]\n", b"xs = [3, 1] : List<Number>\r\n> "),
        (b"1 + \x03", b"\n> "),
        (b"(1 +\n", b"\n. "),
        (b"\x03", b"\n> "),
        (b"xs.revers\t()\n", b"[1, 3] : List<Number>\r\n> "),
        (b":load mysql://ann:s3cret@host/shop::orders\n", b"save what it has as a file\r\n> "),
    ):
        os.write(terminal, typed)
        seen = b""
        while not seen.endswith(answer):  # what is typed before the prompt would be lost to Ctrl-C
            for _ in range(PATIENCE):
                if select.select([terminal], [], [], 1)[0]:
                    break
                if typed.endswith(b"\x03"):  # one that comes just before readline waits is seen with the next only
                    os.write(terminal, b"\x03")
            else:
                raise AssertionError(f"nothing but {seen!r} after {typed!r}")
            seen += os.read(terminal, 4096)
    os.write(terminal, b"\x04")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    (history,) = tmp_path.rglob("repl_history")
    assert history.read_text().split("\n")[:1] == ["let xs = [3, 1]"]
    assert "s3cret" not in history.read_text()
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
