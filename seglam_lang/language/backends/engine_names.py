"""The names of engines: which there are, and what is said of others. Nothing of an engine is imported for that."""

from __future__ import annotations

import re

DUCKDB = "duckdb"  # in this process

_FORMS = {"local": "local[*]", "spark": "spark://host:7077", "yarn": "yarn", "k8s": "k8s://host:443"}
_HOST = r"(?:\[[\dA-Fa-f:.%]+\]|[^\s:,/\[\]]+)"
_SPARK = rf"""(?x)
    local (?:\[ (?:\*|[1-9]\d*) (?:,\s*[1-9]\d*)? \])?  # how many cores, and how often a task may fail
    | yarn
    | spark://{_HOST}:\d+ (?:,{_HOST}:\d+)*
    | k8s://\S+
"""


def wrong_engine(name: object) -> str:
    """Return why `name` names no engine, with the ones there are and the nearest; "" where it names one. It may be no
    text: callers in Python pass what they like."""
    if isinstance(name, str) and _is_engine(name):
        return ""
    *forms, last = _FORMS.values()
    near = _nearest(name) if isinstance(name, str) else ""
    hint = f"; did you mean {near}?" if near else ""
    return f"there is no engine {name!r}; expected {DUCKDB}, or Spark as {', '.join(forms)} or {last}{hint}"


def _is_engine(name: str) -> bool:
    return name == DUCKDB or re.fullmatch(_SPARK, name) is not None


def _nearest(name: str) -> str:
    """Return the engine that a name most likely means, "" for none: its own address where it has one."""
    from difflib import get_close_matches

    written = name.strip()
    head = re.split(r"\W", written, maxsplit=1)[0]
    known = get_close_matches(head.casefold(), [DUCKDB, *_FORMS], n=1)
    if not known:
        return ""
    corrected = known[0] + written[len(head) :]
    return corrected if _is_engine(corrected) else _FORMS.get(known[0], DUCKDB)
