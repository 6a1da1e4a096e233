"""Amounts as people read them: `3 files`, `18 ms`."""

from __future__ import annotations


def format_count(number: int, thing: str) -> str:
    """Return a number of things: `1 file`, `3 files`, `1,200 rows`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def format_ms(ms: float) -> str:
    """Return a time: 0.42 ms, 18 ms, 1.3 s."""
    return f"{ms:.2f} ms" if ms < 10 else f"{ms:.0f} ms" if ms < 1000 else f"{ms / 1000:.1f} s"
