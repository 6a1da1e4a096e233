"""The procedure language: small, typed, total, deterministic. Usable alone: it knows nothing of models or caches.

    from seglam_lang import language
    module = language.load("proc twice(x: Number) -> Number { return x * 2 }")
    module["twice"](21)  # 42

Everything here is loaded when it is first used: who only runs stored procedures never loads the parser.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seglam_lang.language.arguments import ArgumentError
    from seglam_lang.language.checked import Checked, Example
    from seglam_lang.language.checker import check, check_draft
    from seglam_lang.language.codec import content_hash, encode
    from seglam_lang.language.compiler import Compiled, compile_procedure
    from seglam_lang.language.completion import completions
    from seglam_lang.language.decoding import decode
    from seglam_lang.language.diagnostics import Diagnostic, LanguageError, render, render_all
    from seglam_lang.language.examples import run_examples, show_value
    from seglam_lang.language.failures import Failure
    from seglam_lang.language.module import Module, PlacedFailure, Procedure, load
    from seglam_lang.language.parser import parse, parse_body
    from seglam_lang.language.printer import print_module
    from seglam_lang.language.signature import Param, Signature
    from seglam_lang.language.value_codec import CodecError, decode_value, encode_value

_HOMES = {
    "arguments": ("ArgumentError",),
    "checked": ("Checked", "Example"),
    "checker": ("check", "check_draft"),
    "codec": ("content_hash", "encode"),
    "compiler": ("Compiled", "compile_procedure"),
    "completion": ("completions",),
    "decoding": ("decode",),
    "diagnostics": ("Diagnostic", "LanguageError", "render", "render_all"),
    "examples": ("run_examples", "show_value"),
    "failures": ("Failure",),
    "module": ("Module", "PlacedFailure", "Procedure", "load"),
    "parser": ("parse", "parse_body"),
    "printer": ("print_module",),
    "signature": ("Param", "Signature"),
    "value_codec": ("CodecError", "decode_value", "encode_value"),
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
