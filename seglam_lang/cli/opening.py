"""What the commands work on: the cache alone, or the whole loop, and the inputs that their options name."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from seglam_lang.cli.options import DUCKDB, About, Asked, HowRead, Loop, expect_engine
from seglam_lang.engine import Seglam
from seglam_lang.inputs import FileOptions, InputError, Inputs, read_inputs, read_lines_of_json
from seglam_lang.inputs.files import is_url
from seglam_lang.inputs.model import is_encodable
from seglam_lang.places import default_cache, shipped_layers
from seglam_lang.store import Store, StoreError
from seglam_lang.store.database import IN_MEMORY


def open_store(cache: str | None, *, shipped: bool = True, make: bool = True) -> Store:
    """Return the cache, over the procedures that ship unless they are left out. A command that only reads it does not
    `make` one: its name may be misspelled."""
    _expect_layer(shipped)
    _expect_folder(cache)
    return Store.open(cache or default_cache(), shipped_layers() if shipped else (), make)


def open_seglam(loop: Loop, *, no_model: bool = False) -> Seglam:
    """Return the loop over that cache and model."""
    _expect_layer(not loop.no_shipped)
    _expect_folder(loop.cache)
    layers = () if loop.no_shipped else None
    return Seglam(
        loop.cache,
        loop.model,
        use_model=not no_model,
        accept=loop.accept,
        layers=layers,
        writers=loop.writers,
        threads=loop.threads,
        near_errors=loop.near_errors,
        gpu_layers=loop.gpu_layers,
    )


def _expect_layer(wanted: bool) -> None:
    """Say how the procedures that ship are built, where they should be there and are not."""
    if wanted and not shipped_layers():
        click.echo(
            "seglam: the procedures that ship are not built yet; `python -m seglam_lang.layer` builds them", err=True
        )


def _expect_folder(cache: str | None) -> None:
    """Refuse a cache in a folder that is not there: it is most likely misspelled, and nothing would be kept."""
    if cache and cache != IN_MEMORY and not Path(cache).parent.is_dir():
        raise StoreError("no-folder", f"there is no folder {Path(cache).parent} for the cache {Path(cache).name}")


def given_inputs(asked: About) -> Inputs:
    """Return the inputs that `--in [NAME=]FILE` and `--set NAME=VALUE` name; the others say how files are read. Raise
    Sentence where there is no such engine, though there may be no inputs."""
    expect_engine(asked)
    named = [named_file(given) for given in asked.files]
    return read_inputs(named, [_setting(given) for given in asked.settings], options=file_options(asked))


def file_options(how: HowRead) -> FileOptions:
    """Return how files are to be read, as a command was told."""
    return FileOptions(
        how.format,
        how.header,
        sys.stdin.buffer.read,
        how.skip_bad_lines,
        keep_totals=how.keep_totals,
        blank=how.blank,
        engine=how.engine,
    )


def kept_inputs(asked: About) -> dict[str, Any] | None:
    """Return, as plain values, how these inputs were named, wherever the next command is called; None where they cannot
    be read again: standard input, or a server, whose address may have a password in it.
    """
    named = [named_file(given) for given in asked.files]
    if any(isinstance(file, str) or str(file) == "-" for _, file in named):
        return None
    return {
        "files": [f"{name}={Path(file).absolute()}" if name else str(Path(file).absolute()) for name, file in named],
        "format": asked.format,
        "header": asked.header,
        "skip_bad_lines": asked.skip_bad_lines,
        "keep_totals": asked.keep_totals,
        "blank": list(asked.blank),
        "settings": list(asked.settings),
        "today": asked.today,
        "engine": asked.engine,
    }


def inputs_kept(kept: Mapping[str, Any]) -> About:
    """Return what `kept_inputs` was given; what earlier versions did not keep has its default."""
    kept = {"keep_totals": False, "blank": (), "engine": DUCKDB, **kept}
    several = {name: tuple(kept[name]) for name in ("files", "settings", "blank")}
    return About(**{**kept, **several})


def given_options(asked: Asked) -> dict[str, Any]:
    """Return the other options of `Seglam.exec` that are given: the day, what is said to a refusal, the examples."""
    options: dict[str, Any] = {"today": asked.today, "pick": asked.pick, "retry": asked.retry}
    if asked.example is not None:
        from seglam_lang.verifier.examples import parse_example

        options["example"] = parse_example(asked.example)
    if asked.examples is not None:
        rows = read_lines_of_json(Path(asked.examples))
        if not rows or not all(isinstance(row, dict) for row in rows):
            raise InputError("bad-example", f'{asked.examples}: each line must be {{"request", "inputs", "answer"}}')
        options["examples"] = rows
    return options


def named_file(given: str) -> tuple[str, Path | str]:
    """Return the name ("" if none) and the file in `orders=o.csv`; a file whose own name has an `=` is still found.

    A URL comes back as the text that it is.
    """
    if not given:
        raise InputError("unknown-file", "--in names no file; expected [NAME=]FILE, as in --in orders.csv")
    name, equals, rest = given.partition("=")
    if not (equals and name.isidentifier() and not Path(given).exists()):
        name, rest = "", given
    return name, rest if is_url(rest) else Path(rest)


def _setting(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not name.strip():
        raise InputError("bad-setting", f"--set {given}: expected NAME=VALUE, as in --set people=4")
    if not is_encodable(given):
        raise InputError("bad-setting", f"--set {name}: this holds a byte that is no UTF-8")
    return name.strip(), value
