"""`--engine`: what is said where Spark cannot be had, and that nothing of it is there for who does not ask."""

from __future__ import annotations

import json
import re
import shutil
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest

from seglam_lang.engine import Seglam
from seglam_lang.inputs import FileOptions, InputError, read_table
from seglam_lang.inputs import file as files
from seglam_lang.language.backends.engine_names import wrong_engine
from tests.cli.conftest import Run

REQUEST = "total sales by region"
SPARK = "seglam_lang.language.backends.spark"
needs_pyspark = pytest.mark.skipif(
    not find_spec("pyspark"), reason="pyspark is not installed: pip install 'seglam[spark]'"
)


def refused(run: Run, engine: str, *more: str) -> str:
    """What is said of a request that an engine does not compute."""
    result = run("exec", REQUEST, "--in", "orders.csv", "--engine", engine, *more)
    assert result.exit_code == 2 and result.stdout == ""
    assert "Traceback" not in result.stderr and result.stderr.count("\n") == 1
    return result.stderr


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("sparky", "spark://host:7077"),
        ("sprak://10.0.0.1:7077", "spark://10.0.0.1:7077"),
        ("spark://host", "spark://host:7077"),
        ("loacl[4]", "local[4]"),
        ("local[0]", "local[*]"),
        ("DuckDB", "duckdb"),
        ("k9s://host:443", "k8s://host:443"),
        ("mesos://host:5050", ""),
        ("", ""),
    ],
)
def test_an_engine_that_there_is_not(run: Run, tmp_path: Path, name: str, nearest: str) -> None:
    """It is refused whatever is to be read: a small file, no file, or what no engine ever computes with."""
    why = f"there is no engine {name!r}; expected duckdb, or Spark as local[*], spark://host:7077, yarn or "
    why += f"k8s://host:443{f'; did you mean {nearest}?' if nearest else ''}"
    assert refused(run, name) == f"seglam: {why}\n"
    Path("a.seg").write_text("proc one() -> Number { return 1 }")
    for command in (
        ("exec", "what is 15% of 80"),
        ("compile", "what is 15% of 80"),
        ("explain", "what is 15% of 80"),
        ("wrong", "what is 15% of 80"),
        ("right", "what is 15% of 80"),
        ("run", "a.seg", "one"),
        ("repl",),
    ):
        result = run(*command, "--engine", name)
        assert (result.exit_code, result.stderr) == (2, f"seglam: {why}\n"), command
    with pytest.raises(ValueError, match=re.escape(why)):
        Seglam(tmp_path / "own.sqlite", engine=name)
    with pytest.raises(InputError, match=re.escape(why)):
        read_table([{"sales": 3}], FileOptions(engine=name))


def test_an_engine_that_there_is_not_is_an_error_as_json_where_others_are(run: Run) -> None:
    Path("a.seg").write_text("proc one() -> Number { return 1 }")
    why = wrong_engine("sprak")
    for command, wrong in (
        (("exec", "what is 15% of 80"), ("--in", "none.csv")),
        (("exec", REQUEST, "--in", "orders.csv"), ("--header", "99")),
        (("run", "a.seg", "one"), ("2",)),
    ):
        result, other = run(*command, "--json", "--engine", "sprak"), run(*command, "--json", *wrong)
        assert (result.exit_code, result.stderr, other.exit_code) == (2, "", 2)
        said = json.loads(result.stdout)
        assert (said["status"], said["why"]) == ("error", why)
        assert said.keys() == json.loads(other.stdout).keys()


@pytest.mark.parametrize("engine", [None, 5, b"duckdb", ["local"]])
def test_an_engine_that_is_no_text(tmp_path: Path, engine: Any) -> None:
    why = f"there is no engine {engine!r}; expected duckdb, or Spark as local[*], spark://host:7077, yarn or "
    with pytest.raises(ValueError, match=re.escape(f"{why}k8s://host:443") + "$"):
        Seglam(tmp_path / "own.sqlite", engine=engine)
    with pytest.raises(InputError, match=re.escape(why)):
        read_table([{"sales": 3}], FileOptions(engine=engine))


@pytest.mark.parametrize("command", ["wrong", "right"])
def test_an_engine_is_for_a_request_that_is_named(run: Run, command: str) -> None:
    result = run(command, "--engine", "local[3]")
    assert result.exit_code == 2 and "Expected a REQUEST" in result.stderr


@pytest.mark.parametrize(
    "name", ["duckdb", "local", "local[*]", "local[4]", "local[4, 2]", "yarn", "k8s://https://h:443", "spark://h:1,i:2"]
)
def test_an_engine_that_there_is(name: str) -> None:
    assert wrong_engine(name) == ""


def test_pyspark_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert "not installed: pip install 'seglam[spark]'" in refused(run, "local[3]")


@needs_pyspark
def test_java_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "Spark runs on Java 17 or later: none is on the PATH" in refused(run, "local[3]")
    monkeypatch.setenv("JAVA_HOME", "/no/java")
    assert "JAVA_HOME is /no/java, and has none" in refused(run, "local[3]")


@needs_pyspark
def test_nobody_answers(run: Run) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert f"nobody answers at spark://127.0.0.1:{port}" in refused(run, f"spark://127.0.0.1:{port}")


def test_seglam_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    Path("a.seg").write_text("proc all(rows: Table) -> Number { return rows.count() }")
    result = run("run", "a.seg", "all", "orders.csv", "--engine", "local[3]")
    assert result.exit_code == 2 and "pip install 'seglam[spark]'" in result.stderr


def test_python(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with Seglam(tmp_path / "own.sqlite", use_model=False, engine="local[3]") as seglam:
        answer = seglam.exec(REQUEST, "orders.csv")
        assert answer.status == "error" and "pip install 'seglam[spark]'" in answer.why
        assert seglam.exec(REQUEST, [{"region": "North", "sales": 3}]).status == "hit"


def test_what_others_than_an_engine_cannot_read(run: Run) -> None:
    result = run("exec", REQUEST, "--in", "s3a://bucket/orders")
    assert result.exit_code == 2 and "--engine spark://host:7077" in result.stderr


def test_no_batch_has_an_engine(run: Run) -> None:
    Path("in.jsonl").write_text('{"id": 1, "request": "sum of 1 and 2"}\n')
    result = run("exec", "--batch", "in.jsonl", "--out", "out.jsonl", "--engine", "local[3]")
    assert result.exit_code == 2 and "--batch" in result.stderr


@pytest.mark.parametrize("engine", [(), ("--engine", "duckdb")])
def test_spark_is_imported_by_nobody_who_does_not_ask_for_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, engine: tuple[str, ...]
) -> None:
    for module in (SPARK, "seglam_lang.inputs.stored.in_spark", "pyspark"):
        monkeypatch.setitem(sys.modules, module, None)
    duckdb.sql("FROM 'orders.csv'").write_parquet("orders.parquet")
    for least in (files.LARGE, 0):
        monkeypatch.setattr(files, "LARGE", least)
        for name in ("orders.csv", "orders.parquet"):
            result = run("exec", REQUEST, "--in", name, "--explain", *engine)
            assert result.exit_code == 0 and "North" in result.stdout
            assert ("groups.total: in DuckDB" in result.stderr + result.stdout) == (least == 0)
