"""Sampled requests whose values stand in their words, or are inputs that the words call by name."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from seglam_lang.language.builtins.units import UNITS
from seglam_lang.language.syntax.literals import show_value
from seglam_lang.requests.mentions import header_words
from seglam_lang.translator.nano.example import TrainingExample
from seglam_lang.translator.nano.phrases import Phrasing, draw, lines, politely, written

Drawn = tuple[str, Any]  # the words, the value
WORDS = lines("words")


def number(rng: random.Random) -> Drawn:
    """Return a number as people write it: mostly small and whole, else with decimals, separators or a currency sign."""
    shape = rng.random()
    if shape < 0.5:
        value: int | Decimal = rng.randint(1, 99)
    elif shape < 0.75:
        value = rng.randint(100, 9999)
    elif shape < 0.93:
        value = Decimal(rng.randint(1, 99999)).scaleb(-2).normalize()
        value = int(value) if value == value.to_integral_value() else value
    else:
        value = rng.randint(10_000, 5_000_000)
    if value > 999 and rng.random() < 0.5:
        text = f"{value:,}"
    else:
        text = str(value) if isinstance(value, int) else f"{value:f}"
    if rng.random() < 0.08:
        text = f"${text}"
    return text, value


def percent(rng: random.Random) -> Drawn:
    """Return a percentage; its value is the fraction."""
    whole = rng.choice([rng.randint(1, 99), rng.choice([5, 10, 15, 20, 25, 50]), 0])
    amount = Decimal(whole) if whole else Decimal(rng.randint(1, 199)) / 2
    value = (amount / 100).normalize()
    return f"{amount}{rng.choice(['%', '%', ' percent', ' %'])}", value


def small(rng: random.Random) -> Drawn:
    """Return a small count, in digits."""
    value = rng.randint(2, 20)
    return str(value), value


def a_list(rng: random.Random) -> Drawn:
    """Return three to six numbers: `3, 8 and 12`."""
    items = [number(rng) for _ in range(rng.randint(3, 6))]
    while len({value for _, value in items}) < len(items):
        items = [number(rng) for _ in items]
    texts = [text.replace(",", "").replace("$", "") for text, _ in items]
    joined = ", ".join(texts[:-1]) + rng.choice([" and ", ", and ", ", "]) + texts[-1]
    return joined, tuple(value for _, value in items)


def quoted(rng: random.Random) -> Drawn:
    """Return one to five words in quotation marks."""
    value = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 5)))
    mark = rng.choice(['"', '"', "'"])
    return f"{mark}{value}{mark}", value


def quoted_list(rng: random.Random) -> Drawn:
    """Return quoted texts in a row."""
    values = rng.sample(WORDS, rng.randint(3, 4))
    return ", ".join(f'"{v}"' for v in values[:-1]) + f' and "{values[-1]}"', tuple(values)


DATE_FORMS = ("%Y-%m-%d", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%b %d, %Y")


def a_date(rng: random.Random) -> Drawn:
    """Return a day between 1950 and 2049, in one of the common forms."""
    value = date(1950, 1, 1) + timedelta(days=rng.randrange(36_500))
    return value.strftime(rng.choice(DATE_FORMS)), value


DRAW: dict[str, Callable[[random.Random], Drawn]] = {
    **dict.fromkeys("abde", number),
    **dict.fromkeys("tuw", quoted),
    **dict.fromkeys("xy", a_date),
    "p": percent,
    "k": small,
    "l": a_list,
    "v": quoted_list,
}


def value_example(entry: Phrasing, rng: random.Random) -> TrainingExample:
    """Return a request whose values stand in its words."""
    pattern = draw(rng.choice(entry.patterns), rng)
    names = dict.fromkeys(re.findall(r"\{(\w)\}", pattern + (entry.program or "")))
    drawn: dict[str, Drawn] = {}
    for name in names:
        if name in "fg" and entry.program and "convert" in entry.program:
            continue
        drawn[name] = DRAW[name](rng)
        while any(drawn[name][1] == other[1] for key, other in drawn.items() if key != name):
            drawn[name] = DRAW[name](rng)
    if "f" in names:
        drawn |= dict(zip("fg", units(rng), strict=True))
    refs = {f"{{{name}}}": show_value(value) for name, (_, value) in drawn.items()}
    inputs: dict[str, Any] = {}
    given = next((name for name in drawn if name in GIVEN), None)
    if given and rng.random() < 0.15:  # the value is an input, and the words only point at it
        value = drawn[given][1]
        name = rng.choice(GIVEN[given])
        inputs[name] = list(value) if isinstance(value, tuple) else value
        drawn[given] = rng.choice([f"the {name}", f"the given {name}", name, f"my {name}", "it", "this"]), value
        refs[f"{{{given}}}"] = name
    elif rng.random() < 0.15:
        inputs = called_by_name(drawn, rng)
    words = re.sub(r"\{(\w)\}", lambda m: drawn[m[1]][0], pattern)
    program = None if entry.program is None else written(entry.program, refs)
    return TrainingExample(politely(words, rng), inputs, program, "values" if program else "refused")


FIELDS = lines("fields")
RECORDS = ("data", "data", "order", "item", "invoice", "product", "person", "values", "record", "account")


def called_by_name(drawn: dict[str, Drawn], rng: random.Random) -> dict[str, Any]:
    """Make some of the numbers drawn inputs, or fields of a record, that the words call by name; return the inputs."""
    numbers = [name for name in drawn if name in "abde" and rng.random() < 0.9]
    named = dict(zip(numbers, rng.sample(FIELDS, len(numbers)), strict=True))
    fields: dict[str, Any] = {}
    for name, field in named.items():
        _, value = drawn[name]
        fields[field] = value
        drawn[name] = rng.choice(["{}", "{}", "{}", "the {}", "{{{}}}"]).format(written_field(field)), value
    for field in rng.sample(FIELDS, rng.choice([0, 0, 0, 1, 2])) if named else ():
        fields.setdefault(field, number(rng)[1])  # what no word speaks of
    shuffled = dict(rng.sample(list(fields.items()), len(fields)))
    return {rng.choice(RECORDS): shuffled} if fields and rng.random() < 0.6 else shuffled


def written_field(name: str) -> str:
    """Return the name of a field as people write it: its words parted."""
    return " ".join(header_words(name))


GIVEN = {
    "t": ("text", "text", "text", "message", "title", "name", "line"),
    "l": ("numbers", "values", "list", "data", "scores", "prices", "amounts"),
    "v": ("words", "names", "list", "items"),
}


def units(rng: random.Random) -> tuple[Drawn, Drawn]:
    """Return two units of one dimension, under any of the names that the language's own table of units has for them."""
    one = rng.choice(UNITS)
    other = rng.choice([unit for unit in UNITS if unit.dimension == one.dimension and unit is not one])
    drawn = [(rng.choice([name for name in unit.names if name.isascii()]), unit.name) for unit in (one, other)]
    return drawn[0], drawn[1]
