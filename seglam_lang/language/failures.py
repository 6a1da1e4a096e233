"""`Failure`: the only way in which a run ends without a value."""

from __future__ import annotations

BLANK_CELL = "blank-cell"  # the code of the failure to read a blank cell: the value is not known
EMPTY = "empty"  # of the failure to find a statistic of no values


class Failure(Exception):
    """A declared failure: division by zero, average of nothing, a blank cell, out of fuel, a `check` that does not
    hold.

    `code` is stable and in kebab case ("division-by-zero"); `message` is a sentence. `node` is the position of the
    failing call in a preorder walk of the procedure's core (checks, body, ensures), from which a source map finds the
    place, or -1 if it is not known.
    """

    def __init__(self, code: str, message: str, node: int = -1) -> None:
        super().__init__(message)
        self.code, self.message, self.node = code, message, node
