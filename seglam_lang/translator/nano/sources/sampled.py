"""Sampled requests: programs over tables and values, worded from the phrases that were written for each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.example import TrainingExample
from seglam_lang.translator.nano.sampler import sampled_examples
from seglam_lang.translator.nano.sources.asked import Asked, checked

MANY, SEED = 20_000, 1


def sampled_rows(shared: Path) -> Iterator[TrainingExample]:
    """Yield sampled requests, those over tables over the tables of WikiSQL."""
    tables: dict[str, dict[str, Any]] = {}
    for row in rows(shared / "data" / "wikisql.train.jsonl.gz"):
        table = row["inputs"]["table"]
        tables.setdefault(str(table["columns"]), table)
    yield from islice(sampled_examples(list(tables.values()), SEED), MANY)


def from_sample(sample: TrainingExample) -> list[Asked]:
    """Return what a sample asks. Raise LeftOut where its program does not hold."""
    inputs = json.loads(json.dumps(sample.inputs, default=_plain))
    return [checked(Asked(sample.source, "", sample.request, inputs, sample.program, block=sample.program or ""))]


def _plain(value: object) -> float | str:
    """Return a value as the data files write it."""
    return float(value) if isinstance(value, Decimal) else str(value)
