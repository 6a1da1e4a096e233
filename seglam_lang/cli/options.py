"""Options that several commands share, with the same words everywhere.

Those that belong together come to a command as one value: `Asked` is what a request is about, `Loop` what answers it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import wraps
from typing import Any

import click

DUCKDB = "duckdb"  # of `seglam_lang.language`, which no command imports before it reads something
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class HowRead:
    """How files are read, and what computes with large ones."""

    format: str
    header: int | None
    skip_bad_lines: bool
    keep_totals: bool
    blank: tuple[str, ...]
    engine: str


@dataclass(frozen=True, slots=True)
class About(HowRead):
    """What a request is about: its inputs, how they are read, and the day."""

    files: tuple[str, ...]
    settings: tuple[str, ...]
    today: str | None

    @property
    def names_inputs(self) -> bool:
        """Whether an option says what the inputs are, how they are read, or what computes with them."""
        given = (self.files, self.settings, self.format, self.skip_bad_lines, self.keep_totals, self.blank)
        return any(given) or self.header is not None or self.engine != DUCKDB

    @property
    def is_given(self) -> bool:
        """Whether anything of it is said: the inputs, how they are read, or the day."""
        return self.names_inputs or self.today is not None


@dataclass(frozen=True, slots=True)
class Asked(About):
    """What is asked: what it is about, the examples, and which of its readings a person means."""

    example: str | None
    examples: str | None
    pick: int | None
    retry: bool

    @property
    def is_bare(self) -> bool:
        """Whether no option is given but --today and --keep-totals: those of a file of requests, whose rows have their
        own inputs."""
        said = (self.example, self.examples, self.pick)
        return not (replace(self, keep_totals=False).names_inputs or self.retry) and said == (None, None, None)


@dataclass(frozen=True, slots=True)
class Loop:
    """What answers: the cache and the model, and how sure an answer must be."""

    cache: str | None
    model: str | None = None
    writers: tuple[str, ...] = ()
    threads: int = 1
    gpu_layers: int = 0
    no_shipped: bool = False
    accept: float | None = None
    near_errors: float | None = None


def together(name: str, kind: Callable[..., Any], options: Sequence[Decorator]) -> Decorator:
    """Add options that the command gets as one value, called `name`: `kind` is a dataclass with a field for each."""
    members = [field.name for field in fields(kind)]  # type: ignore[arg-type]

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def bundled(**given: Any) -> Any:
            return function(**{name: kind(**{member: given.pop(member) for member in members})}, **given)

        decorated: Callable[..., Any] = bundled
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


class WholeNumber(click.IntRange):
    """A whole number, in a range, by the name that people have for it."""

    name = "whole number"


class NumberRange(click.FloatRange):
    """A range of numbers. NaN is in none: it is neither less than a bound nor more, so that click lets it pass."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if math.isnan(number):
            self.fail(f"{value!r} is not a number{self._bounds()}", param, ctx)
        return float(super().convert(number, param, ctx))

    def _bounds(self) -> str:
        return f" from {self.min:g} to {self.max:g}, as 0.8 is." if None not in (self.min, self.max) else "."


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
        help="The GGUF file of the model that writes procedures. One not made for seglam is asked where the one "
        "that ships is not sure.  "
        "[default: $SEGLAM_MODEL, else the one in use (seglam model list)]",
    )


def writer_option() -> Decorator:
    """Add `--writer NAME`, for the models to ask and their order."""
    return click.option(
        "--writer",
        "writers",
        multiple=True,
        metavar="NAME",
        help="A model to ask: shipped, the name of a tuned one, or a GGUF file. Repeat it for several: each is asked "
        "where those before it are not sure. --model is not used then.",
    )


def threads_option() -> Decorator:
    """Add `--threads N`, for the model."""
    return click.option(
        "--threads",
        type=WholeNumber(1),
        default=1,
        show_default=True,
        metavar="N",
        help="Threads that a model runs in: more help large ones, on cores that nobody else uses.",
    )


def gpu_layers_option() -> Decorator:
    """Add `--gpu-layers N`, for a model that was not made for SEGLAM."""
    return click.option(
        "--gpu-layers",
        type=WholeNumber(0),
        default=0,
        show_default=True,
        metavar="N",
        help="Layers of a large model that are computed on a GPU, where llama.cpp was built for one.",
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


def near_errors_option() -> Decorator:
    """Add `--near-errors SHARE`: how many answers may be wrong because other words were taken for known ones."""
    return click.option(
        "--near-errors",
        type=NumberRange(0, 1),
        metavar="SHARE",
        help="Answer with a stored procedure that the model recognises in other words where no more than this share of "
        "such answers is wrong; 0 for never.  [default: 0.01]",
    )


def pick_option() -> Decorator:
    """Add `--pick N`: the reading that a person means."""
    return click.option(
        "--pick",
        type=int,
        metavar="N",
        help="Take reading N of those that a refusal of this very request has shown, and keep it as your choice.",
    )


def engine_option() -> Decorator:
    """Add `--engine NAME`: what computes with large tables."""
    return click.option(
        "--engine",
        metavar="ENGINE",
        default=DUCKDB,
        show_default=True,
        help="What computes with the rows of large files: duckdb, in this process, or Spark as local[*], "
        "spark://host:7077, yarn or k8s://host:443.",
    )


def expect_engine(how: HowRead) -> None:
    """Raise Sentence where there is no engine of that name, whatever is to be read.

    The commands ask, and not click, which knows nothing of errors as JSON.
    """
    if how.engine == DUCKDB:
        return
    from seglam_lang.cli.errors import Sentence
    from seglam_lang.language.backends.engine_names import wrong_engine

    if why := wrong_engine(how.engine):
        raise Sentence(why)


def quiet_option() -> Decorator:
    """Add `--quiet`: the answer without the line that says what was computed, and no bar while it comes."""
    return click.option("--quiet", is_flag=True, help="Do not describe what was computed, and show no progress.")


def shipped_option() -> Decorator:
    """Add `--no-shipped`: the cache by itself."""
    return click.option("--no-shipped", is_flag=True, help="Leave out the procedures that ship with seglam.")


def input_options() -> Decorator:
    """Add what a request asks about, as `about`: the files of `--in` and how they are read, `--set`, `--today`,
    `--engine`."""
    return together("about", About, _about())


def asked_options() -> Decorator:
    """Add all that is asked, as `asked`: what it is about, `--example`, `--examples`, `--pick`, `--retry`."""
    return together("asked", Asked, (*_about(), *_meant()))


def _about() -> tuple[Decorator, ...]:
    return (
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
        *_how_read(),
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
    )


def reading_options() -> Decorator:
    """Add how files are read, as `how`: `--format`, `--header`, `--skip-bad-lines`, `--keep-totals`, `--blank`,
    `--engine`."""
    return together("how", HowRead, _how_read())


def _how_read() -> tuple[Decorator, ...]:
    return (
        click.option(
            "--format",
            metavar="FORMAT",
            default="",
            help="What the input files are, whatever they are called: csv, json, jsonl, xlsx, parquet, sqlite, ...",
        ),
        click.option(
            "--header",
            type=WholeNumber(0),
            metavar="N",
            help="The line of a CSV file, or the row of a sheet, that has the headers; 0 if none has.",
        ),
        click.option(
            "--skip-bad-lines",
            is_flag=True,
            help="Leave out lines of CSV and JSON Lines files that cannot be read, and say how many they are.",
        ),
        click.option(
            "--keep-totals",
            is_flag=True,
            help="Read lines of totals, and remarks below them, as rows like the others.",
        ),
        click.option(
            "--blank",
            multiple=True,
            metavar="TEXT",
            help="Cells with this text are blank, as DNF among times, or -999 among numbers. Repeat it for several.",
        ),
        engine_option(),
    )


def _meant() -> tuple[Decorator, ...]:
    return (
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
        pick_option(),
        click.option(
            "--retry",
            is_flag=True,
            help="Where this request was refused before, have the model write more, and judge it with what it wrote.",
        ),
    )


def loop_options() -> Decorator:
    """Add what answers, as `loop`: `--accept`, `--near-errors`, `--cache`, `--no-shipped`, `--model`, `--writer`,
    `--threads`, `--gpu-layers`.
    """
    models = (model_option(), writer_option(), threads_option(), gpu_layers_option())
    options = (accept_option(), near_errors_option(), cache_option(), shipped_option(), *models)
    return together("loop", Loop, options)
