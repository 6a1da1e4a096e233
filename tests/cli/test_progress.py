"""A bar for what takes long: at a terminal only, and gone when the work is done."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from seglam_lang.cli import progress as bars
from seglam_lang.cli.progress import progress
from seglam_lang.inputs import read_inputs
from seglam_lang.inputs.progress import MEGABYTES, watched, watching


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    out = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(bars, "PATIENCE", 0.0)
    return out


def until(words: str, terminal: Terminal) -> Iterator[int]:
    """Work until the terminal shows these words, or far too long."""
    end = time.monotonic() + 30
    return iter(lambda: words not in terminal.getvalue() and time.monotonic() < end, False)


def work(seconds: float) -> None:
    end = time.monotonic() + seconds
    for _ in watched(iter(lambda: time.monotonic() < end, False), "reading orders.csv", 8_000_000):
        time.sleep(0.0001)


def test_what_takes_long_shows_a_bar(terminal: Terminal) -> None:
    with redirect_stderr(terminal), progress("reading"):
        for _ in watched(until("of 80,000 MB", terminal), "opening orders.csv", 80_000, MEGABYTES):
            time.sleep(0.001)
    assert "opening orders.csv" in terminal.getvalue()
    assert "of 80,000 MB" in terminal.getvalue()


def test_what_says_nothing_of_itself_shows_a_bar_too(terminal: Terminal) -> None:
    with redirect_stderr(terminal), progress("answering"):
        for _ in until("answering", terminal):
            time.sleep(0.01)
    assert "answering" in terminal.getvalue()


def test_what_is_quick_shows_none(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bars, "PATIENCE", 60.0)
    with redirect_stderr(terminal), progress("reading"):
        work(0.01)
    assert terminal.getvalue() == ""


def test_quiet_shows_none(terminal: Terminal) -> None:
    with redirect_stderr(terminal), progress("reading", quiet=True):
        work(0.2)
    assert terminal.getvalue() == ""


def test_a_pipe_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(bars, "PATIENCE", 0.0)
    with redirect_stderr(out), progress("reading"):
        work(0.2)
    assert out.getvalue() == ""


def test_an_error_takes_the_bar_away(terminal: Terminal) -> None:
    with pytest.raises(KeyboardInterrupt), redirect_stderr(terminal), progress("reading"):
        for _ in until("reading", terminal):
            time.sleep(0.01)
        raise KeyboardInterrupt
    before = terminal.getvalue()
    time.sleep(0.3)
    assert terminal.getvalue() == before


def test_a_reading_says_how_far_it_has_come(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("region,sales\n" + "North,1\n" * 200_000)
    heard: list[tuple[str, int, int, str]] = []
    with watching(lambda *report: heard.append(report)):
        told = read_inputs([("", path)])
    assert told == read_inputs([("", path)])  # and reads the same
    opening = [(done, total) for what, done, total, unit in heard if unit == MEGABYTES and what == "opening orders.csv"]
    assert opening == [(0, 1), (1, 1)]
    rows = [done for what, done, total, unit in heard if (what, total, unit) == ("reading orders.csv", 200_001, "rows")]
    assert len(rows) > 10 and rows == sorted(rows)
    assert ("finding the types", 1, 2, "columns") in heard


def test_nobody_hears_where_nobody_watches() -> None:
    items = [1, 2]
    assert watched(items, "reading", 2) is items
