"""What is raised where a Python value is no value of the language, and how such a value is shown in a message."""

from __future__ import annotations

from datetime import datetime
from reprlib import Repr

from seglam_lang.language.types import Type, show

MOST_BITS = 20_500  # of a whole number that is worth converting: 10**6145, the limit of Numbers, has 20,414


class _ShortRepr(Repr):
    """Values as Python writes them, shortened."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxlong = self.maxother = 60
        self.maxlist = self.maxtuple = self.maxdict = 4
        self.maxlevel = 3

    def repr_int(self, value: int, level: int) -> str:
        if value.bit_length() > MOST_BITS // 2:  # Python writes no int of more than 4,300 digits
            return f"<an int of {value.bit_length():,} bits>"
        return super().repr_int(value, level)


short_repr = _ShortRepr().repr


class Unfit(Exception):
    """A Python value that is no value of the type that is expected.

    `message` is a clause ("expected Number, got 'x'"), `hint` the likely mend or "". `path` leads from the argument to
    the part that does not fit: 2 and "amount" for `argument[2]['amount']`. `code` is stable, in kebab case.
    """

    def __init__(self, message: str, hint: str = "", code: str = "bad-input") -> None:
        super().__init__(message)
        self.message, self.hint, self.code = message, hint, code
        self.path: list[object] = []

    def inside(self, step: object) -> Unfit:
        """Return the same misfit, seen from one level further out."""
        self.path.insert(0, step)
        return self

    @property
    def place(self) -> str:
        """The path as Python writes it: "[2]['amount']"."""
        return "".join(f"[{short_repr(step)}]" for step in self.path)


def unfit(expected: Type | str, value: object, hint: str = "", code: str = "bad-input") -> Unfit:
    """Return the misfit of a value where something else was expected."""
    wanted = expected if isinstance(expected, str) else show(expected)
    return Unfit(f"expected {wanted}, got {short_repr(value)}", hint or _hint(value), code)


def _hint(value: object) -> str:
    """Return how a Python value that the language has no type for is usually meant."""
    if isinstance(value, datetime):
        return "with its time it is a DateTime; if the day is meant, give `.date()` of it"
    if isinstance(value, bytes | bytearray):
        return "bytes are no Text; decode them"
    if isinstance(value, set | frozenset):
        return "a set has no order; give `sorted(...)` of it"
    if type(value).__name__ == "Fraction":
        return "give a Decimal, or the numerator and the denominator"
    if isinstance(value, complex):
        return "there are no complex numbers"
    if hasattr(value, "tolist"):
        return "give `.tolist()` of it"
    if hasattr(value, "__next__"):
        return "give `list(...)` of it"
    return ""
