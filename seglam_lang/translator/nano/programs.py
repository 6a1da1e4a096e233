"""The tokens that programs are written with, and how a program is said with them.

Every form, name, builtin and constant has a token; so have the names of made columns that are common. A name that has
none is replaced by a general one: what a person called "kWh per guest" is `value` to the model.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.completion.lexemes import literal
from seglam_lang.language.syntax.inline import quote
from seglam_lang.language.syntax.lexicon import is_name
from seglam_lang.language.types import Con, Constructor
from seglam_lang.translator.nano.constants import NUMBERS, TEXTS
from seglam_lang.translator.prompt import NAMES
from seglam_lang.translator.vocabulary import END, REFUSE, RIGHT, WRONG, Vocabulary

FORMS = (
    *("let", "return", "if", "then", "else", "and", "or", "not", "true", "false", "none", "=>"),
    *("(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "??"),
    "to",
)
FUNCTION_NAMES = (  # of their parameters, also of functions inside of others
    *("row", "g", "x", "y", "z"),
    *(f"{name}_{i}" for name in ("row", "g", "x") for i in range(2, 9)),
)
STEP_NAMES = tuple(f"x{i}" for i in range(1, 9))  # of steps
GENERAL_NAMES = ("value", "amount", "result", "number", "other")  # of fields and columns that have no token
MESSAGE = '"there is none"'  # of every failure that a program makes up
LEAST_BLOCKS = 5  # that have a constant or a name in common, for it to have a token


class Unspeakable(Exception):
    """The program has something that there is no token for: the message is the token."""


def vocabulary_of(blocks: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return the program tokens, given what is asked with each token (the more, the commoner it is)."""
    methods = sorted(f".{b.name}(" for b in REGISTRY.by_id.values() if is_name(b.name) or b.name in ("to", "not"))
    general = [token for name in GENERAL_NAMES for token in (name, quote(name))]
    names = (*NAMES, *FUNCTION_NAMES, *STEP_NAMES, *general, *_made_fields())
    constants = (*sorted(NUMBERS, key=float), *map(quote, TEXTS))
    fixed = (END, REFUSE, RIGHT, WRONG, *FORMS, *names, *methods, *constants, MESSAGE)
    common = sorted(token for token, asked in blocks.items() if len(asked) >= LEAST_BLOCKS)
    return tuple(dict.fromkeys([*fixed, *common]))


def _made_fields() -> list[str]:
    """Return the names of the fields of records that builtins make: what is at `.mode()` of `.indexed()` has some."""
    found: set[str] = set()
    kinds: list[object] = [builtin.result for builtin in REGISTRY.by_id.values()]
    while kinds:
        kind = kinds.pop()
        if isinstance(kind, Con):
            found.update(kind.labels if kind.constructor is Constructor.RECORD else ())
            kinds += kind.args
    return sorted(filter(is_name, found))


def speakable(program: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Return a program in tokens of the vocabulary. Raise Unspeakable."""
    return list(_Speaker(program, vocabulary).tokens())


class _Speaker:
    def __init__(self, program: Sequence[str], vocabulary: Vocabulary) -> None:
        self.program, self.known = program, vocabulary.program_ids
        self.renamed: dict[str, str] = {}

    def tokens(self) -> Iterator[str]:
        for at, token in enumerate(self.program):
            before = self.program[at - 1] if at else ""
            if before == ".require(":
                yield MESSAGE
            elif token in self.known:
                yield token
            elif _is_name(token):
                yield self._renamed(token)
            else:
                raise Unspeakable(token)

    def _renamed(self, token: str) -> str:
        """Return the general name for one that has no token, the same wherever it stands."""
        name = token.strip('"')
        if name not in self.renamed:
            said = {other.strip('"') for other in self.program} | set(self.renamed.values())
            free = [general for general in GENERAL_NAMES if general not in said]
            if not free:
                raise Unspeakable(token)
            self.renamed[name] = free[0]
        general = self.renamed[name]
        return f'"{general}"' if token.startswith('"') else general


def _is_name(token: str) -> bool:
    """Return whether a token names a field or a column that the program makes; other texts come from the words."""
    return is_name(token) or (token.startswith('"') and literal(token) is not None)
