"""What one process of the matrix does: run everything of a corpus, write down what came out, and print one digest.

    python tests/determinism/runner.py CORPUS RESULTS

It needs nothing but `seglam_lang` and, on its path, the pure Python part of msgpack and lark, so that any CPython can
run it. What uses patterns needs RE2, which is compiled for one version of Python: it is left out where RE2 is missing,
and has a digest of its own. RESULTS, and RESULTS.patterns, get one line a run: what was run, the fuel, and the value's
bytes or the failure; two of these files say where two processes differ. Standard output is one line of JSON.
"""

from __future__ import annotations

import decimal
import json
import locale
import platform
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from seglam_lang.language import check
from seglam_lang.language.builtins import REGISTRY, Builtin, pattern
from seglam_lang.language.core import Call, Local, Procedure, preorder
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.codec import content_hash, encode
from seglam_lang.language.storing.decoding import decode
from seglam_lang.language.storing.value_codec import decode_argument, encode_value
from seglam_lang.language.types import Con, Constructor, Type, is_a
from seglam_lang.language.values import Value
from seglam_lang.verifier.analysis import hints_of
from seglam_lang.verifier.generate import Hints, Seeded, generate, signature_of

GENERATED = 25  # inputs for each stored procedure, and for each way to call a builtin
FUEL = 200_000  # of a run; to run out of it is a result like any other

# Values on which Pythons, locales and libraries are known to differ, or nearly.
ODD = Hints(
    numbers=(
        10**34 - 2, -(10**33), 2**63, 2**64, Decimal("9.99E+6144"), Decimal("-1E-6143"), Decimal("0.1"),
        Decimal("2.675"), Decimal("-0.5"), Decimal("1234567.891"), Decimal("3.333333333333333333333333333333333"),
    ),
    texts=(
        "Straße ﬁn", "İstanbul ıI", "ǅungla", "ΣΊΣΥΦΟΣ", "e\u0301te\u0301", "été", "ａＢ１２", "٣٤", "½ Ⅷ ²",
        "k \u212a Å", "\u1c89\u1c8a", "\U00010d50\U00010d70", "\U0001e4d0", "\u2ffc\u31ef", "\ua7cb\ua7da",
        "\U00011f02", "\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea", "a\u00a0b\u2003c\u200bd\u3000e",
        "x\r\ny\x85z\u2028w\x0bv\x1cu", "1,234.50", "-12%", "6.02e23", "2024-02-29", "29 February 2024", "dd.MM.yyyy",
        "#,##0.00", "[a-z]+(\\d*)", '{"a": [1, 2.50]}', "a,b\n1,2\n", "Mb", "km",
    ),
)  # fmt: skip


def results(corpus: dict[str, Any], patterns: bool) -> Iterator[str]:
    """One line for each run and for each procedure that is read; of those with patterns, or of the others."""
    for sources in corpus["sources"]:
        if names_patterns(sources["text"]) is patterns:
            yield from _from_source(sources["name"], sources["text"])
    known: dict[str, Procedure] = {}
    for stored in corpus["procedures"]:
        procedure = decode(bytes.fromhex(stored["core"]), known.__getitem__)
        known[content_hash(procedure)] = procedure
        if uses_patterns(procedure) is not patterns:
            continue
        compiled = compile_procedure(procedure)
        for number, arguments in enumerate(stored["arguments"]):
            decoded = [decode_argument(bytes.fromhex(each)) for each in arguments]
            yield _outcome(f"own {stored['name']} {number}", compiled, decoded)
        yield from _generated(stored["name"], procedure, hints_of([procedure]))
    for builtin in REGISTRY.by_id.values():
        for procedure in calls_of(builtin):
            if uses_patterns(procedure) is patterns:
                yield from _generated(f"{builtin.id}/{len(procedure.params)}", procedure, ODD)


def uses_patterns(procedure: Procedure) -> bool:
    """Whether a run of the procedure, or of one that it calls, can need RE2."""
    nodes = (node for root in procedure.roots() for node in preorder(root) if isinstance(node, Call))
    if any(REGISTRY.by_id[node.builtin].impl.__module__ == pattern.__name__ for node in nodes):
        return True
    return any(map(uses_patterns, procedure.callees.values()))


def names_patterns(text: str) -> bool:
    """Whether a source calls a builtin that reads patterns: a literal one is read when the source is checked."""
    return any(f".{each.name}(" in text for each in REGISTRY.all() if each.impl.__module__ == pattern.__name__)


def _from_source(name: str, text: str) -> Iterator[str]:
    """Source to bytes: parsed, checked, printed, encoded and hashed."""
    for checked in check(text):
        printed = sha256(checked.source.encode()).hexdigest()
        yield f"source {name} {checked.name} {content_hash(checked.core)} {encode(checked.core).hex()} {printed}"


def calls_of(builtin: Builtin) -> Iterator[Procedure]:
    """The procedures that do nothing but call the builtin: with all arguments, and with as few as may be.

    None for what takes a function or a type, or what no procedure takes or gives (rows, groups): its examples run it.
    """
    parts = {part for kind in (*builtin.params, builtin.result) for part in _parts(kind)}
    if parts & {"Fn", "Type", "Row", "Groups"}:
        return
    for count in sorted({len(builtin.params), len(builtin.params) - builtin.optional}):
        params = builtin.params[:count]
        tables, last = [], -1
        for place, kind in enumerate(params):
            last = place if is_a(kind, Constructor.TABLE) else last
            tables.append(last if is_a(kind, Constructor.COLUMN) else -1)
        body = Call(builtin.id, tuple(map(Local, range(count))))
        yield Procedure(params, tuple(tables), builtin.result, (), body, (), count)


def _parts(kind: Type) -> Iterator[str]:
    if isinstance(kind, Con):
        yield kind.name
        for arg in kind.args:
            yield from _parts(arg)


def _is(kind: Type, name: str) -> bool:
    return isinstance(kind, Con) and kind.name == name


def _generated(name: str, procedure: Procedure, hints: Hints) -> Iterator[str]:
    compiled, signature = compile_procedure(procedure), signature_of(procedure)
    names = tuple(param.name for param in signature.params)
    for number in range(GENERATED):
        made = generate(signature, Seeded("determinism", name, number), hints)
        yield _outcome(f"run {name} {number}", compiled, made.arguments(names))


def _outcome(name: str, compiled: Compiled, arguments: list[Value]) -> str:
    try:
        value, fuel = compiled.run_counted(arguments, FUEL)
    except Failure as failure:
        return f"{name} !{failure.code} at {failure.node}: {failure.message!a}"
    return f"{name} {fuel} {encode_value(value).hex()}"


def main(corpus: Path, out: Path) -> None:
    """Set the process up as a program of this locale and time zone would be; run; print."""
    try:
        locale.setlocale(locale.LC_ALL, "")
        name = locale.setlocale(locale.LC_ALL)
    except locale.Error:
        name = "not installed"
    time.tzset()
    hostile = decimal.Context(prec=3, rounding=decimal.ROUND_UP, capitals=0, traps=[decimal.Inexact, decimal.Rounded])
    decimal.setcontext(hostile)  # what some other library could have done
    stored = json.loads(corpus.read_text(encoding="utf-8"))
    about = {"python": platform.python_version(), "locale": name, "zone": time.tzname[0]}
    digests = {"digest": _written(results(stored, False), out)}
    if find_spec("re2"):
        digests["patterns"] = _written(results(stored, True), out.with_suffix(".patterns"))
    print(json.dumps(digests | about))


def _written(lines: Iterator[str], out: Path) -> str:
    """The digest of the lines, which are written down."""
    digest = sha256()
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            digest.update(line.encode() + b"\n")
            file.write(line + "\n")
    return digest.hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
