"""The command line: talks to people, decides nothing.

Each command lives in a module of its own that is imported when it is called, and imports what it needs inside its
function: a hit is over before a parser or a model could have been loaded.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from seglam_lang import __version__

COMMANDS = {
    "exec": "seglam_lang.cli.execute",
    "compile": "seglam_lang.cli.compile",
    "cache": "seglam_lang.cli.cache",
    "trace": "seglam_lang.cli.trace",
    "fmt": "seglam_lang.cli.fmt",
    "check": "seglam_lang.cli.check",
    "test": "seglam_lang.cli.test",
    "run": "seglam_lang.cli.run",
    "repl": "seglam_lang.cli.repl",
    "docs": "seglam_lang.cli.docs",
}


class Commands(click.Group):
    """A group whose commands are imported when they are needed, and whose errors are sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[name]).command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click knows what to do
        except Exception as error:
            if os.environ.get("SEGLAM_DEBUG"):
                raise
            from seglam_lang.cli.errors import as_sentence

            raise as_sentence(error) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="seglam", message="%(prog)s %(version)s")
def cli() -> None:
    """Answer a request once with a language model and from then on with code.

    The first request of a type is a miss: a small model writes a procedure, which is checked, verified and stored.
    Every later request of that type, about other columns and other values, is a hit: the stored procedure runs, without
    a model.

    \b
      seglam exec "what is 15% of 80"
      seglam exec "total sales by region" --in orders.csv
      seglam cache list

    Procedures are written by hand with fmt, check, test, run and repl.

    Exit codes: 0 answered · 2 not answered (bad input, or no procedure is trusted enough) · 130 a batch that Ctrl-C
    interrupted · 1 what `test` or `fmt --check` looks for was found; else a fault of seglam, of which SEGLAM_DEBUG=1
    shows the place.
    """


def main() -> None:
    """The entry point of the `seglam` command."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):  # the same bytes in every locale
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli()


def _open_what_is_closed() -> None:
    """Whoever starts us with a standard stream closed (`>&-`) wants nothing of it: it leads nowhere, and no other file
    takes its number.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        continue
    os.close(number)
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
