"""How sure a share is: the interval in which it lies with 95 % confidence."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054  # of the normal distribution: 95 % lie within so many standard deviations


def wilson(part: float, whole: float) -> tuple[float, float]:
    """Return the score interval of Wilson (1927), which holds near 0 too; of nothing it may be any share."""
    if not whole:
        return 0.0, 1.0
    share, z2 = part / whole, Z * Z / whole
    middle = share + z2 / 2
    half = Z * sqrt(share * (1 - share) / whole + z2 / whole / 4)
    return max(0.0, (middle - half) / (1 + z2)), min(1.0, (middle + half) / (1 + z2))
