"""Options that several commands share, with the same words everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def cache_option() -> Decorator:
    """Add `--cache FILE`, else SEGLAM_CACHE, else the user's data folder."""
    return click.option(
        "--cache",
        envvar="SEGLAM_CACHE",
        metavar="FILE",
        help="The cache to use.  [default: $SEGLAM_CACHE, else cache.sqlite in your user data folder]",
    )


def model_option() -> Decorator:
    """Add `--model FILE`, else SEGLAM_MODEL, else the model that ships."""
    return click.option(
        "--model",
        envvar="SEGLAM_MODEL",
        metavar="FILE",
        help="The GGUF model that writes procedures.  [default: $SEGLAM_MODEL, else the model that ships]",
    )


def quiet_option() -> Decorator:
    """Add `--quiet`: the answer without the line that says what was computed."""
    return click.option("--quiet", is_flag=True, help="Do not describe what was computed.")


def shipped_option() -> Decorator:
    """Add `--no-shipped`: the cache by itself."""
    return click.option("--no-shipped", is_flag=True, help="Do without the procedures that ship with seglam.")


def request_options() -> Decorator:
    """Add what a request is about: `--in`, `--set`, `--example`, `--examples`."""
    options = (
        click.option(
            "--in",
            "files",
            multiple=True,
            metavar="[NAME=]FILE",
            help="An input file: .csv, .tsv, .json, .jsonl, .txt, .md or .log, each also .gz. Repeat it for several, "
            "with a name for each.",
        ),
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            help="A value as an input, written as for `seglam run`: --set people=4, --set day=2024-01-31, "
            "--set 'sizes=[1, 2]'.",
        ),
        click.option(
            "--example",
            metavar="'=> ANSWER'",
            help="The right answer to this very request; only a procedure that gives it is stored: --example '=> 12'.",
        ),
        click.option(
            "--examples",
            type=click.Path(exists=True, dir_okay=False),
            metavar="CASES.jsonl",
            help='More cases, rows as in --batch with "answer"; only a procedure that satisfies all of them is stored.',
        ),
    )

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate
