"""From a request to drafts of procedures: the only room that knows llama.cpp.

    Translator(model).draft(Task(reading, scope, candidates=8, limit_s=10)) -> [Draft, ...]

The model runs in a process of its own (`worker`), so that a broken model file or a lack of memory ends that process and
never ours. Nothing here imports llama_cpp in the process that asks. Names are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seglam_lang.translator.client import DEFAULT_MODEL, Translator
    from seglam_lang.translator.failures import ModelError
    from seglam_lang.translator.messages import Task

__all__ = ["DEFAULT_MODEL", "ModelError", "Task", "Translator"]

_HOMES = {
    "DEFAULT_MODEL": "client",
    "ModelError": "failures",
    "Task": "messages",
    "Translator": "client",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
