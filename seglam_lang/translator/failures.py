"""`ModelError`: the one way in which a model's trouble reaches the rest of SEGLAM."""

from __future__ import annotations


class ModelError(Exception):
    """A model that cannot be loaded, or that did not live to answer; the message is a sentence for people."""


class ModelDied(ModelError):
    """A model whose process ended, or had to be ended, before it answered: the next request starts another."""


class ModelUnusable(ModelError):
    """A model that cannot be loaded: no other request will fare better until somebody sees to it."""
