"""No test fails for its time: how long one takes says more of the machine than of the code (`tests/bench` has ratios)."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("seglam", deadline=None)
settings.load_profile("seglam")
