"""What `pip install .` installs: the code, and every file that it reads."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_wheel_has_all_that_is_read_at_run_time(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="what builds the wheel is not installed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        commands = next(name for name in names if name.endswith("entry_points.txt"))
        assert "seglam = seglam_lang.cli:main" in archive.read(commands).decode()
    code = {str(each.relative_to(ROOT)) for each in (ROOT / "seglam_lang").rglob("*.py")}
    model = (
        {"seglam_lang/translator/nano/nano.gguf"}
        if (ROOT / "seglam_lang/translator/nano/nano.gguf").exists()
        else set()
    )
    read = {
        "seglam_lang/_data/grammar/seglam.lark",
        "seglam_lang/_data/cache/shipped.sqlite",
        "seglam_lang/_data/docs/guide.md",
        "seglam_lang/_data/docs/language.md",
        "seglam_lang/language/errors/types.toml",
        "seglam_lang/py.typed",
    }
    assert code | model | read <= names
    assert not {name for name in names if name.startswith(("tests/", "examples/"))}
