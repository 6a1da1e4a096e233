"""The files of the data folder."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def rows(path: Path, number: Callable[[str], Any] = float) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSONL file, gzipped or not; `number` reads what has a decimal point."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line, parse_float=number)
