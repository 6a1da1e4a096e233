"""A file appears whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from seglam_lang.output import OutputError, destination
from seglam_lang.output.files import whole


def refusal(path: Path | str) -> OutputError:
    with pytest.raises(OutputError) as caught:
        destination(path)
    return caught.value


def test_it_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with whole(path) as draft:
        draft.write_text("half")
        assert not path.exists()
        assert draft.parent == tmp_path  # so that it can be moved in one step
    assert path.read_text() == "half"
    assert os.listdir(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_or_not_at_all(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(error), whole(path) as draft:
        draft.write_text("half")
        raise error
    assert (path.read_text(), os.listdir(tmp_path)) == ("old", ["a.csv"])


def test_an_answer_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        destination(tmp_path / "a.md").write([[1], [2]])
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_a_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"a.csv' cannot be written: No space left"),
        whole(tmp_path / "a.csv") as draft,
    ):
        draft.write_text("half")
        raise OSError(28, "No space left on device")
    assert os.listdir(tmp_path) == []


def test_who_may_read_a_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(0o640)
    destination(path).write(1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "a.csv").symlink_to(tmp_path / "there" / "b.csv")
    destination(tmp_path / "a.csv").write(1)
    assert (tmp_path / "a.csv").is_symlink()
    assert os.listdir(tmp_path / "there") == ["b.csv"]


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert refusal(tmp_path / "folder.csv").code == "is-folder"
    assert refusal(tmp_path / "nowhere" / "a.csv").code == "no-folder"
    assert refusal(tmp_path / "a\0.csv").code == "unwritable-file"
    assert "did you mean `csv`?" in refusal(tmp_path / "a.cvs").message
    assert ".parquet, .xlsx, .svg" in refusal(tmp_path / "answer").message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_device_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert refusal(tmp_path / "pipe.csv").code == "no-file"
    assert stat.S_ISFIFO((tmp_path / "pipe.csv").stat().st_mode)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert refusal(tmp_path / "a.csv").code == "unwritable-file"
    tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [("a.parquet", "pyarrow", "arrow"), ("a.xlsx", "xlsxwriter", "excel"), ("a.svg", "altair", "chart")],
)
def test_a_library_that_is_missing_is_named_before_anything_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    error = refusal(tmp_path / name)
    assert error.code == "missing-library"
    assert f"pip install 'seglam[{extra}]'" in error.message
