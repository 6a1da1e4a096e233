"""`Fate`: what became of a draft that a model began, or should have begun."""

from __future__ import annotations

from enum import StrEnum


class Fate(StrEnum):
    """How far a draft came. Whether it was then chosen is another matter: only finished ones may be."""

    FINISHED = "finished"  # well typed from its first word to its last
    ILL_TYPED = "ill-typed"  # finished, but the checker does not accept it
    CUT_OFF = "cut-off"  # by a limit of the model's, or where its vocabulary does not go on
    OUT_OF_TIME = "out-of-time"  # cut off too, but with more time it might not have been
    REFUSED = "refused"  # none was begun: the model says that there is nothing to compute
    TOO_LONG = "too-long"  # none was begun: the request does not fit into the model
