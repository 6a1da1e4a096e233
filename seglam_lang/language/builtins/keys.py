"""Values as keys: what grouping, counting, sorting by a key and maps share.

Python's dictionaries are slow if many different keys have the same hash. The hash of a number is its remainder by 2**61
- 1, so anyone can write 100,000 numbers that a dictionary takes minutes to hold. `check_keys` refuses such keys; all
code that puts values of the language into a dictionary calls it first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any

from seglam_lang.language.failures import Failure

MOST_ALIKE = 100  # different keys that may share a hash
_REDUCED = 2**61 - 1  # whole numbers below it are their own hash
_SCATTERED = frozenset({str, date, bool, type(None)})  # types whose hashes nobody can choose


def is_scattered(key: Any) -> bool:
    """Return whether nobody can choose other values with the same hash, judged by the type and size of the key."""
    return type(key) in _SCATTERED or (type(key) is int and -_REDUCED < key < _REDUCED)


def check_keys(keys: Collection[Any]) -> None:
    """Raise Failure if more than MOST_ALIKE different keys have the same hash."""
    if len(keys) <= MOST_ALIKE:
        return
    kinds = set(map(type, keys))
    if kinds <= _SCATTERED or (kinds == {int} and max(keys) < _REDUCED and min(keys) > -_REDUCED):
        return
    crowded = {hashed for hashed, number in Counter(map(hash, keys)).items() if number > MOST_ALIKE}
    alike: dict[int, list[Any]] = {hashed: [] for hashed in crowded}
    for key in keys if crowded else ():
        found = alike.get(hash(key))
        if found is not None and key not in found:
            if len(found) == MOST_ALIKE:
                raise Failure("keys-alike", f"more than {MOST_ALIKE} different values share one hash")
            found.append(key)
