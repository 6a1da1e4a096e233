"""Libraries that only some formats need: imported when such a file is read, and named where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from seglam_lang.inputs.model import InputError


def library(module: str, extra: str, name: str) -> Any:
    """Return a library that reads a file. Raise InputError, with what to install, where it is not there."""
    try:
        return import_module(module)
    except ImportError:
        needed = f"{name} is read by {module.partition('.')[0]}, which is not installed"
        raise InputError("missing-library", f"{needed}: pip install 'seglam[{extra}]' has it") from None
