"""The procedure language: small, typed, total, deterministic. Usable alone: it knows nothing of models or caches.

    from seglam_lang import language
    module = language.load("proc twice(x: Number) -> Number { return x * 2 }")
    module["twice"](21)  # 42

Everything here is loaded when it is first used: who only runs stored procedures never loads the parser. Its rooms, each
of which knows only those above it:

    types, values, core   what all speak of: types, values at run time, and what a procedure means without its names
    computing/            numbers, the letters of Unicode, fuel
    builtins/             the methods and operators, in one registry
    running/  storing/    cores to closures; cores and values as bytes
    syntax/               source text and its nodes: reading, what is said where it cannot be read, the one layout
    checking/             nodes to checked cores; completion/ what may come next
    python/  byhand/      from Python; at a terminal
    reference/            the documentation that is made from all this
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seglam_lang.language.checking.checked import Checked, Example
    from seglam_lang.language.checking.checker import check, check_draft
    from seglam_lang.language.checking.examples import run_examples
    from seglam_lang.language.checking.signature import Param, Signature
    from seglam_lang.language.completion import completions
    from seglam_lang.language.diagnostics import Diagnostic, LanguageError, render, render_all
    from seglam_lang.language.failures import Failure
    from seglam_lang.language.python.arguments import ArgumentError
    from seglam_lang.language.python.module import Module, PlacedFailure, Procedure, load
    from seglam_lang.language.result_table import ResultTable
    from seglam_lang.language.running.compiled import Compiled
    from seglam_lang.language.running.compiler import compile_procedure
    from seglam_lang.language.storing.codec import content_hash, encode
    from seglam_lang.language.storing.decoding import decode
    from seglam_lang.language.storing.value_codec import CodecError, decode_value, encode_value
    from seglam_lang.language.syntax.literals import show_value
    from seglam_lang.language.syntax.parser import parse, parse_body
    from seglam_lang.language.syntax.printer import print_module

_HOMES = {
    "checking.checked": ("Checked", "Example"),
    "checking.checker": ("check", "check_draft"),
    "checking.examples": ("run_examples",),
    "checking.signature": ("Param", "Signature"),
    "completion": ("completions",),
    "diagnostics": ("Diagnostic", "LanguageError", "render", "render_all"),
    "failures": ("Failure",),
    "python.arguments": ("ArgumentError",),
    "python.module": ("Module", "PlacedFailure", "Procedure", "load"),
    "result_table": ("ResultTable",),
    "running.compiled": ("Compiled",),
    "running.compiler": ("compile_procedure",),
    "storing.codec": ("content_hash", "encode"),
    "storing.decoding": ("decode",),
    "storing.value_codec": ("CodecError", "decode_value", "encode_value"),
    "syntax.parser": ("parse", "parse_body"),
    "syntax.printer": ("print_module",),
    "syntax.literals": ("show_value",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ArgumentError",
    "Checked",
    "CodecError",
    "Compiled",
    "Diagnostic",
    "Example",
    "Failure",
    "LanguageError",
    "Module",
    "Param",
    "PlacedFailure",
    "Procedure",
    "ResultTable",
    "Signature",
    "check",
    "check_draft",
    "compile_procedure",
    "completions",
    "content_hash",
    "decode",
    "decode_value",
    "encode",
    "encode_value",
    "load",
    "parse",
    "parse_body",
    "print_module",
    "render",
    "render_all",
    "run_examples",
    "show_value",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
