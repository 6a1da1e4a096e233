"""The sampler: well-typed programs, and English for them in many wordings, without end."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from seglam_lang.translator.nano.example import TrainingExample
from seglam_lang.translator.nano.phrases import phrasings
from seglam_lang.translator.nano.sampled_tables import dated, shape_of, table_example
from seglam_lang.translator.nano.sampled_values import value_example


def sampled_examples(tables: list[dict[str, Any]], seed: int) -> Iterator[TrainingExample]:
    """Yield sampled examples without end: tables, values and what must be refused, in fixed shares."""
    rng = random.Random(seed)
    on_tables, on_values, refused = phrasings("tables"), phrasings("values"), phrasings("refused")
    shapes = [shape for shape in map(shape_of, tables) if shape]
    while True:
        share = rng.random()
        if share < 0.45:
            shape = rng.choice(shapes)
            shape = dated(shape, rng) if rng.random() < 0.15 else shape
            example = table_example(rng.choice(on_tables), shape, rng)
            if example is not None:
                yield example
        elif share < 0.9:
            yield value_example(rng.choice(on_values), rng)
        else:
            yield value_example(rng.choice(refused), rng)
