"""What a procedure does with an input: a value or a failure, made comparable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from hashlib import sha256

from seglam_lang.language.computing.numbers import EMAX, EMIN, canonical
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.storing.value_codec import encode_value
from seglam_lang.language.values import Map, Record, Table, Value

# `a / b * c` and `a * c / b` mean the same and differ in the 34th digit: procedures are compared on fewer.
_COMPARED = Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=EMIN, Emax=EMAX, clamp=0)

TEST_FUEL = 20_000  # for a run on a generated input, which is small: some milliseconds at most
OUT_OF_FUEL = "out-of-fuel"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: a value, or the code and message of a failure ("" where there is a value)."""

    value: Value
    fuel: int = 0
    failure: str = ""
    message: str = ""

    @property
    def exact(self) -> bytes:
        """Return the outcome as bytes that are equal for equal values, digit by digit."""
        return b"!" + self.failure.encode() if self.failure else b"=" + encode_value(self.value)

    @property
    def key(self) -> bytes:
        """Return the outcome as bytes that are equal for equal meaning, by which procedures are compared."""
        return b"!" + self.failure.encode() if self.failure else b"=" + encode_value(compared(self.value))


def run(compiled: Compiled, arguments: Sequence[Value], fuel: int | None = TEST_FUEL) -> Outcome:
    """Run a procedure within `fuel`, and return what came of it; None is the fuel that the language gives these
    arguments.
    """
    try:
        value, spent = compiled.run_counted(arguments, fuel)
    except Failure as failure:
        return Outcome(None, 0, failure.code, failure.message)
    return Outcome(value, spent)


def compared(value: Value) -> Value:
    """Return `value` with its numbers rounded to the digits that procedures are compared on."""
    if isinstance(value, Decimal):
        return canonical(_COMPARED.plus(value))
    if isinstance(value, tuple):
        return tuple([compared(item) for item in value])
    if isinstance(value, Record):
        return Record(value.names, tuple([compared(item) for item in value.values]))
    if isinstance(value, Map):
        return Map({compared(key): compared(item) for key, item in value.items.items()})
    if isinstance(value, Table):
        return Table(value.headers, value.types, tuple([compared(cells) for cells in value.cells]), value.length)
    return value


def digest(outcomes: Sequence[Outcome]) -> str:
    """Return one hash over all outcomes, in order."""
    hashed = sha256()
    for outcome in outcomes:
        exact = outcome.exact
        hashed.update(len(exact).to_bytes(8, "big"))
        hashed.update(exact)
    return hashed.hexdigest()
