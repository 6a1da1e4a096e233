"""The procedures that ship: built from their sources, and each of their phrases asks for one thing only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seglam_lang.language import LanguageError
from seglam_lang.layer import BUILT, current_layer, is_current
from seglam_lang.requests.model import Wording
from seglam_lang.resources import path
from seglam_lang.shipping import ShippingError, build
from seglam_lang.store import Store
from seglam_lang.store.evidence import Evidence

ROOT = Path(__file__).parents[2]
Contents = dict[str, tuple[str, list[Wording], list[Evidence]]]
DOUBLE = 'proc double(x: Number) -> Number { ask "the double of {x}" return x * 2 }'


def contents(file: Path) -> Contents:
    """Source, wordings and certificates of each procedure of a layer."""
    with Store.open(":memory:", [file]) as store:
        return {
            stored.hash: (
                stored.source,
                [found.wording for found in store.wordings(stored.hash)],
                store.certificates(stored.hash),
            )
            for stored in store.procedures()
        }


def test_two_builds_have_the_same_content(tmp_path: Path) -> None:
    build(path("cache"), tmp_path / "fresh.sqlite")
    assert contents(current_layer()) == contents(tmp_path / "fresh.sqlite")


def test_two_processes_build_the_same_bytes(tmp_path: Path) -> None:
    """Whatever their hash seeds: neither the parser nor the layer has the order of a set in it, nor a date."""
    builds = []
    for seed in ("1", "2"):
        root = tmp_path / seed
        (root / "cache").mkdir(parents=True)
        for name in ("groups.seg", "text.seg"):
            shutil.copy(path(f"cache/{name}"), root / "cache")
        code = "import sys, pathlib, seglam_lang.layer as layer; layer.build_layer(pathlib.Path(sys.argv[1]))"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, str(root)], cwd=ROOT, env=environment, check=True)
        builds.append({each: (root / each).read_bytes() for each in BUILT})
    assert builds[0] == builds[1]


def test_a_layer_is_built_where_it_is_not_current(tmp_path: Path) -> None:
    source = tmp_path / "cache" / "double.seg"
    source.parent.mkdir()
    source.write_text(DOUBLE)
    assert not is_current(tmp_path)
    layer = current_layer(tmp_path)
    assert is_current(tmp_path)
    built = layer.stat().st_mtime_ns
    assert current_layer(tmp_path).stat().st_mtime_ns == built

    source.write_text(DOUBLE.replace("2 }", "2 # twice\n}"))
    os.utime(source, ns=(built + 1, built + 1))
    assert not is_current(tmp_path)
    assert "# twice" in next(iter(contents(current_layer(tmp_path)).values()))[0]


def test_a_layer_is_not_current_once_a_source_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    half = folder / "half.seg"
    half.write_text(DOUBLE.replace("double", "half").replace("* 2", "/ 2"))
    (folder / "double.seg").write_text(DOUBLE)
    layer = current_layer(tmp_path)
    assert len(contents(layer)) == 2
    for age, each in enumerate((layer, folder, *folder.glob("*.seg")), start=10):
        os.utime(each, (time.time() - age, time.time() - age))
    assert is_current(tmp_path)
    half.unlink()
    assert len(contents(current_layer(tmp_path))) == 1


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
