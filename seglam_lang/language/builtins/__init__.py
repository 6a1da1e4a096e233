"""The builtins of the language, one module a receiver, all in one REGISTRY."""

from __future__ import annotations

from seglam_lang.language.builtins import (
    business_days,
    date,
    date_parts,
    date_text,
    list,
    list_keys,
    list_parts,
    list_statistics,
    map,
    number,
    optional,
    table,
    text,
)
from seglam_lang.language.builtins.registry import REGISTRY, Builtin, Registry

__all__ = [
    "REGISTRY",
    "Builtin",
    "Registry",
    "business_days",
    "date",
    "date_parts",
    "date_text",
    "list",
    "list_keys",
    "list_parts",
    "list_statistics",
    "map",
    "number",
    "optional",
    "table",
    "text",
]
