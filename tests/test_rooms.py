"""Which room may know of which: found in the imports of every module, those inside functions too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "seglam_lang"
ROOMS = ("language", "inputs", "output", "requests", "store", "matching", "translator", "verifier")
MAY_KNOW = {
    "language": {"resources"},  # where the grammar lies
    "inputs": {"language"},
    "output": {"language"},
    "requests": {"language", "inputs"},
    "store": {"language", "requests", "drafts"},
    "matching": {"language", "inputs", "requests", "store"},
    "translator": {"language", "inputs", "requests", "drafts"},
    "verifier": {"language", "inputs", "requests", "drafts", "store", "matching", "intervals"},
}
CALIBRATION = PACKAGE / "translator" / "nano" / "calibrate"  # a command: it measures what the rooms do together


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_only_the_rooms_below(room: str) -> None:
    modules = sorted(set((PACKAGE / room).rglob("*.py")) - set(CALIBRATION.rglob("*.py")))
    assert modules
    wrong = [
        f"{module.relative_to(PACKAGE)} imports {name}"
        for module in modules
        for name in imported(module.read_text(encoding="utf-8"))
        if room_of(name) not in {"", room, *MAY_KNOW[room]}
    ]
    assert wrong == []


def test_nothing_but_itself_knows_of_the_calibration() -> None:
    name = "seglam_lang.translator.nano.calibrate"
    others = set(PACKAGE.rglob("*.py")) - set(CALIBRATION.rglob("*.py"))
    knowing = [
        each for each in others if any(known.startswith(name) for known in imported(each.read_text(encoding="utf-8")))
    ]
    assert knowing == []
    assert CALIBRATION.is_dir()


# Inside of language/: what each of its rooms may know of the others.
IN_LANGUAGE = (
    ("computing", {"failures", "types", "values"}),
    ("builtins", {"computing", "failures", "jsonvalue", "types", "values"}),
    ("running", {"builtins", "computing", "core", "failures", "types", "values"}),
    ("storing", {"builtins", "computing", "core", "failures", "types", "values"}),
    ("backends", {"builtins", "computing", "core", "failures", "running", "types", "values"}),
    ("describing", {"alignment", "builtins", "core", "jsonvalue", "types", "values"}),
    ("syntax", {"computing", "diagnostics", "failures", "types", "values"}),
)


@pytest.mark.parametrize(("room", "known"), IN_LANGUAGE)
def test_what_runs_procedures_knows_nothing_of_their_source(room: str, known: set[str]) -> None:
    names = [
        name.removeprefix("seglam_lang.language.").split(".")[0]
        for module in (PACKAGE / "language" / room).rglob("*.py")
        for name in imported(module.read_text(encoding="utf-8"))
        if name.startswith("seglam_lang.language.")
    ]
    assert set(names) - {room} <= known


def test_only_commands_know_of_commands() -> None:
    entries = ("cli", "__main__.py")  # the latter is `python -m`
    modules = [each for each in PACKAGE.rglob("*.py") if each.relative_to(PACKAGE).parts[0] not in entries]
    sources = {module: module.read_text(encoding="utf-8") for module in modules}
    assert [module for module, source in sources.items() if "cli" in map(room_of, imported(source))] == []


@pytest.mark.parametrize(
    "source",
    [
        "import seglam_lang.store",
        "import seglam_lang.store.records as r",
        "from seglam_lang import store",
        "from seglam_lang.store import Store",
        "def f() -> None:\n    from seglam_lang.store.store import Store",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import seglam_lang.store",
    ],
)
def test_every_way_to_import_is_seen(source: str) -> None:
    assert "store" in map(room_of, imported(source))


def test_relative_imports_are_not_used() -> None:
    """`imported` could not tell what they name."""
    for module in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            assert not isinstance(node, ast.ImportFrom) or node.level == 0, module


def imported(source: str) -> Iterator[str]:
    """The full names that a module imports, of `from a import b` the name `a.b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)


def room_of(name: str) -> str:
    """The room, or the module beside the rooms, that an imported name is of; "" for what is not ours."""
    first, _, rest = name.partition(".")
    return rest.partition(".")[0] if first == "seglam_lang" else ""
