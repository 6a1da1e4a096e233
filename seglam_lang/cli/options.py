"""Options that several commands share, with the same words everywhere."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class NumberRange(click.FloatRange):
    """A range of numbers. NaN is in none: it is neither less than a bound nor more, so that click lets it pass."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


def cache_option() -> Decorator:
    """Add `--cache FILE`; by default it is SEGLAM_CACHE, else a file in the user's data folder."""
    return click.option(
        "--cache",
        envvar="SEGLAM_CACHE",
        metavar="FILE",
        help="The file of the cache.  [default: $SEGLAM_CACHE, else cache.sqlite in your user data folder]",
    )


def model_option() -> Decorator:
    """Add `--model FILE`; by default it is SEGLAM_MODEL, else the one that `seglam model use` has chosen."""
    return click.option(
        "--model",
        envvar="SEGLAM_MODEL",
        metavar="FILE",
        help="The GGUF file of the model that writes procedures.  "
        "[default: $SEGLAM_MODEL, else the one in use (seglam model list)]",
    )


def accept_option() -> Decorator:
    """Add `--accept CHANCE`: how sure an answer must be."""
    return click.option(
        "--accept",
        type=NumberRange(0, 1),
        metavar="CHANCE",
        help="Answer with what the model writes where it is right with at least this chance, as in --accept 0.8.  "
        "[default: what the model was calibrated to]",
    )


def pick_option() -> Decorator:
    """Add `--pick N`: the reading that a person means."""
    return click.option(
        "--pick",
        type=int,
        metavar="N",
        help="Take reading N of those that a refusal of this very request has shown, and keep it as your choice.",
    )


def quiet_option() -> Decorator:
    """Add `--quiet`: the answer without the line that says what was computed."""
    return click.option("--quiet", is_flag=True, help="Do not describe what was computed.")


def shipped_option() -> Decorator:
    """Add `--no-shipped`: the cache by itself."""
    return click.option("--no-shipped", is_flag=True, help="Leave out the procedures that ship with seglam.")


def request_options() -> Decorator:
    """Add what a request is about: the files of `--in` and how they are read, `--set`, `--today`, the examples."""
    options = (
        click.option(
            "--in",
            "files",
            multiple=True,
            metavar="[NAME=]FILE[::PART]",
            help="An input file: CSV, JSON, JSON Lines, text, a workbook (book.xlsx::Sheet2), Parquet or Arrow, SQLite "
            "or DuckDB (shop.db::orders), each also .gz, .zst or .zip; a folder or a pattern ('sales/*.csv') of files "
            "with the same columns; a table of PostgreSQL (postgres://ann@host/shop::orders); - is standard input. "
            "Repeat it for several.",
        ),
        click.option(
            "--format",
            metavar="FORMAT",
            default="",
            help="What the input files are, whatever they are called: csv, json, jsonl, xlsx, parquet, sqlite, ...",
        ),
        click.option(
            "--header",
            type=click.IntRange(0),
            metavar="N",
            help="The line of a CSV file, or the row of a sheet, that has the headers; 0 if none has.",
        ),
        click.option(
            "--skip-bad-lines",
            is_flag=True,
            help="Leave out lines of CSV and JSON Lines files that cannot be read, and say how many they are.",
        ),
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            help="An input with its value, written as for `seglam run`: --set people=4, --set day=2024-01-31, "
            "--set 'sizes=[1, 2]'. Repeat it for several.",
        ),
        click.option(
            "--today",
            metavar="YYYY-MM-DD",
            help="The day that relative dates count from (yesterday, last month, next Friday, May). "
            "Without it they are no dates: the clock is never asked.",
        ),
        click.option(
            "--example",
            metavar="'=> ANSWER'",
            help="The right answer to this very request, as in --example '=> 12'. Only a procedure that "
            "gives it answers.",
        ),
        click.option(
            "--examples",
            type=click.Path(exists=True, dir_okay=False),
            metavar="CASES.jsonl",
            help='More examples: rows as in --batch, with "answer". Only a procedure that is right for '
            "all of them answers.",
        ),
    )

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate
