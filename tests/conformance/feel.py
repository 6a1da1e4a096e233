"""FEEL (DMN's expression language, github.com/dmn-tck/tck) compiled to this language.

A FEEL function is a procedure of feel_library.seg, a context is a record (a Map where a function takes any context),
`for` is `map`, a filter is `filter`, `some` and `every` are `any` and `all`; a FEEL error, whose value is null, is a
type error or a Failure.
A duration of years and months is a record of its months, so that no number is taken for one.

Out by design, because this language has no such values or no such meaning:

- time zones, nanoseconds, years outside 1 to 9999 (parts of 0007, 1117 and 1121);
- null as an operand: null arithmetic and comparison, three-valued logic (parts of 0059, 0065, 0105, 0107), a field that
  a context has not (0069), lists that hold null or values of several types;
- `instance of`, ranges as values, `today()` and `now()`, and functions as values (a function that sorts or selects is
  translated);
- argument names that a function has not (there are no named arguments; known ones are put in order);
- regular expressions that RE2 has not: references back, subtraction of classes, Unicode blocks.
"""

from __future__ import annotations

from typing import Any

from seglam_lang.language.types import show
from seglam_lang.language.values import Value
from tests.conformance.feel_compiler import Compiler
from tests.conformance.feel_functions import LIBRARY, NAMES
from tests.conformance.feel_syntax import FeelSyntaxError, parse
from tests.conformance.feel_types import filled
from tests.conformance.feel_values import expectation, value_and_type
from tests.conformance.harness import NotTranslatable, Translation
from tests.conformance.library import Code, bare, with_helpers


def translate(row: dict[str, Any]) -> Translation:
    """One row of feel*.jsonl.gz as a program of ours."""
    try:
        tree = parse(row["feel"], [name for name in (*row["inputs"], *NAMES) if " " in name])
    except FeelSyntaxError:
        raise NotTranslatable("syntax that the adapter does not know") from None
    compiler = Compiler()
    scope: dict[str, Code] = {}
    values: dict[str, Value] = {}
    for name, stated in row["inputs"].items():
        try:
            value, kind = value_and_type(stated)
        except NotTranslatable as refusal:
            compiler.unsayable[name] = refusal.reason
            continue
        param = compiler.fresh(name)
        scope[name], values[param] = Code(param, kind), value
    code = compiler.compile(tree, scope)
    used = [each for each in scope.values() if each.text in compiler.used]
    params = ", ".join(f"{each.text}: {show(each.type)}" for each in used)
    known = filled(code.type)
    of_nothing = "[]" in code.text  # of an empty list the checker knows no type, whatever a function says of it
    result = f" -> {show(known)}" if of_nothing or known != code.type else ""
    source = f"proc answer({params}){result} {{\n  return {bare(code.text)}\n}}"
    arguments = {each.text: values[each.text] for each in used}
    return Translation(with_helpers(source, LIBRARY), expectation(row["expected"]), arguments)
