"""No test fails for its time, which says more of the machine than of the code; `tests/bench` measures ratios."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("seglam", deadline=None)
settings.load_profile("seglam")
