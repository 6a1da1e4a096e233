"""The command line: talks to people, decides nothing.

Each command has a module of its own, which is imported when the command is called and imports what it needs inside its
functions: a hit must load no parser and no model.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from typing import Any

import click

from seglam_lang import __version__

COMMANDS = {
    "exec": "seglam_lang.cli.execute",
    "explain": "seglam_lang.cli.explain",
    "wrong": "seglam_lang.cli.wrong",
    "right": "seglam_lang.cli.right",
    "compile": "seglam_lang.cli.compile",
    "cache": "seglam_lang.cli.cache",
    "stats": "seglam_lang.cli.stats",
    "model": "seglam_lang.cli.model",
    "trace": "seglam_lang.cli.trace",
    "fmt": "seglam_lang.cli.fmt",
    "check": "seglam_lang.cli.check",
    "test": "seglam_lang.cli.test",
    "run": "seglam_lang.cli.run",
    "repl": "seglam_lang.cli.repl",
    "docs": "seglam_lang.cli.docs",
}
_ALLOCATIONS = 100_000  # between two collections; Python's own 700 suit a process that forgets as much as it makes


class Commands(click.Group):
    """A group that imports its commands when they are called, and whose errors are sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[name]).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called; what is none is told with the command that is most likely meant."""
        given = args[0]
        if self.get_command(ctx, given) is None and not given.startswith("-"):
            from seglam_lang.language.diagnostics import did_you_mean

            hint = (
                f'a request stands behind exec: seglam exec "{given}"'
                if " " in given
                else did_you_mean(given, COMMANDS)
            )
            ctx.fail(f"There is no command {given!r}; {hint or 'seglam --help lists them'}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click reports these itself
        except KeyboardInterrupt:
            from seglam_lang.cli.errors import Interrupted

            raise Interrupted("interrupted") from None
        except MemoryError:
            error: Exception = MemoryError()  # another one: what this one holds is what fills the memory
        except Exception as raised:
            if os.environ.get("SEGLAM_DEBUG"):
                raise
            error = raised
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

    For procedures written by hand there are check, fmt, test, run, repl and docs; `compile FILE.seg` stores them.

    Exit codes: 0 done · 2 not done: bad input, or no procedure is trusted enough (the sentence on stderr says which) ·
    1 an example failed (test), a file would change (fmt --check), or a fault of seglam (SEGLAM_DEBUG=1 shows where) ·
    130 interrupted by Ctrl-C.
    """


def main() -> None:
    """Run the `seglam` command."""
    # What is imported and read stays to the end: a collector that is called as often as usual looks through all of it
    # dozens of times and finds nothing, for a seventh of the time of a cold hit.
    gc.set_threshold(_ALLOCATIONS)
    atexit.register(gc.freeze)  # nor does it find anything when all of it ends, for another eighth
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):  # the same bytes in every locale
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli()


def _open_what_is_closed() -> None:
    """Open standard streams that are closed (`>&-`) on the null device, so that no other file takes their numbers."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        continue
    os.close(number)
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
