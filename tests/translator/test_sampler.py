"""The sampler that the shipped model was trained on: what it writes is read, and type-checks."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random
from typing import Any

import pytest

from seglam_lang.requests.alternatives import parse
from seglam_lang.translator.nano.example import flaw, tokens_of
from seglam_lang.translator.nano.phrases import Phrasing, draw, phrasings
from seglam_lang.translator.nano.programs import vocabulary_of
from seglam_lang.translator.nano.sampled_tables import dated, shape_of, table_example
from seglam_lang.translator.nano.sampled_values import value_example
from seglam_lang.translator.nano.sampler import sampled_examples

TABLE: dict[str, Any] = {
    "columns": ["city", "sales", "year", "team", "profit margin", "club"],
    "rows": [
        ["Oslo", 1, 2001, "red", 4.5, "X1"],
        ["Rome", 2.5, 2002, "blue", 3, "Y2"],
        ["Lima", 3, 2003, "green", 7, "Z3"],
    ],
    "types": ["text", "number", "number", "text", "number", "text"],
}
SHAPE = shape_of(TABLE)


@pytest.mark.parametrize("entry", phrasings("tables"), ids=lambda entry: entry.program)
def test_every_program_over_a_table_type_checks(entry: Phrasing) -> None:
    assert SHAPE is not None
    rng = Random(1)
    flaws = [flaw(made) for shape in (SHAPE, dated(SHAPE, rng)) if (made := table_example(entry, shape, rng))]
    assert "" in flaws and "ill-typed" not in flaws


@pytest.mark.parametrize("entry", phrasings("values"), ids=lambda entry: entry.program)
def test_every_program_over_values_type_checks(entry: Phrasing) -> None:
    rng = Random(1)
    flaws = [flaw(value_example(entry, rng)) for _ in range(3)]
    assert "" in flaws and "ill-typed" not in flaws


def test_the_samples_of_a_seed_are_the_same_and_the_vocabulary_can_write_them() -> None:
    samples, again = (list(islice(sampled_examples([TABLE], seed=7), 300)) for _ in range(2))
    assert samples == again
    taken = [example for example in samples if not flaw(example)]
    assert len(taken) > 0.9 * len(samples)
    known = set(vocabulary_of({}))
    assert {token for example in taken for token in tokens_of(example)[1]} <= known
    sources = Counter(example.source for example in taken)
    assert min(sources[source] for source in ("tables", "values", "refused")) > 0


def test_choices_nest() -> None:
    texts = {draw(parse("(a|b (c|d)|) e"), Random(seed)) for seed in range(50)}
    assert texts == {"a e", "b c e", "b d e", "e"}
