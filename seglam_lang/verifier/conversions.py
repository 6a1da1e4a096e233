"""A temperature of which nobody has said how many degrees it is: "fahrenheit in celsius" is no 1 °F.

Of other units 1 says what one is in the other ("km to miles"), as they are multiples of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seglam_lang.language.builtins.units import unit_of
from seglam_lang.language.core import Call, Const, Core, Local
from seglam_lang.language.values import Value

_CONVERT = frozenset(("number.convert@1", "number.convert@2"))


def why_no_amount(calls: Iterable[Call], arguments: Sequence[Value]) -> str:
    """Return, as a sentence, that one of the calls converts a number of its own between units that are no multiples of
    each other; "" where none does.
    """
    for call in calls:
        if call.builtin in _CONVERT and isinstance(call.args[0], Const):
            units = [unit for part in call.args[1:] if (unit := unit_of(str(_value(part, arguments))))]
            if len({unit.offset for unit in units}) > 1:
                return (
                    f"it converts {call.args[0].value} {units[0].name}, and the request does not say how many degrees"
                )
    return ""


def _value(part: Core, arguments: Sequence[Value]) -> Value:
    """Return the value of a constant or a parameter, "" of anything else."""
    if isinstance(part, Const):
        return part.value
    return arguments[part.slot] if isinstance(part, Local) and part.slot < len(arguments) else ""
