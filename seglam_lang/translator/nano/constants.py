"""What programs may bring along without the words: numbers and separators that are tokens of the vocabulary."""

from __future__ import annotations

NUMBERS = frozenset({str(n) for n in (*range(13), 24, 30, 52, 60, 100, 365, 1000)} | {"0.5", "0.01"})
TEXTS = (" ", ", ", ",", "-", "")
