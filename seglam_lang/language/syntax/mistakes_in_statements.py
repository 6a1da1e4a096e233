"""Mistakes in declarations and statements that people who know other languages are likely to make.

Each rule returns the diagnostic of one kind of mistake, or None where the mistake is another."""

from __future__ import annotations

from collections.abc import Callable

from seglam_lang.language.diagnostics import Diagnostic
from seglam_lang.language.syntax.foreign import STATEMENT_WORDS, TYPES
from seglam_lang.language.syntax.lexicon import DECLARING, STATING
from seglam_lang.language.syntax.scanning import Lexeme
from seglam_lang.language.syntax.syntax_place import Place

Rule = Callable[[Place], Diagnostic | None]

_STEPS = frozenset(STATING) - {"if"}
_SENTENCES = {
    "body": "a statement begins with `let`, `var`, `for`, `check` or `return`",
    "loop": "a statement of a loop begins with `let`, `var`, `set`, `for`, `if`, `check` or `yield`",
}


def _assignment(place: Place) -> Diagnostic | None:
    """`x = 5`, `x += 1`, `x++`."""
    name = place.word
    if not (place.is_name and (place.is_step_wanted or place.is_set_wanted)):
        return None
    signs = place.next().text, place.next(2).text
    if signs[0] == "=" or (signs[0] == ":" and signs[1] == "="):
        if place.is_set_wanted:
            hint = f"write `set {name} = ...`"
        elif place.is_in_loop:
            hint = f"`let {name} = ...` makes a new name, `set {name} = ...` changes a `var`"
        else:
            hint = f"write `let {name} = ...`"
        return place.diagnostic("let-missing", f"`{name} = ...` has no keyword before it", hint)
    stepped = {("+", "+"): "+", ("-", "-"): "-"}.get(signs)
    if stepped or (signs[0] in ("+", "-", "*", "/") and signs[1] == "="):
        written = signs[0] + signs[1]
        sentence = f"there is no `{written}`"
        right = "1" if stepped else "..."
        hint = f"in a loop, `set {name} = {name} {signs[0]} {right}` changes a `var`"
        return place.diagnostic("let-missing", sentence, hint)
    return None


def _foreign_word(place: Place) -> Diagnostic | None:
    """`while`, `def`, `elif`, `is` and other words that begin statements elsewhere."""
    word = place.word
    mend = STATEMENT_WORDS.get(word)
    if mend is None or not place.is_name or place.next().text == "=":
        return None
    if not (
        place.is_step_wanted
        or place.is_set_wanted
        or place.is_complete
        or "PROC" in place.admitted
        or "ELSE" in place.admitted
    ):
        return None
    return place.diagnostic("foreign-word", f"`{word}` is no word of this language", mend)


def _lambda_word(place: Place) -> Diagnostic | None:
    word = place.previous()
    if word.text not in ("lambda", "fn", "function") or not place.is_name:
        return None
    hint = "a function is written `x => x + 1`"
    return place.diagnostic("foreign-word", f"`{word.text}` is no word of this language", hint, word)


def _misplaced(place: Place) -> Diagnostic | None:
    """A statement that stands where statements of another kind do."""
    word = place.word
    if place.is_name or place.ended or not place.is_step_wanted or word not in (*_STEPS, *DECLARING, "if"):
        return None
    if word == "if":
        hint = "`return if ... then ... else ...`, or `let name = if ... then ... else ...`"
        return place.diagnostic("if-as-statement", "`if` chooses a value; it is no statement", hint)
    if word in DECLARING:
        message = f"`{word}` stands at the top of a file, not inside a procedure"
        return place.diagnostic("nested-declaration", message, "close the procedure with `}` first")
    if word == "set":
        hint = "a value is changed from round to round only; give what is computed here a name with `let`"
        return place.diagnostic("set-outside-loop", "`set` stands only inside a `for`", hint)
    if word == "yield":
        hint = "what a procedure gives is `return ...`"
        return place.diagnostic("yield-outside-loop", "`yield` stands only inside a `for`", hint)
    if word == "return":
        hint = "what a round gives is `yield ...`; a loop ends early with `until condition` in its head"
        return place.diagnostic("return-in-loop", "`return` stands outside of loops, at the end of the procedure", hint)
    message = f"`{word}` stands before the first step"
    hint = "`ask`, `check` and `ensure` come first, then `let`, `var` and `for`, then `return`"
    return place.diagnostic("header-too-late", message, hint)


def _conditional(place: Place) -> Diagnostic | None:
    """An `if` in a loop whose braces are missing, or hold something other than `set`."""
    if place.ended:
        return None
    if place.is_set_wanted and place.word in (*_STEPS, "}"):
        hint = "write `set name = ...`, or a choice, `let name = if condition then value else other`"
        if place.word == "yield":
            hint = "go only over what is wanted, `for item in list.filter(x => ...)`, or yield a choice"
        return place.diagnostic("if-as-statement", "in the braces of an `if` only `set` stands", hint)
    if place.word == "then" and "LBRACE" in place.admitted and not place.is_expression_wanted:
        hint = "write `if condition { set name = ... }`"
        return place.diagnostic("if-as-statement", "the steps of an `if` in a loop stand between `{` and `}`", hint)
    return None


def _behind_the_last(place: Place) -> Diagnostic | None:
    """A statement behind `return` or `yield`."""
    if place.ended or place.is_step_wanted or "ELSE" in place.admitted or "THEN" in place.admitted:
        return None
    last = place.statement().text
    is_statement = (not place.is_name and place.word in _STEPS) or (place.is_name and place.next().text == "=")
    if not is_statement or last not in ("return", "yield") or not place.admitted & {"RBRACE", "$END"}:
        return None
    if last == "yield":
        message = "nothing stands behind `yield` in a loop"
        return place.diagnostic("after-yield", message, "move it before the `yield`, or behind the loop")
    message = "nothing stands behind `return` in a procedure"
    return place.diagnostic("after-return", message, "move it before the `return`, or remove it")


def _return_missing(place: Place) -> Diagnostic | None:
    if "RETURN" not in place.admitted or not place.is_step_wanted:
        return None
    if place.word == "}":
        return place.diagnostic(
            "return-missing", "this procedure has no `return`", "end it with `return` and its result"
        )
    if place.ended:
        message = f"expected {_steps(place)}, found {place.description}"
        return place.diagnostic("return-missing", message, "a procedure ends with `return` and its result, and a `}`")
    return None


def _steps(place: Place) -> str:
    return "a statement" if "ASK" in place.admitted else "`let`, `var`, `for`, `check` or `return`"


def _no_statement(place: Place) -> Diagnostic | None:
    """A line that is only an expression."""
    found = place.found
    if found is None or place.ended or not place.is_step_wanted or not place.is_on_new_line:
        return None
    if not (place.is_name or found.kind in ("text", "number") or place.word in ("(", "[", "true", "false", "none")):
        return None
    sentence = _SENTENCES["loop" if place.is_in_loop else "body"]
    if place.word in ("print", "console", "echo", "puts", "println"):
        hint = "a procedure prints nothing; what it gives is what it returns"
    elif place.is_in_loop:
        hint = "what a round gives is `yield ...`; a `var` is changed with `set name = ...`"
    elif place.next().text == "." and place.next(2).kind == "name":
        hint = f"a value never changes: name what this gives, `let name = {place.word}.{place.next(2).text}(...)`"
    else:
        hint = "name the value, `let name = ...`, or return it, `return ...`"
    return place.diagnostic("not-a-statement", f"this is no statement: {sentence}", hint)


def _let_forms(place: Place) -> Diagnostic | None:
    """`let x == 1`, `let x := 1`, `let a, b = ...`, `let mut x = 1`."""
    keyword, name = place.previous(2), place.previous()
    if place.word == "=" and name.text == ":" and place.is_adjacent:
        both = _joined(name, Lexeme("sign", "=", name.end, name.end + 1))
        return place.diagnostic("equals-sign", "`:=` is no sign of this language", "write `=`", both)
    if place.previous().text in ("let", "var", "set") and place.word in ("{", "(", "["):
        return place.diagnostic("one-name", f"`{place.previous().text}` gives one name", "write one `let` a name")
    if keyword.text not in ("let", "var", "set") or "EQUAL" not in place.admitted:
        return None
    if place.word == ",":
        return place.diagnostic("one-name", f"`{keyword.text}` gives one name", "write one `let` a name")
    if place.word == "==":
        return place.diagnostic("equals-sign", "`==` compares", f"write `{keyword.text} {name.text} = ...`")
    if name.text in ("mut", "const") and place.is_name:
        hint = "what changes from round to round is a `var`, anything else a `let`"
        return place.diagnostic("foreign-word", f"`{name.text}` is no word of this language", hint, name)
    return None


def _loop_head(place: Place) -> Diagnostic | None:
    """`for (x in xs)`, `for x = 1 to 3`, `for x of xs`, `for x in xs:`."""
    form = "a loop is written `for item in list { ... }`"
    if place.previous().text == "for" and place.word == "(":
        return place.diagnostic("loop-form", "no parenthesis stands behind `for`", form)
    if place.previous(2).text == "for" and "IN" in place.admitted:
        message = f"expected `in`, found {place.description}"
        return place.diagnostic("loop-form", message, form)
    is_head = place.statement().text == "for" and "LBRACE" in place.admitted and not place.is_expression_wanted
    if is_head and not place.ended and (place.word == ":" or place.is_on_new_line):
        return place.diagnostic("loop-form", "the steps of a loop stand between `{` and `}`", form)
    return None


def _procedure_head(place: Place) -> Diagnostic | None:
    """Parameters without types, results behind a colon, defaults, bodies without braces."""
    previous = place.previous()
    in_parameters = place.innermost == "(" and [each.text for each in place.before[:1]] == ["proc"]
    in_parameters = in_parameters and len(place.opened) == 1
    if in_parameters and {"COLON"} == place.admitted:
        if place.word in (")", ","):
            hint = f"write it behind a colon, as in `{previous.text}: Number`"
            return place.diagnostic("parameter-type", f"the type of `{previous.text}` is missing", hint, previous)
        if place.is_name:
            hint = f"the name comes first: `{place.word}: {previous.text}`"
            return place.diagnostic("parameter-type", f"expected `:`, found {place.description}", hint)
    if in_parameters and place.word == "=" and "COMMA" in place.admitted:
        hint = "whoever calls it says each value; write a second procedure that calls this one"
        return place.diagnostic("default-value", "a parameter has no default value", hint)
    if "LBRACE" in place.admitted and not place.is_complete and not place.innermost and not place.ended:
        if place.word in (":", "=>") and "RESULT_ARROW" in place.admitted:
            hint = "write `-> Number`, or whichever type it has"
            return place.diagnostic("result-type", "the type of the result stands behind `->`", hint)
        if place.word in (":", "="):
            hint = "write `{ return ... }`"
            return place.diagnostic("procedure-form", "the statements of a procedure stand between `{` and `}`", hint)
    return None


def _type_form(place: Place) -> Diagnostic | None:
    """`List[Number]`, `Number[]`, `[Number]`."""
    if place.word != "[":
        return None
    previous = place.previous()
    if "LESSTHAN" in place.admitted and not place.is_complete and previous.kind == "name":
        wanted = _in_angles(place)
        message = "types in a type stand in <...>, not in [...]"
        return place.diagnostic("type-brackets", message, f"write `{wanted}`")
    if place.admitted == {"NAME", "LBRACE"}:
        wanted = f"List<{_type_name(place.next().text)}>" if place.next().kind == "name" else "List<Number>"
        return place.diagnostic("type-brackets", "a type of lists is `List<...>`", f"write `{wanted}`")
    return None


def _in_angles(place: Place) -> str:
    """Return the type that is meant by `List[Number]`, `dict[str, int]` or `int[]`, as it is written here."""
    name = _type_name(place.previous().text)
    args: list[str] = []
    for each in place.after:
        if each.kind == "name":
            args.append(_type_name(each.text))
        elif each.text != ",":
            break
    return f"{name}<{', '.join(args)}>" if args else f"List<{name}>"


def _type_name(name: str) -> str:
    """Return the name of a type, in place of that which other languages have for it."""
    meant = TYPES.get(name.lower(), name).partition("<")[0]
    return next((known for known in ("List", "Map", "Table") if known.lower() == meant.lower()), meant)


def _record_type(place: Place) -> Diagnostic | None:
    """`type Sale {...}`, `{region Text}`."""
    name = place.previous().text
    if place.admitted == {"EQUAL"} and place.word == "{" and place.previous(2).text == "type":
        return place.diagnostic("record-form", "expected `=`, found `{`", f"write `type {name} = {{...}}`")
    if place.admitted == {"COLON"} and place.innermost == "{" and place.found is not None and not place.ended:
        hint = f"a field is written `{name}: {place.word if place.found.kind != 'sign' else 'value'}`"
        return place.diagnostic("record-form", f"expected `:`, found {place.description}", hint)
    return None


def _top_level(place: Place) -> Diagnostic | None:
    if "PROC" not in place.admitted or "LET" in place.admitted or place.ended:
        return None
    if place.word in _STEPS or place.word == "if" or (place.is_name and place.next().text == "="):
        message = f"{place.description} stands inside a procedure only"
        hint = "a file has `proc`, `type` and `example`; a value for all is a procedure without parameters"
        return place.diagnostic("outside-procedure", message, hint)
    return None


def _example_form(place: Place) -> Diagnostic | None:
    if place.statement().text or [each.text for each in place.before[:1]] != ["example"]:
        return None
    if "EQUAL_TO" not in place.admitted or place.innermost or place.is_complete:
        return None
    hint = "an example says what comes out: `example twice(2) == 4`"
    return place.diagnostic("example-form", f"expected `==`, found {place.description}", hint)


def _reserved(place: Place) -> Diagnostic | None:
    """A keyword in the place of a name."""
    found = place.found
    if found is None or place.ended or place.is_name or not place.word.isidentifier():
        return None
    is_name_wanted = "NAME" in place.admitted and "NUMBER" not in place.admitted
    is_parameter = place.is_expression_wanted and place.next().text == "=>"
    if not (is_name_wanted or is_parameter) or (place.previous().text == "for" and place.word == "in"):
        return None
    message = f"`{place.word}` is a word of the language, and no name"
    return place.diagnostic("reserved-word", message, f"choose another name, such as `{place.word}_`")


def _block_as_value(place: Place) -> Diagnostic | None:
    """`let x = { let y = 1 ... }`, `x => { return x }`."""
    keyword, brace = place.previous(), place.previous(2)
    is_block = brace.text == "{" and keyword.text in _STEPS and place.admitted == {"COLON"}
    if not is_block:
        return None
    hint = "compute it in steps before; a function is one expression, as in `x => x + 1`"
    return place.diagnostic("block-as-value", "statements in braces have no value", hint, _joined(brace, keyword))


def _joined(first: Lexeme, last: Lexeme) -> Lexeme:
    return Lexeme("sign", first.text + last.text, first.start, last.end)


BEFORE_BRACKETS: tuple[Rule, ...] = (_assignment, _foreign_word, _lambda_word)
RULES: tuple[Rule, ...] = (
    _conditional,
    _behind_the_last,
    _misplaced,
    _return_missing,
    _let_forms,
    _loop_head,
    _procedure_head,
    _type_form,
    _top_level,
    _example_form,
    _block_as_value,
    _record_type,
    _reserved,
    _no_statement,
)
