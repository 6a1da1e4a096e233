"""The builtins of the language, one module a receiver, all in one REGISTRY."""

from __future__ import annotations

from seglam_lang.language.builtins import date, list, number, optional, table, text
from seglam_lang.language.builtins.registry import REGISTRY, Builtin, Registry

__all__ = ["REGISTRY", "Builtin", "Registry", "date", "list", "number", "optional", "table", "text"]
