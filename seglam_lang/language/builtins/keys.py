"""What grouping, counting, sorting by a key and maps have in common: values as keys.

Python's dictionaries are fast as long as few different keys share a hash, and the hash of a number is its remainder by
2**61 - 1, so that one could write down 100,000 numbers that a dictionary takes minutes to hold. `check_keys` refuses
such keys; whatever puts values of the language into a dictionary asks it first.
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
    """Whether no other value can be made to have the hash of this one, as far as its type and size tell."""
    return type(key) in _SCATTERED or (type(key) is int and -_REDUCED < key < _REDUCED)


def check_keys(keys: Collection[Any]) -> None:
    """Failure where more than MOST_ALIKE different keys share a hash."""
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
