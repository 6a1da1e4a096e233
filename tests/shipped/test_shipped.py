"""The procedures that ship: built from their sources, and each of their phrases asks for one thing only."""

from __future__ import annotations

from pathlib import Path

import pytest

from seglam_lang.language import LanguageError
from seglam_lang.resources import path
from seglam_lang.shipping import ShippingError, build
from seglam_lang.store import Store

Contents = dict[str, tuple[str, set[str]]]


def contents(file: Path) -> Contents:
    """Source and templates of each procedure of a layer."""
    with Store.open(":memory:", [file]) as store:
        return {
            stored.hash: (stored.source, {found.wording.template.key for found in store.wordings(stored.hash)})
            for stored in store.procedures()
        }


def test_the_layer_is_what_its_sources_say(tmp_path: Path) -> None:
    """If this fails: `make cache`."""
    build(path("cache"), tmp_path / "fresh.sqlite")
    assert contents(path("cache/shipped.sqlite")) == contents(tmp_path / "fresh.sqlite")


def test_words_that_ask_for_two_things_are_refused(tmp_path: Path) -> None:
    for name, body in (("one", "x * 2"), ("two", "x * 3")):
        source = f'proc {name}(x: Number) -> Number {{ ask "the double of {{x}}" return {body} }}'
        (tmp_path / f"{name}.seg").write_text(source)
    with pytest.raises(ShippingError, match="already ask for another"):
        build(tmp_path, tmp_path / "layer.sqlite")
    assert not (tmp_path / "layer.sqlite").exists()


def test_a_wrong_source_is_shown(tmp_path: Path) -> None:
    (tmp_path / "wrong.seg").write_text("proc f(x: Number) -> Number { return x.summ() }")
    with pytest.raises(LanguageError) as raised:
        build(tmp_path, tmp_path / "layer.sqlite")
    assert "wrong.seg:1:" in raised.value.__notes__[0]
