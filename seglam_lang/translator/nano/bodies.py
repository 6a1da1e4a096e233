"""Bodies of procedures as a model is to write them: the lexemes, under the names that a draft may give.

People name the parameters of their functions and their steps as they like. A draft has no choice there (see
`Construct.ANY_NAMES`), so the typed parser is asked at each such place which name it would admit. A body that it does
not admit at all is none that a model could learn.
"""

from __future__ import annotations

from seglam_lang.language import Signature, completion
from seglam_lang.language.completion import State
from seglam_lang.language.completion.calls import LAMBDA_NAMES, ROW_NAME
from seglam_lang.language.syntax.lexicon import is_name
from seglam_lang.translator.decode import CONSTRUCTS

_LONG = 10_000  # lexemes: the budget of drafts is for the model that writes, not for what it learns from
_FUNCTION_NAMES = (ROW_NAME, "g", *LAMBDA_NAMES)


class NotAdmitted(Exception):
    """The typed parser does not admit the body: `lexeme`, after those `before`."""

    def __init__(self, lexeme: str, before: list[str]) -> None:
        super().__init__(f"{lexeme!r} is not admitted after {' '.join(before[-12:])!r}")
        self.lexeme = lexeme


def canonical(body: str, signature: Signature) -> list[str]:
    """Return the lexemes of a body under the names of drafts.

    Raise NotAdmitted, and ValueError where the text has no lexemes of the language.
    """
    state = completion.start(signature, constructs=CONSTRUCTS, budget=_LONG)
    names: dict[str, str] = {}
    found: list[str] = []
    written = completion.lexemes(body)
    for at, lexeme in enumerate(written):
        after = written[at + 1] if at + 1 < len(written) else ""
        admitted, state = _admitted(state, lexeme, found, after, names)
        found.append(admitted)
    if not state.complete:
        raise NotAdmitted("the end", found)
    return found


def _admitted(state: State, lexeme: str, before: list[str], after: str, names: dict[str, str]) -> tuple[str, State]:
    """Return a lexeme under the name that it has in a draft, and the state after it."""
    for spelling in _spellings(state, lexeme, before, after, names):
        following = state.advance(spelling)
        if following is not None:
            if spelling != lexeme:
                names[lexeme] = spelling
            return spelling, following
    raise NotAdmitted(lexeme, before)


def _spellings(state: State, lexeme: str, before: list[str], after: str, names: dict[str, str]) -> tuple[str, ...]:
    if not is_name(lexeme) or before[-1:] == ["."] or (after == ":" and before[-1] in ("{", ",")):
        return (lexeme,)
    if state.pending:
        return (state.pending[0],)
    if after == "=>":
        return (lexeme, *_FUNCTION_NAMES)
    return (names.get(lexeme, lexeme),)
