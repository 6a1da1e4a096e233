"""The syntax of drafts as llama.cpp reads grammars (GBNF), made of grammar/seglam.lark and the registry of builtins.

It is coarser than the typed constraint of `drafting`: names and methods are those that there are, texts and dates those
of the request, and no type is looked at. So the checker has the last word. What no draft may say is left out: promises,
loops, maps, annotations, calls of procedures.

llama.cpp refuses left recursion, and keeps a stack for each way in which what was written may be read. So rules that
begin with themselves become repetitions, and what alternatives begin with alike is written once: nested brackets would
else double the ways at each level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion.calls import LAMBDA_NAMES, ROW_NAME
from seglam_lang.language.syntax.grammar import grammar
from seglam_lang.language.syntax.lexicon import PATTERNS, is_name
from seglam_lang.translator.foreign.spelling import MOST_NAME, MOST_SPACE, NUMBER, REFUSAL

ROOT = "root"
# Rules and alternatives of the grammar that no draft has.
LEFT_OUT = frozenset({"ask", "check", "ensure", "var", "loop", "plain_type", "invocation", "map", "empty_map"})
MOST_STEPS = 9  # whose names a draft may give
# Names that a draft may give: its lambdas', then its steps'. More would be more to mistake for another.
OWN_NAMES = (ROW_NAME, "g", *LAMBDA_NAMES, *(f"x{step}" for step in range(1, MOST_STEPS + 1)))

_SPACE, _GAP = "space", "gap"  # between lexemes: where there may be none, where there must be some
_ROLES = {"postfix": "METHOD", "label": "LABEL", "primary": "KNOWN"}  # what a name is, by the rule; else OWN

Symbols: TypeAlias = tuple[str, ...]  # an alternative of a rule
Rules: TypeAlias = dict[str, list[Symbols]]


def gbnf(signature: Signature, literals: Iterable[str], own: Iterable[str] = OWN_NAMES) -> str:
    """Return the grammar of bodies for a signature, with the texts, dates and times that a draft may contain, and the
    names that it may give.
    """
    terminals = _terminals(signature, tuple(literals), tuple(own))
    rules = _usable(_rules(), terminals)
    spacing = _Spacing(rules, terminals)
    lines = [f'{ROOT} ::= {_SPACE} ({_named("body")} | "{REFUSAL}")']
    lines += [f"{_named(name)} ::= {_rule(name, found, terminals, spacing)}" for name, found in rules.items()]
    # What is quoted as it stands needs no rule.
    lines += [f"{_named(name)} ::= {text}" for name, text in terminals.items() if not _is_quoted(text)]
    lines += [f"{_SPACE} ::= [ \\n]{{0,{MOST_SPACE}}}", f"{_GAP} ::= [ \\n]{{1,{MOST_SPACE}}}"]
    return "\n".join(lines) + "\n"


def _rules() -> Rules:
    """Return the alternatives of each rule of the language that a draft may use, with the roles of names."""
    rules: Rules = {}
    for rule in grammar().rules:
        name = str(rule.origin.name)
        if rule.alias not in LEFT_OUT and name not in LEFT_OUT:
            role = _ROLES.get(name, "OWN")
            symbols = tuple(role if each.name == "NAME" else str(each.name) for each in rule.expansion)
            rules.setdefault(name, []).append(symbols)
    return rules


def _terminals(signature: Signature, literals: Sequence[str], own: Sequence[str]) -> dict[str, str]:
    """Return how each terminal is written in GBNF; those that nothing is written for are left out."""
    found = {each.name: quoted(each.pattern.value) for each in grammar().terminals if each.name not in PATTERNS}
    given = {name: [each for each in literals if re.fullmatch(pattern, each)] for name, pattern in PATTERNS.items()}
    methods = {each.name for each in REGISTRY.by_id.values() if is_name(each.name)}  # no operators
    words = {
        **{name: values for name, values in given.items() if name not in ("NAME", "NUMBER")},
        "METHOD": sorted(methods),
        "KNOWN": [*(param.name for param in signature.params), *own],
        "OWN": own,
    }
    found |= {name: one_of(values) for name, values in words.items() if values}
    # Both patterns are regular expressions that GBNF reads alike, but for how a sign is quoted.
    found["NUMBER"] = NUMBER.replace("(?:", "(").replace(r"\.", ' "." ').replace("%", ' "%"')
    found["LABEL"] = PATTERNS["NAME"].replace("*", f"{{0,{MOST_NAME - 1}}}")
    return found


def _usable(rules: Rules, terminals: Mapping[str, str]) -> Rules:
    """Return the rules that a body can be made of."""
    ready: set[str] = set()
    size = -1
    while len(ready) > size:
        size = len(ready)
        ready |= {name for name, found in rules.items() if any(ready.union(terminals).issuperset(s) for s in found)}
    kept = {name: [each for each in rules[name] if ready.union(terminals).issuperset(each)] for name in ready}
    reached, waiting = {"body": kept["body"]}, ["body"]
    while waiting:
        for symbol in {symbol for each in kept[waiting.pop()] for symbol in each if symbol in kept}:
            if symbol not in reached:
                reached[symbol] = kept[symbol]
                waiting.append(symbol)
    return {name: reached[name] for name in rules if name in reached}


class _Spacing:
    """What stands between two symbols: white space, and some where a word would else run into the next."""

    def __init__(self, rules: Rules, terminals: Mapping[str, str]) -> None:
        self._ending = _word_at(-1, rules, terminals)
        self._beginning = _word_at(0, rules, terminals)

    def between(self, left: str, right: str) -> str:
        return _GAP if left in self._ending and right in self._beginning else _SPACE


def _word_at(place: int, rules: Rules, terminals: Mapping[str, str]) -> set[str]:
    """Return the symbols that may have a letter or a digit as their first character (place 0) or as their last (-1)."""
    words = {name for name, text in terminals.items() if _is_quoted(text) and text[1:-1].isidentifier()}
    words |= {"NUMBER", "METHOD", "KNOWN", "OWN", "LABEL"}
    words |= {name for name in terminals if name in PATTERNS and name != "TEXT" and place == -1}  # dates
    size = 0
    while len(words) > size:
        size = len(words)
        words |= {name for name, found in rules.items() if any(each[place] in words for each in found)}
    return words


def _rule(name: str, found: list[Symbols], terminals: Mapping[str, str], spacing: _Spacing) -> str:
    """Return the right side of a rule."""

    def written(symbols: Symbols, before: str) -> str:
        parts = []
        for symbol in symbols:
            parts += [spacing.between(before, symbol)] if before else []
            text = terminals.get(symbol, "")
            parts.append(text if _is_quoted(text) else _named(symbol))
            before = symbol
        return " ".join(parts)

    first = factored([each for each in found if each[0] != name], written)
    again = [each[1:] for each in found if each[0] == name]
    return f"({first}) ({factored(again, written, name)})*" if again else first


def factored(found: Sequence[Symbols], written: Callable[[Symbols, str], str], before: str = "") -> str:
    """Return alternatives as text, what they begin with alike once; none of them is empty.

    `written` says how symbols are written behind the one `before` them.
    """
    alternatives = []
    for first in dict.fromkeys(each[0] for each in found):
        group = [each for each in found if each[0] == first]
        differing = (n for n, symbols in enumerate(zip(*group, strict=False)) if len({*symbols}) > 1)
        alike = group[0][: next(differing, min(map(len, group)))]
        rests = dict.fromkeys(each[len(alike) :] for each in group)
        text = written(alike, before)
        if longer := [each for each in rests if each]:
            text += f" ({factored(longer, written, alike[-1])}){'?' if () in rests else ''}"
        alternatives.append(text)
    return " | ".join(alternatives)


def one_of(words: Iterable[str]) -> str:
    """Return the grammar of some words."""
    return factored([tuple(word) for word in dict.fromkeys(words)], lambda letters, _: quoted("".join(letters)))


def quoted(text: str) -> str:
    """Return a text as GBNF writes one that stands for itself."""
    return '"' + re.sub(r'[\x00-\x1f\x7f"\\]', lambda found: f"\\x{ord(found[0]):02X}", text) + '"'


def _is_quoted(text: str) -> bool:
    return re.fullmatch(r'"[^"]*"', text) is not None


def _named(symbol: str) -> str:
    """Return the name of a rule: GBNF has no `_` in them."""
    return symbol.strip("_").replace("_", "-")
