"""Which rows of a data set are held back: those of about one database in eight, always the same ones.

Sets without a development part of their own (spider, schema2qa, nlv, nvbench) are split by the database that a row asks
about, so that no table of the development part is seen in training. Databases that several sets share fall on the same
side in all of them.
"""

from __future__ import annotations

from zlib import crc32

PARTS, HELD_BACK = 8, 4  # this part of eight has databases of all four sets in it


def is_dev(group: str) -> bool:
    """Return whether the rows of a group (their `db`) are for development, not for training."""
    return crc32(group.encode()) % PARTS == HELD_BACK
