"""Every word of a request is accounted for: what a program takes, what goes with what it does, and what is left.

What goes with what is evidence, counted over requests whose programs are known (see `lexicon`).
"""

from __future__ import annotations

from seglam_lang.requests.unread.features import Footprint, footprint_of
from seglam_lang.requests.unread.guard import Unexplained, unexplained
from seglam_lang.requests.unread.spans import Span

__all__ = ["Footprint", "Span", "Unexplained", "footprint_of", "unexplained"]
