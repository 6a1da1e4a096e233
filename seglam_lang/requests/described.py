"""A program over the names of a scope, in plain words: what it does with this request."""

from __future__ import annotations

from seglam_lang.language.checking.checker import CheckedDraft
from seglam_lang.language.describing import Argument, describe
from seglam_lang.language.values import Value
from seglam_lang.requests.scope import InputOrigin, Origin, Scope


def described(draft: CheckedDraft, scope: Scope) -> str:
    """Return what a draft over the names of `scope` computes of its request, in plain words."""
    names = [_called(scope.origins[name], scope.arguments[name]) for name in draft.params]
    return describe(draft.core, names, conditions=False)


def _called(origin: Origin, argument: Value) -> str | Argument:
    """Return how a description calls what a name stands for: an input by its name, all else by itself."""
    return (origin.field or origin.name) if isinstance(origin, InputOrigin) else Argument(argument)
