"""`ModelError`: the errors of a model, as the rest of SEGLAM sees them."""

from __future__ import annotations


class ModelError(Exception):
    """A model cannot be loaded or does not answer. The message is a sentence for people; `model` is its file's name."""

    model = ""


class ModelDied(ModelError):
    """A model's process ended, or was ended, before it answered. The next request starts another."""


class ModelUnusable(ModelError):
    """A model cannot be loaded: every other request will fail as well, until the file is mended or replaced."""
