"""Numbers with zeros in front, which are none: `007` is a code, and `[1,000]` would be a list of two numbers."""

from __future__ import annotations

from seglam_lang.language.syntax.lexicon import LEADING_ZEROS

LONGEST_SHOWN = 40  # characters of a number in a message


def complaint(number: str) -> tuple[str, str]:
    """Return what is wrong with a NUMBER that has zeros in front, and the mend; two empty texts for any other."""
    zeros = LEADING_ZEROS.match(number)
    if zeros is None:
        return "", ""
    shown = number if len(number) <= LONGEST_SHOWN else f"{number[:LONGEST_SHOWN]}..."
    hint = f'write `{number[zeros.end() :]}`, `"{shown}"` where it is a code, and `1000` for 1,000'
    return f"`{shown}` is no number: it has zeros in front", hint
