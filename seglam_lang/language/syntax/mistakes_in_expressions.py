"""Mistakes in expressions that people who know other languages are likely to make.

Each rule returns the diagnostic of one kind of mistake, or None where the mistake is another."""

from __future__ import annotations

import re

from seglam_lang.language.diagnostics import Diagnostic
from seglam_lang.language.syntax.lexicon import BINDINGS, DECLARING, LEVELS, STATING
from seglam_lang.language.syntax.mistakes_in_statements import Rule
from seglam_lang.language.syntax.scanning import Lexeme, closing
from seglam_lang.language.syntax.syntax_place import Place

_THOUSANDS = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:\.[0-9]{3}){2,})(?![0-9])")
_CLOSERS = {")": "RPAR", "]": "RSQB", "}": "RBRACE"}
_OPENERS = {")": "(", "]": "[", "}": "{"}
_BEGINNING = frozenset((*STATING, *DECLARING)) - {"if", "for"}
_COMPARING = frozenset(sign for sign, binding in BINDINGS.items() if binding.level == LEVELS["comparison"])
# Signs that are two here: what was found, and what stands directly before it.
_DOUBLE = {
    ("*", "*"): "a power is written `a.power(b)`",
    ("/", "/"): "a division rounded down is `(a / b).round_down()`; a comment begins with `#`",
    ("/", "*"): "a comment begins with `#` and ends with its line",
    ("+", "+"): "to change a `var` in a loop, write `set x = x + 1`",
    ("+", "="): "to change a `var` in a loop, write `set x = x + ...`",
    ("-", "="): "to change a `var` in a loop, write `set x = x - ...`",
    ("*", "="): "to change a `var` in a loop, write `set x = x * ...`",
    ("/", "="): "to change a `var` in a loop, write `set x = x / ...`",
    ("==", "="): "write `==`",
    ("!=", "="): "write `!=`",
    ("<", ">"): "write `!=` for `is not equal to`",
    ("=", "<"): "write `<=`",
}


def _bracket_not_closed(place: Place) -> Diagnostic | None:
    """A bracket that is never closed; the diagnostic points at where it was opened."""
    if not place.opened or _CLOSERS[closing(place.innermost)] not in place.admitted:
        return None
    bracket = place.opened[-1]
    outer = {each.text for each in place.opened[:-1]}
    begins = place.ended or (not place.is_name and place.word in _BEGINNING and bracket.text != "{")
    if not begins and _OPENERS.get(place.word) not in outer:
        return None
    wanted = closing(bracket.text)
    where = (
        f"before the {place.description.removeprefix('the ')}" if place.found is None else f"before {place.description}"
    )
    if place.found is not None and place.line(place.found.start) != place.line(bracket.start):
        where = f"{where} in line {place.line(place.found.start)}"
    elif place.found is None:
        where = "before the end of the source"
    message = f"this `{bracket.text}` is never closed"
    return place.diagnostic("bracket-not-closed", message, f"a `{wanted}` belongs {where}", bracket)


def _bracket_not_opened(place: Place) -> Diagnostic | None:
    opener = _OPENERS.get(place.word)
    if opener is None or place.ended or any(each.text == opener for each in place.opened):
        return None
    message = f"there is no `{opener}` that this `{place.word}` closes"
    return place.diagnostic("bracket-not-opened", message, f"remove it, or add the `{opener}`")


def _trailing_comma(place: Place) -> Diagnostic | None:
    if place.word in _CLOSERS and place.previous().text == ",":
        message = f"a comma stands between two things, not before `{place.word}`"
        return place.diagnostic("trailing-comma", message, "remove it", place.previous())
    return None


def _else_missing(place: Place) -> Diagnostic | None:
    """An `if` or a `check` whose `else` is missing."""
    if "ELSE" not in place.admitted or "LET" in place.admitted:
        return None
    is_over = place.ended or place.word in (*_CLOSERS, *_BEGINNING, "for", ",", "=>", ":")
    if not is_over and not place.is_on_new_line:
        return None
    pending = 0
    for each in reversed(place.before):
        if each.text == "else":
            pending += 1
        elif each.text in ("if", "check"):
            if not pending:
                break
            pending -= 1
    else:
        return None
    if each.text == "check":
        hint = 'write `check condition else "what is wrong"`'
        return place.diagnostic("check-message", "this `check` does not say what is wrong", hint, each)
    hint = "both ways have a value: `if condition then value else other`"
    return place.diagnostic("else-missing", "this `if` has no `else`", hint, each)


def _then_missing(place: Place) -> Diagnostic | None:
    if "THEN" not in place.admitted or "LET" in place.admitted or place.ended:
        return None
    if place.word in ("{", ":", "return", "let") or (place.is_name and place.previous().text == ")"):
        hint = "a choice is written `if condition then value else other`"
        return place.diagnostic("then-missing", f"expected `then`, found {place.description}", hint)
    return None


def _double_sign(place: Place) -> Diagnostic | None:
    """`**`, `//`, `++`, `===` and other operators that are two signs here."""
    previous, found = place.previous(), place.found
    if found is None or place.ended or not place.is_adjacent:
        return None
    mend = _DOUBLE.get((previous.text, found.text))
    if mend is None:
        return None
    both = Lexeme("sign", previous.text + found.text, previous.start, found.end)
    return place.diagnostic("foreign-operator", f"`{both.text}` is no operator of this language", mend, both)


def _comment(place: Place) -> Diagnostic | None:
    """`// ...` or `/* ... */` where no value stands before it."""
    found, second = place.found, place.next()
    if found is None or found.text != "/" or second.text not in ("/", "*") or second.start != found.end:
        return None
    both = Lexeme("sign", found.text + second.text, found.start, second.end)
    hint = "a comment begins with `#` and ends with its line"
    return place.diagnostic("foreign-operator", f"`{both.text}` is no sign of this language", hint, both)


def _comprehension(place: Place) -> Diagnostic | None:
    """`[x * 2 for x in xs]`."""
    if place.word != "for" or place.innermost != "[" or "RSQB" not in place.admitted:
        return None
    hint = "what is made of each item is `list.map(x => x + 1)`, the items that are wanted `list.filter(x => x > 1)`"
    return place.diagnostic("foreign-operator", "`for` stands in no list", hint)


def _equals(place: Place) -> Diagnostic | None:
    """`=` inside an expression."""
    if place.word != "=" or not place.is_complete:
        return None
    before = place.previous(2).text
    if place.innermost == "(" and before in ("(", ",") and place.previous().kind == "name":
        return _named_argument(place)
    return place.diagnostic("equals-sign", "`=` gives a name a value; it does not compare", "to compare, write `==`")


def _named_argument(place: Place) -> Diagnostic:
    hint = f"leave `{place.previous().text} {place.word}` out: arguments are given in their order"
    return place.diagnostic("named-argument", "an argument has no name", hint.replace(" :", ":"))


def _colon(place: Place) -> Diagnostic | None:
    """`f(x: 1)`, `xs[1:3]`, `c ? a : b`."""
    if place.word == "?" and place.is_complete:
        hint = "a choice is written `if condition then value else other`"
        return place.diagnostic("foreign-operator", "`?` is no operator of this language", hint)
    if place.word != ":":
        return None
    before = place.previous(2).text
    if place.innermost == "(" and before in ("(", ",") and place.previous().kind == "name" and place.is_complete:
        return _named_argument(place)
    if place.innermost == "[" and _is_index(place):
        hint = "a part of a List or a Text is `.slice(first, last)`, counted from 1"
        return place.diagnostic("square-brackets", "no part is taken with `:`", hint)
    return None


def _is_index(place: Place) -> bool:
    """Return whether the innermost bracket stands directly behind a value."""
    bracket = place.opened[-1]
    value = [each for each in place.before if each.end == bracket.start]
    return bool(value) and (value[0].kind != "sign" or value[0].text in ")]")


def _chain(place: Place) -> Diagnostic | None:
    if place.word not in _COMPARING or not {"AND", "OR"} <= place.admitted:
        return None
    return place.diagnostic("comparison-chain", "comparisons do not chain", "write `a < b and b < c`")


def _membership(place: Place) -> Diagnostic | None:
    """`x in xs`, `x not in xs`."""
    if not place.is_complete or place.word not in ("in", "not"):
        return None
    if place.word == "not" and place.next().text != "in":
        return None
    whole = "not in" if place.word == "not" else "in"
    hint = f"write `{'not ' if place.word == 'not' else ''}list.contains(item)`"
    return place.diagnostic("foreign-operator", f"`{whole}` is no operator of this language", hint)


def _function(place: Place) -> Diagnostic | None:
    """A function that is no argument, or is written in another way."""
    if place.word == "=>" and (place.is_complete or place.is_expression_wanted):
        message = "a function stands only as an argument of a method"
        return place.diagnostic("function-as-value", message, "write it there, as in `list.map(x => x + 1)`")
    if place.word == "->" and place.is_complete:
        return place.diagnostic("foreign-operator", "`->` stands before the type of a result only", "write `=>`")
    return None


def _texts(place: Place) -> Diagnostic | None:
    """f"...", three quotes, two texts side by side."""
    previous, found = place.previous(), place.found
    if found is None or found.kind != "text" or place.ended:
        return None
    if place.is_adjacent and previous.kind == "name" and len(previous.text) <= 2:
        hint = 'put it together with `+`, as in `"Hello " + name`, or fill it: `"Hello {1}".fill([name])`'
        if "f" not in previous.text.lower():
            hint = "leave it out; a backslash is written `\\\\`"
        whole = Lexeme("text", "", previous.start, found.end)
        message = f"no letter stands before a text, as this `{previous.text}`"
        return place.diagnostic("text-prefix", message, hint, whole)
    if place.is_adjacent and previous.text == '""':
        hint = "a line break inside a text is written \\n"
        return place.diagnostic("text-quotes", 'a text stands in one `"` on each side, on one line', hint, previous)
    if previous.kind == "text":
        return place.diagnostic("syntax", "expected an operator, found a text", "texts are put together with `+`")
    return None


def _with_thousands(place: Place) -> Lexeme | None:
    """Return the whole of `1,000`, found at its comma, or of `1.000.000`, found behind its second point."""
    found = place.found
    assert found is not None
    first = place.previous() if found.text == "," else place.previous(2)
    match = _THOUSANDS.match(place.source, first.start)
    if first.kind != "number" or match is None or not first.end <= found.start < match.end():
        return None
    return Lexeme("number", match[0], first.start, match.end())


def _numbers(place: Place) -> Diagnostic | None:
    """`10k`, `1_000`, `1,000`, `.5`, `10%3`."""
    previous, found = place.previous(), place.found
    if found is None or place.ended:
        return None
    if whole := _with_thousands(place):
        hint = f"a number has no signs between its thousands; write `{re.sub('[.,]', '', whole.text)}`"
        return place.diagnostic("number-form", f"`{whole.text}` is no number", hint, whole)
    if place.word == "." and place.is_expression_wanted and place.next().kind == "number":
        return place.diagnostic("number-form", "a number begins with a digit", f"write `0.{place.next().text}`")
    if previous.text == "." and place.previous(2).kind == "number" and place.previous(2).end == previous.start:
        hint = f"write `{place.previous(2).text}`"
        return place.diagnostic("number-form", "a number does not end in a point", hint, previous)
    if not place.is_adjacent or previous.kind != "number":
        return None
    if previous.text.endswith("%"):
        hint = f"`{previous.text}` is a share; the remainder of a division is `a.mod(b)`"
        return place.diagnostic("number-form", f"expected an operator, found {place.description}", hint)
    if place.is_name:
        digits = place.word.replace("_", "")
        hint = "a unit is no part of a number; leave it out"
        if digits.isdigit():
            hint = f"write `{previous.text}{digits}`"
        elif place.word.lower() in ("k", "m", "bn", "b"):
            hint = "write all its digits, or a power of ten such as 1e6"
        whole = Lexeme("number", previous.text + place.word, previous.start, found.end)
        return place.diagnostic("number-form", f"`{whole.text}` is no number", hint, whole)
    return None


BRACKETS: tuple[Rule, ...] = (
    _double_sign,
    _comment,
    _comprehension,
    _else_missing,
    _bracket_not_closed,
    _bracket_not_opened,
    _trailing_comma,
)
RULES: tuple[Rule, ...] = (
    _then_missing,
    _equals,
    _colon,
    _chain,
    _membership,
    _function,
    _texts,
    _numbers,
)
