"""Lessons: what a prepared request teaches, a prompt as the encoder reads it and the program as the decoder writes it.

A request whose program needs something that the reader does not offer, or that drafts may not say, teaches nothing: it
is left out, and counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seglam_lang.inputs import InputError, Inputs
from seglam_lang.language import LanguageError, Signature
from seglam_lang.language.completion import lexemes
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.translator.bodies import NotAdmitted, canonical
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.placing import OFFERED, place
from seglam_lang.translator.nano.sources import Asked
from seglam_lang.translator.prompt import encode
from seglam_lang.translator.vocabulary import END, REFUSE, Vocabulary, tokens_of
from seglam_lang.translator.writing import source_of

LONGEST_PROMPT = 300  # pieces: longer ones cost more than they teach


@dataclass(frozen=True)
class Lesson:
    """The ids of a prompt, and the tokens of the program that is right for it (REFUSE alone where none is).

    The first `given` tokens of the program are given: only the others are learned.
    """

    source: str
    group: str
    block: str
    prompt: tuple[int, ...]
    program: tuple[str, ...]
    given: int = 0

    def to_json(self) -> str:
        """Return the lesson as a line of a file."""
        data = [self.source, self.group, self.block, self.prompt, self.program, self.given]
        return json.dumps(data, separators=(",", ":"), ensure_ascii=False)

    @staticmethod
    def from_json(line: str) -> Lesson:
        """Return the lesson that `to_json` wrote."""
        source, group, block, prompt, program, *given = json.loads(line)  # lessons were kept without it before
        return Lesson(source, group, block, tuple(prompt), tuple(program), *given)


def lessons(alike: Sequence[Asked], vocabulary: Vocabulary, left_out: Counter[str]) -> Iterator[Lesson]:
    """Yield the lessons of requests over the same inputs. Of `vocabulary` only what the encoder reads matters."""
    try:
        inputs = alike[0].read()
    except InputError as error:
        left_out[f"inputs: {error.code}"] += len(alike)
        return
    written: dict[str, Headed | str] = {}
    for asked in alike:
        program = asked.program
        if program is not None and program not in written:
            written[program] = _canonical(program, inputs)
        body = None if program is None else written[program]
        found = body if isinstance(body, str) else _lesson(asked, inputs, body, vocabulary)
        if isinstance(found, str):
            left_out[found] += 1
        else:
            yield found


def _canonical(program: str, inputs: Inputs) -> Headed | str:
    """Return a program under the names of drafts, or why there is none."""
    headed = Headed.of(program)
    try:
        signature = Signature(tuple(param for param, _ in headed.parameters(inputs)))
        return Headed(source_of(tokens_of(canonical(headed.source, signature))), headed.headers)
    except NotAdmitted as error:
        return f"not admitted: {error.lexeme}"
    except (LanguageError, UnknownColumn, ValueError) as error:
        return f"not read: {type(error).__name__}"


def _lesson(asked: Asked, inputs: Inputs, program: Headed | None, vocabulary: Vocabulary) -> Lesson | str:
    reading = read(asked.request, inputs).loosely
    scope = scope_of(reading)
    prompt = tuple(encode(reading, scope, vocabulary))
    if len(prompt) > LONGEST_PROMPT:
        return "a long prompt"
    if program is None:
        return Lesson(asked.source, asked.group, asked.block, prompt, (REFUSE,))
    placed = place(program, reading, scope)
    if placed.body is None:
        missing = next(need for need in placed.needs if need.way not in OFFERED)
        return f"not offered: {missing.what} {missing.place}"
    tokens = tokens_of(lexemes(placed.body))
    return Lesson(asked.source, asked.group, asked.block, prompt, (*tokens, END))
