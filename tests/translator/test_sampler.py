"""The sampler: what it writes is read, type-checks, and has tokens."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random
from typing import Any

import pytest

from seglam_lang.requests.alternatives import parse
from seglam_lang.translator.nano.example import TrainingExample
from seglam_lang.translator.nano.lessons import lessons
from seglam_lang.translator.nano.phrases import Phrasing, draw, phrasings
from seglam_lang.translator.nano.programs import vocabulary_of
from seglam_lang.translator.nano.sampled_tables import dated, shape_of, table_example
from seglam_lang.translator.nano.sampled_values import value_example
from seglam_lang.translator.nano.sampler import sampled_examples
from seglam_lang.translator.nano.sources import LeftOut
from seglam_lang.translator.nano.sources.sampled import from_sample
from tests.translator.models import small_vocabulary

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
READS = small_vocabulary()


def flaw(example: TrainingExample) -> str:
    """Return why nobody learns from an example, "" where it is good."""
    try:
        from_sample(example)
    except LeftOut as error:
        return str(error)
    return ""


@pytest.mark.parametrize("entry", phrasings("tables"), ids=lambda entry: entry.program)
def test_every_program_over_a_table_type_checks(entry: Phrasing) -> None:
    assert SHAPE is not None
    rng = Random(1)
    flaws = [flaw(made) for shape in (SHAPE, dated(SHAPE, rng)) if (made := table_example(entry, shape, rng))]
    assert flaws and not any(each.startswith("does not check") for each in flaws)


@pytest.mark.parametrize("entry", phrasings("values"), ids=lambda entry: entry.program)
def test_every_program_over_values_type_checks(entry: Phrasing) -> None:
    rng = Random(1)
    flaws = [flaw(value_example(entry, rng)) for _ in range(3)]
    assert flaws and not any(each.startswith("does not check") for each in flaws)


def test_the_samples_of_a_seed_are_the_same_and_the_vocabulary_can_write_them() -> None:
    samples, again = (list(islice(sampled_examples([TABLE], seed=7), 300)) for _ in range(2))
    assert samples == again
    taken = [example for example in samples if not flaw(example)]
    assert len(taken) > 0.9 * len(samples)
    known = set(vocabulary_of({}))
    left_out: Counter[str] = Counter()
    taught = [lesson for example in taken for lesson in lessons(from_sample(example), READS, left_out)]
    assert len(taught) > 0.8 * len(taken)
    assert {token for lesson in taught for token in lesson.program} <= known
    sources = Counter(example.source for example in taken)
    assert min(sources[source] for source in ("tables", "values", "refused")) > 0


def test_a_header_is_written_as_it_stands() -> None:
    shape = shape_of({"columns": ["area ( has .)", "b"], "rows": [[1, "x"]], "types": ["number", "text"]})
    assert shape is not None
    program = Phrasing("rows.total({n})", (parse("total {n}"),))
    made = table_example(program, shape, Random(3))
    assert made is not None and made.program == "return rows.total( `area ( has .)` )"


def test_choices_nest() -> None:
    texts = {draw(parse("(a|b (c|d)|) e"), Random(seed)) for seed in range(50)}
    assert texts == {"a e", "b c e", "b d e", "e"}
