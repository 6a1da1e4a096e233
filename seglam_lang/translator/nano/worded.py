"""A request with the wording by which it asks for its program: what a perfect translator would have stored of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from seglam_lang.inputs import InputError, Inputs, read_inputs
from seglam_lang.language import LanguageError, check_draft
from seglam_lang.language.checking.checker import CheckedDraft
from seglam_lang.language.core import Procedure
from seglam_lang.language.storing.codec import encode, hash_of
from seglam_lang.language.storing.value_codec import CodecError
from seglam_lang.language.values import Value
from seglam_lang.requests import read
from seglam_lang.requests.model import Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import Scope, scope_of
from seglam_lang.requests.wholes import in_wholes
from seglam_lang.requests.wordings import wording_of
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.placing import place


@dataclass(frozen=True, slots=True)
class Worded:
    """A request as it is read, with its procedure and the arguments for it, and the wording that asks for it."""

    reading: Reading
    draft: CheckedDraft
    arguments: tuple[Value, ...]
    wording: Wording

    @property
    def procedure(self) -> Procedure:
        """Return the core of the procedure."""
        return self.draft.core


def worded(request: str, inputs: Mapping[str, Any], program: str) -> Worded | None:
    """Return a request with the wording that asks for its program, which is in the notation of `headed`.

    Return None where the reader does not offer what the program needs, or the program does not type-check.
    """
    try:
        reading = read(request, _inputs(json.dumps(inputs))).loosely
        scope = scope_of(reading)
        placed = place(Headed.of(program), reading, scope)
        return _checked(in_wholes(placed.body, scope), reading, scope) if placed.body is not None else None
    except (InputError, LanguageError, UnknownColumn, CodecError):
        return None


def _checked(body: str, reading: Reading, scope: Scope) -> Worded | None:
    checked = check_draft(body, scope.signature)
    wording = wording_of(reading, scope, checked.params, hash_of(encode(checked.core)))
    if wording is None:
        return None
    return Worded(reading, checked, tuple([scope.arguments[name] for name in checked.params]), wording)


@lru_cache(maxsize=8)  # what follows each other is mostly about one table
def _inputs(text: str) -> Inputs:
    return read_inputs(values=json.loads(text))
