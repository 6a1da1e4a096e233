"""`seglam compile FILE.seg`, `seglam cache`, `seglam trace`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgpack
import pytest

from seglam_lang.store.evidence import Certificate
from seglam_lang.verifier import Recheck
from tests.cli.conftest import Run
from tests.engine.scripted import Scripted

THIRD = """proc third(x: Number) -> Number {
  ask "my third of {x}"
  return x / 3
}
example third(9) == 3
"""


@pytest.fixture
def third(run: Run) -> str:
    """The hash of a hand-written procedure in the cache."""
    Path("third.seg").write_text(THIRD)
    result = run("compile", "third.seg")
    assert result.exit_code == 0, result.output
    return result.stdout.split()[0]


def test_a_written_procedure_answers(run: Run, third: str) -> None:
    result = run("exec", "my third of 12", "--no-model")
    assert result.stdout == "4\n"
    assert third in result.stderr


def test_list_shows_what_is_mine_and_with_all_what_ships(run: Run, third: str) -> None:
    run("exec", "my third of 12", "--no-model")
    mine = run("cache", "list").stdout.splitlines()
    assert len(mine) == 3
    assert mine[2].split() == [third, "third", "verified", "1", "my", "third", "of", "{0:number}"]
    everything = run("cache", "list", "--all").stdout
    assert third in everything
    assert "total_by" in everything


def test_an_empty_cache_says_so(run: Run) -> None:
    result = run("cache", "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "--all" in result.stderr


@pytest.mark.parametrize("name", ["third", "hash"])
def test_show(run: Run, third: str, name: str) -> None:
    output = run("cache", "show", third if name == "hash" else name).stdout
    assert THIRD.split("example")[0].rstrip() in output
    assert "\n\nx ÷ 3\n\n" in output
    assert "my third of {0:number}" in output
    assert "1 example holds" in output


def test_remove_and_trace(run: Run, third: str) -> None:
    assert "written by hand" in run("trace", "third").stdout
    assert run("cache", "remove", third).exit_code == 0
    assert run("exec", "my third of 12", "--no-model").exit_code == 2
    assert run("cache", "show", third).exit_code == 2
    traced = run("trace", "third").stdout
    assert traced.startswith("removed ")
    assert "return x / 3" in traced


def test_a_removed_procedure_that_ships_is_not_served(run: Run) -> None:
    assert run("cache", "remove", "split_evenly").exit_code == 0
    assert run("exec", "split $10 between 2 people", "--no-model").exit_code == 2
    assert "split_evenly" not in run("cache", "list", "--all").stdout


def test_a_removed_procedure_that_ships_is_shown_again(run: Run) -> None:
    run("cache", "remove", "split_evenly")
    result = run("cache", "restore", "split_evenly")
    assert result.exit_code == 0 and "restored split_evenly (" in result.stderr
    assert run("exec", "split $10 between 2 people", "--no-model").exit_code == 0
    assert "split_evenly" in run("cache", "list", "--all").stdout
    assert "split_evenly" not in run("cache", "list").stdout


def test_restore_brings_back_what_was_removed(run: Run, third: str) -> None:
    before = run("cache", "show", third).stdout
    run("cache", "remove", third)
    result = run("cache", "restore", "third")
    assert result.stderr == f"restored third ({third}); 1 wording asks for it\n"
    assert run("cache", "show", third).stdout == before
    assert run("exec", "my third of 12", "--no-model").stdout == "4\n"
    traced = run("trace", third).stdout.splitlines()
    assert [line.split()[0] for line in traced if line.startswith("re")][:2] == ["removed", "restored"]


def test_restore_brings_back_what_was_replaced(run: Run, third: str) -> None:
    Path("third.seg").write_text(THIRD.replace("x / 3", "x * 3").replace("third(9) == 3", "third(9) == 27"))
    newer = run("compile", "third.seg").stdout.split()[0]
    assert run("exec", "my third of 12", "--no-model").stdout == "36\n"
    assert "return x / 3" in run("trace", third).stdout
    assert newer in run("trace", "third").stdout
    assert run("cache", "restore", third).exit_code == 0
    assert run("exec", "my third of 12", "--no-model").stdout == "4\n"
    assert run("cache", "restore", newer).exit_code == 0
    assert run("exec", "my third of 12", "--no-model").stdout == "36\n"


def test_restore_says_why_it_cannot(run: Run, third: str) -> None:
    for given, why in ((third, "nothing of it was removed or replaced"), ("abcdef", "no procedure abcdef")):
        result = run("cache", "restore", given)
        assert result.exit_code == 2
        assert why in result.stderr


def test_trace_of_a_procedure_that_no_words_ask_for(run: Run) -> None:
    Path("half.seg").write_text("proc half(x: Number) -> Number { return x / 2 }\nexample half(4) == 2\n")
    run("compile", "half.seg")
    traced = run("trace", "half")
    assert traced.exit_code == 0, traced.output
    assert "certificate for" in traced.stdout


def test_trace_tells_why_each_candidate_lost(run: Run, script: Callable[..., Scripted]) -> None:
    script([*["return rows.where(row => row[c0] > s0).count()"] * 5, "return rows.count()", "return rows.cuont()"])
    hash = run("exec", "sales over 4.7", "--in", "orders.csv").stderr.split(" · ")[1]
    traced = run("trace", hash).stdout
    assert "sales over 4.7" in traced
    assert "scripted.gguf" in traced
    assert "chosen   return rows.where" in traced
    assert "lost     return rows.count()" in traced
    assert "does not type-check" in traced


def test_compile_a_request_prints_the_procedure(run: Run, script: Callable[..., Scripted]) -> None:
    script(["return rows.where(row => row[c0] > s0).count()"] * 3)
    result = run("compile", "sales over 4.7", "--in", "orders.csv")
    assert result.stdout.startswith("proc ")
    assert result.stderr.startswith("miss · ")
    assert run("exec", "sales over 9", "--in", "orders.csv", "--no-model").stdout == "1\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("proc f(x: Number) -> Number { return x.summ() }", "x.summ()"),
        ("proc f(x: Number) -> Number { return x + }", "^"),
        ('proc f(x: Number) -> Number { ask "f of {y}" return x }', "ask-slot"),
        ('proc f(x: Number) -> Number { ask "f of {x}" return x * 2 }\nexample f(2) == 5', "f(2)"),
        ("", "holds no procedures"),
        ("\ufeffnothing like it", "nothing"),
    ],
)
def test_a_wrong_file_stores_nothing(run: Run, text: str, message: str) -> None:
    Path("f.seg").write_text(text, encoding="utf-8")
    result = run("compile", "f.seg")
    assert result.exit_code == 2
    assert message in result.stderr
    assert run("cache", "list").stdout == ""


TWICE = """\
proc net(price: Number, tax: Number) -> Number {
  ask "{price} without {tax}"
  return price / (1 + tax)
}

proc cheaper(price: Number, rebate: Number) -> Number {
  ask "(the price |){price} without {rebate}"
  return price - rebate
}
"""


def test_words_that_ask_for_two_procedures_of_a_file_are_an_error(run: Run) -> None:
    Path("twice.seg").write_text(TWICE)
    for command in ("compile", "check"):
        result = run(command, "twice.seg")
        assert result.exit_code == 2
        assert "error[ask-taken]: these words ask for `net` too, by the phrase on line 2" in result.output
        assert "twice.seg:7:8" in result.output
    assert run("cache", "list").stdout == ""


def test_what_a_file_replaces_is_said(run: Run, third: str) -> None:
    Path("fourth.seg").write_text(
        THIRD.replace("proc third", "proc fourth").replace("x / 3", "x / 4").split("example")[0]
    )
    result = run("compile", "fourth.seg")
    assert result.exit_code == 0
    assert result.stdout.split()[1:] == ["fourth", "1", "wording"]
    assert result.stderr == f'fourth replaces third ({third}) for "my third of {{0:number}}"\n'
    Path("average.seg").write_text(
        'proc middle(rows: Table, v: Column<Number>) -> Number {\n  ask "average {v}"\n  return rows.median(v)\n}\n'
    )
    assert "middle comes before average (" in run("compile", "average.seg").stderr


def test_only_the_phrases_of_the_file_are_counted(run: Run) -> None:
    """The same procedure ships under another name, with wordings of its own."""
    Path("mine.seg").write_text(
        "proc my_total<G>(rows: Table, value: Column<Number>, group: Column<G>) -> Table {\n"
        '  ask "my own {value} by {group}"\n  return rows.group_by(group).total(value)\n}\n'
    )
    assert run("compile", "mine.seg").stdout.split()[1:] == ["my_total", "1", "wording"]
    assert "· written" in run("exec", "my own sales by region", "--in", "orders.csv").stderr


def test_several_files_are_stored_one_by_one(run: Run) -> None:
    Path("third.seg").write_text(THIRD)
    Path("twice.seg").write_text(TWICE)
    result = run("compile", "twice.seg", "third.seg")
    assert result.exit_code == 2
    assert "nothing of twice.seg was stored" in result.stderr
    assert result.stdout.split()[1:] == ["third", "1", "wording"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("third.seg", "--accept", "0.9"), "--accept goes with a REQUEST"),
        (("third.seg", "--in", "orders.csv", "--retry"), "--in, --retry go with a REQUEST"),
        (("third.seg", "total sales"), "and not both"),
        (("total", "sales"), "A REQUEST stands in quotes"),
        (("nofile.seg",), "there is no file 'nofile.seg'"),
    ],
)
def test_what_does_not_go_with_files_is_refused(run: Run, arguments: tuple[str, ...], message: str) -> None:
    Path("third.seg").write_text(THIRD)
    result = run("compile", *arguments)
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr


@pytest.mark.parametrize(
    "command",
    [("cache", "list"), ("cache", "show", "total_by"), ("stats",), ("trace", "total_by"), ("explain", "1 + 1")],
)
def test_what_only_reads_makes_no_cache(run: Run, command: tuple[str, ...]) -> None:
    run(*command, "--cache", "misspelled.db")
    assert [each.name for each in Path().iterdir()] == ["orders.csv"]


def test_an_unknown_hash(run: Run) -> None:
    for command in (("cache", "show"), ("cache", "remove"), ("cache", "restore"), ("trace",)):
        result = run(*command, "abcdef")
        assert result.exit_code == 2
        assert "abcdef" in result.stderr


def test_help_of_every_command(run: Run) -> None:
    for command in (
        (),
        ("exec",),
        ("compile",),
        ("cache",),
        ("cache", "list"),
        ("cache", "show"),
        ("cache", "restore"),
        ("trace",),
    ):
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert len(result.stdout) > 100


def test_version(run: Run) -> None:
    from seglam_lang import __version__

    assert run("--version").stdout == f"seglam {__version__}\n"


def test_an_audit_checks_the_certificate_and_searches_on(run: Run, third: str) -> None:
    result = run("cache", "audit", third, "--examples", "30")
    assert result.exit_code == 0, result.output
    assert "certificate  holds" in result.stdout and "nothing that the certificate does not name" in result.stdout


def test_an_audit_tells_what_a_certificate_leaves_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("share.seg").write_text(
        'proc share(a: Number, b: Number) -> Number {\n  ask "{a} over {b}"\n  return a / b\n}\n'
    )
    hash = run("compile", "share.seg").stdout.split()[0]
    monkeypatch.setattr(Certificate, "from_dict", silent(Certificate.from_dict))
    monkeypatch.setattr("seglam_lang.verifier.recheck", lambda certificate, core: Recheck(True))
    result = run("cache", "audit", hash)
    assert result.exit_code == 2
    assert "fails with division-by-zero" in result.stderr


def silent(read: Callable[[Mapping[str, Any]], Certificate]) -> Callable[[Mapping[str, Any]], Certificate]:
    """A certificate that says nothing of failures."""
    return lambda plain: replace(read(plain), failures=())


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\x01", msgpack.packb({"level": "verified"})])
def test_a_damaged_certificate_is_said_to_be_damaged(run: Run, third: str, body: bytes) -> None:
    with sqlite3.connect("cache.sqlite") as connection:
        connection.execute("UPDATE certificates SET body = ?", (body,))
    connection.close()
    for command in (("show", third), ("audit", third)):
        result = run("cache", *command)
        assert result.exit_code == 2
        assert "damaged" in result.stderr
