"""Fuel bounds time: no builtin takes much longer for a unit of fuel than the others."""

from __future__ import annotations

from statistics import median

import pytest

from seglam_lang.language.builtins import REGISTRY
from tests.totality.rates import rate

SLOWER = 20  # times as slow as the median
# Those that are slower and may be: the reason, and how many nanoseconds a unit may take.
ALLOWED = {
    "number.convert@1": ("a published builtin keeps its cost, of a conversion of 7 microseconds", 12_000),
    "number.mod@1": ("remainders of numbers of 6,000 digits, which take 6 microseconds", 12_000),
}


@pytest.mark.slow
def test_no_builtin_is_much_slower_than_its_fuel_says() -> None:
    rates = {each: rate(builtin) for each, builtin in REGISTRY.by_id.items()}
    usual = median(each.nanoseconds for each in rates.values() if each.nanoseconds)
    limits = {name: ALLOWED[name][1] if name in ALLOWED else SLOWER * usual for name in rates}
    slow = [each for name, each in rates.items() if each.nanoseconds > limits[name]]
    assert not slow, f"the median is {usual:.0f} ns a unit: {slow}"
    assert max(each.longest for each in rates.values()) < 2, "seconds of one call, failing or not"
