"""Which model is used, and that tuning says what it needs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from seglam_lang.cli import cli
from seglam_lang.models import DECODER, SHIPPED, Models
from seglam_lang.store import Store
from seglam_lang.translator import DEFAULT_MODEL, ModelError
from seglam_lang.tuning import CannotTune, experience, tune
from tests.translator.models import random_model


def tuned(models: Models) -> str:
    folder = models.new_folder()
    random_model().write(folder)
    return folder.name


def names(models: Models) -> list[tuple[str, bool]]:
    return [(each.name, each.is_used) for each in models.known()]


def test_without_a_choice_the_model_that_ships_is_used(tmp_path: Path) -> None:
    models = Models(tmp_path / "models")
    assert models.used == DEFAULT_MODEL
    assert names(models) == [(SHIPPED, True)]
    assert not models.folder.exists()


def test_a_choice_lasts_until_the_next(tmp_path: Path) -> None:
    name = tuned(Models(tmp_path))
    Models(tmp_path).use(name)
    assert Models(tmp_path).used == tmp_path / name / DECODER
    assert names(Models(tmp_path)) == [(SHIPPED, False), (name, True)]
    Models(tmp_path).use(SHIPPED)
    assert Models(tmp_path).used == DEFAULT_MODEL


def test_a_file_may_be_chosen(tmp_path: Path) -> None:
    path = random_model().write(tmp_path)
    models = Models(tmp_path / "models")
    models.use(str(path))
    assert models.used == path
    assert names(models) == [(SHIPPED, False), (str(path), True)]


def test_a_file_of_the_current_folder_is_known_by_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = random_model().write(tmp_path)
    monkeypatch.chdir(tmp_path)
    models = Models(tmp_path / "models")
    assert models.named(path.name).path == path
    assert models.use(path.name).name == str(path)
    assert models.used == path and models.named(path.name).is_used


def test_what_is_removed_is_used_no_more(tmp_path: Path) -> None:
    models = Models(tmp_path)
    name = tuned(models)
    models.use(name)
    models.remove(name)
    assert models.used == DEFAULT_MODEL and names(models) == [(SHIPPED, True)]


@pytest.mark.parametrize("name", [SHIPPED, "tuned-9", "../models"])
def test_only_tuned_models_can_be_removed(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="no tuned model"):
        Models(tmp_path / "models").remove(name)


def test_a_model_that_is_gone_is_said(tmp_path: Path) -> None:
    models = Models(tmp_path)
    name = tuned(models)
    models.use(name)
    (tmp_path / name / DECODER).unlink()
    with pytest.raises(ModelError, match="is gone; `seglam model use shipped`"):
        _ = models.used


def test_a_damaged_choice_is_a_model_that_is_gone(tmp_path: Path) -> None:
    models = Models(tmp_path)
    models.use(SHIPPED)
    (tmp_path / "used").write_bytes(b"\xff\xfe")
    with pytest.raises(ModelError, match="is gone; `seglam model use shipped`"):
        _ = models.used
    assert models.use(SHIPPED).is_used


@pytest.mark.parametrize("card", ["{", "[]", '{"from": "shipped"}'])
def test_a_damaged_card_is_said_where_it_is_asked_for(tmp_path: Path, card: str) -> None:
    models = Models(tmp_path)
    name = tuned(models)
    (tmp_path / name / "card.json").write_text(card, encoding="utf-8")
    assert names(models) == [(SHIPPED, True), (name, False)]
    with pytest.raises(ModelError, match="is damaged"):
        _ = models.named(name).card


def test_no_model_that_is_not_there_can_be_chosen(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no model"):
        Models(tmp_path).use("tuned-1")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the user's data folder is not named by XDG_DATA_HOME")
def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("SEGLAM_MODEL", raising=False)
    name = tuned(Models())

    def said(*args: str, code: int = 0) -> str:
        done = CliRunner().invoke(cli, ["model", *args])
        assert done.exit_code == code, done.output
        return done.output

    assert said("list") == f"* {SHIPPED}\n  {name}\n"
    assert said("use", name) == f"{name} is used from now on\n"
    assert said("info").splitlines()[0] == f"{name} (in use)"
    assert said("remove", name) == f"{name} is removed\n"
    assert "there is no model" in said("use", name, code=2)
    cache = str(tmp_path / "cache.sqlite")
    assert "not a number" in said("tune", "--cache", cache, "--minutes", "nan", code=2)
    assert "has 0 wordings to learn from; tuning needs at least 20" in said("tune", "--cache", cache, code=2)


def test_a_small_cache_is_too_little(tmp_path: Path) -> None:
    with Store.open(tmp_path / "cache.sqlite") as store, pytest.raises(CannotTune, match="ask it more first"):
        experience(store)


def test_without_pytorch_tuning_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seglam_lang.tuning.LEAST_WORDINGS", 0)
    monkeypatch.setitem(sys.modules, "torch", None)
    for module in ("restore", "export", "network", "train", "tune"):
        monkeypatch.delitem(sys.modules, f"seglam_lang.translator.nano.{module}", raising=False)
    with Store.open(tmp_path / "cache.sqlite") as store, pytest.raises(CannotTune, match=r"seglam\[train\]"):
        tune(store, DEFAULT_MODEL, Models(tmp_path / "models"), 1, 0, print)
    assert not (tmp_path / "models").exists()
