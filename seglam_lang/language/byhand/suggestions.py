"""What may be written next in a session: names, and behind a dot the methods and fields of the value's type."""

from __future__ import annotations

import re
from collections.abc import Iterable

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.byhand.session import EntryError, Session
from seglam_lang.language.checking.signature import Param, Signature
from seglam_lang.language.completion import completions
from seglam_lang.language.diagnostics import LanguageError
from seglam_lang.language.syntax.lexicon import KEYWORDS, PATTERNS
from seglam_lang.language.syntax.scanning import Lexeme, lexemes
from seglam_lang.language.types import TABLE, Con, Constructor, Type, column_of
from seglam_lang.language.values import Table

_WORD = re.compile(rf"{PATTERNS['NAME']}\Z")
_OPENING = {")": "(", "]": "["}


def suggestions(session: Session, before: str) -> list[str]:
    """Return the words that may follow `before`, an entry as far as the cursor; they begin with the word it ends in."""
    match = _WORD.search(before)
    word = match[0] if match else ""
    rest = before[: len(before) - len(word)].rstrip()
    if rest.endswith(".") and not rest.endswith(".."):
        found: Iterable[str] = _behind_dot(session, rest[:-1], before)
    else:
        found = (*session.values, *session.columns, *session.definitions.procedures, *session.definitions.types)
        found = (*found, *KEYWORDS) if word else found
    return sorted({each for each in found if each.startswith(word)})


def _behind_dot(session: Session, before: str, whole: str) -> Iterable[str]:
    """Return the methods and fields of the value that `before` ends with; of any value where its type is not known."""
    kind = _type_of(session, _last_value(before))
    if isinstance(kind, Con):
        methods = [each.name for each in REGISTRY.methods(kind.name)]
        return [*methods, *kind.labels] if kind.constructor is Constructor.RECORD else methods
    types = session.definitions.types
    # Inside a function, whose parameters have types:
    found = completions(f"return {whole}", _signature(session), types=types)
    words = [each for each in found if each.isidentifier()]
    return words or [each.name for each in REGISTRY.all() if each.name.isidentifier()]


def _type_of(session: Session, text: str) -> Type | None:
    try:
        return session.infer(text) if text else None
    except (LanguageError, EntryError):
        return None


def _last_value(before: str) -> str:
    """Return the name, literal or bracket at the end of a text, with the calls and fields that lead to it."""
    found = list(lexemes(before, 0, len(before)))
    place = len(found)
    while place:
        place = _start_of_part(found, place)
        if place and found[place - 1].text == ".":
            place -= 1
        elif not (place and found[place].text in ("(", "[") and _is_value(found[place - 1])):
            break  # else: the name of what is called, or a row before its [column]
    return before[found[place].start :] if place < len(found) else ""


def _start_of_part(found: list[Lexeme], place: int) -> int:
    """Return where the lexeme before `place` begins, with all that stands in its brackets."""
    opening = _OPENING.get(found[place - 1].text) if found[place - 1].kind == "sign" else None
    if opening is None:
        return place - 1
    depth = 0
    for position in range(place - 1, -1, -1):
        if found[position].kind == "sign":
            depth += (found[position].text in ")]") - (found[position].text in "([")
        if depth == 0:
            return position
    return 0


def _is_value(lexeme: Lexeme) -> bool:
    return (lexeme.kind == "name" and lexeme.text not in KEYWORDS) or lexeme.text in (")", "]")


def _signature(session: Session) -> Signature:
    """Return the session's names as the parameters of a procedure."""
    params = [
        Param(name, TABLE if isinstance(each.value, Table) else each.type) for name, each in session.values.items()
    ]
    seen: set[str] = set()
    for table, columns in session.columns_of.items():
        for name in columns:
            if name not in seen:
                params.append(Param(name, column_of(session.columns[name].type), table))
            seen.add(name)
    return Signature(tuple(params))
