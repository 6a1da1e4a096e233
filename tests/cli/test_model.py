"""`seglam model` with a model that was not made for seglam."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.conftest import Run
from tests.translator.foreign_models import foreign_model


def test_any_model_may_be_used(run: Run, tmp_path: Path) -> None:
    path = foreign_model().write(tmp_path / "tiny.gguf")
    about = run("model", "info", "tiny.gguf")
    assert about.exit_code == 0, about.output
    assert f"{path}  0.6 MB" in about.output and "architecture llama, 658 tokens" in about.output
    assert "licence not stated" in about.output and "with a chat template" in about.output
    assert "needs about 3 MB in memory" in about.output
    assert "constrained by types" in about.output and "by the syntax only (GBNF)" in about.output
    used = run("model", "use", "tiny.gguf")
    assert used.output == f"{path} is used from now on, behind the one that ships\n"
    assert f"* {path}" in run("model", "list").output
    assert "only those can be removed" in run("model", "remove", "tiny.gguf").output
    assert run("model", "use", "shipped").exit_code == 0


def test_a_broken_one_is_not_used(run: Run, tmp_path: Path) -> None:
    model = foreign_model()
    model.metadata["llama.block_count"] = 0
    model.write(tmp_path / "tiny.gguf")
    for command in ("info", "use"):
        result = run("model", command, "tiny.gguf")
        assert result.exit_code == 2 and "impossible number of layers" in result.output


def test_its_speed(run: Run, tmp_path: Path) -> None:
    foreign_model().write(tmp_path / "tiny.gguf")
    result = run("model", "bench", "tiny.gguf")
    assert result.exit_code == 0, result.output
    assert "tokens a second" in result.output and "asked as chat" in result.output
    assert "made for seglam" in run("model", "bench", "shipped").output
    Path("text.gguf").write_text("hello")
    assert "this is not a GGUF model file" in run("model", "bench", "text.gguf").output
    tried = run("model", "bench", "tiny.gguf", "--drafts").output
    assert re.search(r"(?m)^constrained by types: \d drafts?, \d finished, 0 of them discarded as ill typed$", tried)
    assert re.search(r"(?m)^constrained by the syntax only \(GBNF\): \d drafts?, \d finished, \d of them", tried)


def test_it_is_asked_behind_the_one_that_ships(run: Run, tmp_path: Path) -> None:
    foreign_model().write(tmp_path / "tiny.gguf")
    result = run("exec", "skewness of sales squared", "--in", "orders.csv", "--writer", "tiny.gguf", "--json")
    assert '"status": "refused"' in result.output and "cannot be computed" in result.output


def test_a_name_of_a_hub(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = foreign_model().write(tmp_path / "fetched.gguf")
    asked: list[tuple[str, str]] = []

    def download(repository: str, file: str) -> str:
        asked.append((repository, file))
        if "missing" in file:
            raise OSError("there is no network\nand more of it")
        return str(path)

    monkeypatch.setitem(sys.modules, "huggingface_hub", SimpleNamespace(hf_hub_download=download))
    assert str(path) in run("model", "use", "hf:some/where/tiny.gguf").output
    assert asked == [("some/where", "tiny.gguf")]
    missing = run("model", "use", "hf:some/where/missing.gguf")
    assert missing.exit_code == 2 and "cannot be fetched: there is no network" in missing.output
    assert "names no file of a hub" in run("model", "use", "hf:some/where").output
    assert run("model", "use", "shipped").exit_code == 0
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    assert "pip install 'seglam[hub]' has it" in run("model", "use", "hf:some/where/tiny.gguf").output
