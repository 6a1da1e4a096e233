"""What `pip install .` installs: the code, and every file that it reads."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from seglam_lang.language.syntax.grammar import from_table
from seglam_lang.store import Store

ROOT = Path(__file__).parents[1]


def build(folder: Path, target: str, into: Path) -> Path:
    """The file that hatchling makes of the project in `folder`."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(into)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [made] = into.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return made


@pytest.mark.slow
def test_the_wheel_has_all_that_is_read_at_run_time(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="what builds the wheel is not installed")
    with tarfile.open(build(ROOT, "sdist", tmp_path)) as archive:
        assert not [name for name in archive.getnames() if name.endswith((".sqlite", "cache/grammar.json"))]
        archive.extractall(tmp_path, filter="data")
    [unpacked] = (each for each in tmp_path.iterdir() if each.is_dir())
    wheel = build(unpacked, "wheel", tmp_path)  # there the procedures that ship are not built yet
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        commands = next(name for name in names if name.endswith("entry_points.txt"))
        assert "seglam = seglam_lang.cli:main" in packed.read(commands).decode()
        layer = packed.extract("seglam_lang/_data/cache/shipped.sqlite", tmp_path)
        assert from_table(packed.read("seglam_lang/_data/cache/grammar.json"))
    with Store.open(":memory:", [layer]) as store:
        assert len(store.procedures()) > 500
    code = {str(each.relative_to(ROOT)) for each in (ROOT / "seglam_lang").rglob("*.py")}
    beside = (f"seglam_lang/translator/nano/{name}" for name in ("encoder.gguf", "decoder.gguf", "confidence.json"))
    model = {each for each in beside if (ROOT / each).exists()}
    read = {
        "seglam_lang/_data/grammar/seglam.lark",
        "seglam_lang/_data/cache/shipped.sqlite",
        "seglam_lang/_data/cache/grammar.json",
        "seglam_lang/_data/docs/guide.md",
        "seglam_lang/_data/docs/language.md",
        "seglam_lang/language/errors/types.toml",
        "seglam_lang/requests/unread/lexicon.txt",
        "seglam_lang/py.typed",
    }
    assert code | model | read <= names
    assert not {name for name in names if name.startswith(("tests/", "examples/"))}
