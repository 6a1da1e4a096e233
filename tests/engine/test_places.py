"""Where the cache is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from seglam_lang.places import default_cache


def test_the_environment_names_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEGLAM_CACHE", "here.sqlite")
    assert default_cache() == Path("here.sqlite")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="other systems have other folders")
def test_else_it_is_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SEGLAM_CACHE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for folder in ("", "relative", str(tmp_path / "data")):
        monkeypatch.setenv("XDG_DATA_HOME", folder)
        data = tmp_path / "data" if folder.startswith("/") else tmp_path / ".local" / "share"
        assert default_cache() == data / "seglam" / "cache.sqlite"
        assert (data / "seglam").is_dir()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="other systems have other folders")
def test_a_data_folder_that_cannot_be_made_is_no_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.delenv("SEGLAM_CACHE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    assert default_cache() == tmp_path / "file" / "seglam" / "cache.sqlite"
