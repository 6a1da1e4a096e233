"""Optional, `T?`: a value that may be absent. `left ?? right` is a form of the core, not a builtin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.failures import Failure


@builtin("T?.require(message: Text) -> T", examples=['"5".to_number().require("no number") == 5'])
def require(value: Any, message: str) -> Any:
    """The value, or a Failure with the message where it is absent."""
    if value is None:
        raise Failure("absent", message)
    return value


@builtin("T?.has_value() -> Bool", examples=['"5".to_number().has_value()'])
def has_value(value: Any) -> bool:
    """Whether there is a value."""
    return value is not None


@builtin(
    "T?.map(change: (T) -> U) -> U?",
    examples=['"5".to_number().map(n => n * 2) ?? 0 == 10', 'not "x".to_number().map(n => n * 2).has_value()'],
)
def map_value(value: Any, change: Callable[[Any], Any]) -> Any:
    """What `change` makes of the value, absent where it is."""
    return None if value is None else change(value)
