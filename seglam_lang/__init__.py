"""SEGLAM answers a request once with a model and from then on with code.

from seglam_lang import Seglam

with Seglam() as seglam:
    print(seglam.exec("total sales by region", table=rows).value)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seglam_lang.answer import Answer
    from seglam_lang.engine import Seglam
    from seglam_lang.language.result_table import ResultTable

__version__ = "0.1.0"
__all__ = ["Answer", "ResultTable", "Seglam", "__version__"]

_HOMES = {
    "Answer": "seglam_lang.answer",
    "Seglam": "seglam_lang.engine",
    "ResultTable": "seglam_lang.language.result_table",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used, so that `seglam_lang.language` by itself loads nothing else."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
