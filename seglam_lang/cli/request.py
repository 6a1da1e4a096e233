"""The argument REQUEST: one text, in quotes, and no file."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import click

_MOST = 60  # characters of what was typed that a message repeats


class RequestCommand(click.Command):
    """A command with a REQUEST, which says how it is written where a shell has taken it apart."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True  # they are refused here, with a sentence that fits
        typed = tuple(args)  # click takes what it reads off the list
        try:
            super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise click.UsageError(meant, ctx) if (meant := _meant(error, typed, ctx)) else error from None
        request = ctx.params.get("request")
        if request is not None and not ctx.resilient_parsing:  # that is how a shell completes a line
            expect_request([request, *ctx.args])
        return ctx.args


def _meant(unknown: click.NoSuchOption, typed: tuple[str, ...], ctx: click.Context) -> str:
    """Return what was meant by an unknown option: a REQUEST with a minus, or an input file; "" for anything else."""
    name = unknown.option_name
    if name[1:2].isdigit():
        how = f'seglam {ctx.info_name} -- "-5 plus 3"'
        return f"A REQUEST that begins with a minus stands behind --, as in {how}"
    for given, following in pairwise((*typed, "")):
        option, joined, value = given.partition("=")
        if option == name and _is_file(file := value if joined else following):
            return f"No such option {name!r}; an input file is --in {file}"
    return ""


def expect_request(given: list[str]) -> None:
    """Raise UsageError where what was given is not one request: words without quotes, or the name of a file."""
    context = click.get_current_context()
    if file := next((each for each in given if _is_file(each)), None):
        raise click.UsageError(f"{file} is a file, and no part of a REQUEST; expected --in {file}", context)
    if len(given) > 1:
        words = " ".join(given)
        shown = words if len(words) <= _MOST else f"{words[:_MOST]}..."
        raise click.UsageError(f'A REQUEST stands in quotes: seglam {context.info_name} "{shown}"', context)


def _is_file(given: str) -> bool:
    """Return whether something has the name of a file that is there, with an ending: no request has."""
    try:
        return Path(given).suffix != "" and Path(given).is_file()
    except (OSError, ValueError):  # what is too long for a path, or has a NUL in it
        return False
