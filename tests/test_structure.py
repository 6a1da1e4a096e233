"""The shape of the package: modules import each other in no circle, and each is short enough to be held in the head."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST_LINES = 450


def modules() -> dict[str, Path]:
    """Return the modules of the package by their full names."""
    paths = sorted((ROOT / "seglam_lang").rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def imported_by(path: Path, known: dict[str, Path]) -> set[str]:
    """Return the modules that one imports, those inside functions and for types alone included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{each.name}" for each in node.names]
        for name in names:
            while name and name not in known:
                name = name.rpartition(".")[0]
            found.add(name)
    return found - {""}


def test_modules_import_each_other_in_no_circle() -> None:
    known = modules()
    graph = {name: imported_by(path, known) - {name} for name, path in known.items()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise AssertionError(f"a circle of imports: {' <- '.join(error.args[1])}") from None
    assert set(order) == set(known)


def test_no_module_is_too_long() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


# Functions that keep all they ever found out, and why that has an end.
FINITE = {
    "seglam_lang.language.builtins.registry._plain": "one for each constructor",
    "seglam_lang.language.checking.rules.unary": "one for each unary operator",
    "seglam_lang.language.completion.partial_calls.methods": "one for each constructor and part of the language",
    "seglam_lang.language.computing.unicode_pinned._table": "one for each table of the module",
    "seglam_lang.language.describing.calls._compared": "one for each builtin",
    "seglam_lang.language.describing.templates.template": "one for each phrase of the registry",
}


def is_unbounded(decorator: ast.expr) -> bool:
    """Return whether a decorator is `cache` or `lru_cache(maxsize=None)`."""
    return re.search(r"\bcache$|\blru_cache\(.*None\)$", ast.unparse(decorator)) is not None


def test_no_cache_grows_with_what_a_process_is_asked() -> None:
    """A cache without a bound, of a function with arguments, needs a reason: types and procedures have no end."""
    found = {
        f"{name}.{node.name}"
        for name, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and any(map(is_unbounded, node.decorator_list))
        if node.args.args or node.args.vararg
    }
    assert found == set(FINITE)
