"""Optional, `T?`: a value that may be absent (`none`). `left ?? right` is a form of the core, not a builtin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.failures import Failure


@builtin(
    "T?.require(message: Text) -> T",
    phrase="{self} or else failure with {message}",
    examples=['"5".to_number().require("no number") == 5'],
)
def require(value: Any, message: str) -> Any:
    """Return the value. Fail with the message if it is `none`."""
    if value is None:
        raise Failure("absent", message)
    return value


@builtin("T?.has_value() -> Bool", phrase="{self} <is there|is missing>", examples=['"5".to_number().has_value()'])
def has_value(value: Any) -> bool:
    """Return whether there is a value."""
    return value is not None


@builtin(
    "T?.map(change: (T) -> U) -> U?",
    phrase="{change} if there is {self}",
    examples=['"5".to_number().map(n => n * 2) == 10', '"x".to_number().map(n => n * 2) == none'],
)
def map_value(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return the result of `change` for the value, or `none` if there is no value."""
    return None if value is None else change(value)
