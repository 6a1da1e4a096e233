"""Files that hold several things: which sheet, table or packed file is meant."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.paths import PART, STANDARD_INPUT, STDIN
from seglam_lang.language.diagnostics import did_you_mean

_MOST_NAMED = 12  # in a message


def choose(part: str, names: Sequence[str], file: str, kind: str) -> str:
    """Return the part that is named, or the only one. Raise InputError, naming those there are, where neither is."""
    if not names:
        raise InputError("empty-table", f"{file} has no {kind}s")
    if part in names:
        return part
    listed = ", ".join(names[:_MOST_NAMED]) + (", ..." if len(names) > _MOST_NAMED else "")
    if part:
        hint = did_you_mean(part, names)
        raise InputError("unknown-part", f"{file} has no {kind} {part!r}; {hint or 'it has ' + listed}")
    if len(names) == 1:
        return names[0]
    choice = f"say which, as in --in '{STDIN if file == STANDARD_INPUT else file}{PART}{names[0]}'"
    raise InputError("which-part", f"{file} has {len(names)} {kind}s: {listed}; {choice}")
