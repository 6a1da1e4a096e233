"""Errors as sentences with an exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from seglam_lang.answer import Answer

NOT_ANSWERED = 2  # bad input or a refusal: the sentence, or "status" with --json, says which
OUR_FAULT = 1
INTERRUPTED = 128 + 2  # what shells say of a process that SIGINT ended


class Sentence(click.ClickException):
    """An error as a person reads it: `seglam: ` and a sentence, on stderr."""

    exit_code = NOT_ANSWERED

    @classmethod
    def of(cls, answer: Answer) -> Sentence:
        """Return the error of an answer that is none, with the readings of the request that a person may pick, with
        what was computed of what, where that failed, and with what may be meant otherwise than it was read: each may
        be why there is none.
        """
        from seglam_lang.cli.doubts import doubts_line

        if answer.status == "refused":
            why = [f"refused: {answer.why}", *_readings(answer), *_computed(answer)]
        else:
            why = [answer.why, *_computed(answer)]
        doubts = answer.trace.doubts
        return cls("\n".join([*why, doubts_line(doubts)] if doubts else why))

    def show(self, file: object = None) -> None:
        click.echo(f"seglam: {self.message}", err=True)


def _computed(answer: Answer) -> Iterator[str]:
    """Yield what a procedure that failed, or refused the request, was to compute, and what it took for what."""
    from seglam_lang.language.alignment import escape_controls
    from seglam_lang.language.describing import brief
    from seglam_lang.requests.taken import format_taken

    if answer.description:
        yield escape_controls(f"it was to compute: {brief(answer.description)}")
    if answer.read:
        yield escape_controls(format_taken(answer.read))


def _readings(answer: Answer) -> Iterator[str]:
    from seglam_lang.language.alignment import escape_controls
    from seglam_lang.language.describing import brief
    from seglam_lang.language.diagnostics import in_words

    short = Counter(brief(choice.description) for choice in answer.choices)
    for choice in answer.choices:
        line = brief(choice.description)  # but two that begin alike are told apart by their ends
        yield f"  {choice.number}  {escape_controls(line if short[line] == 1 else choice.description)}"
    numbers = [str(choice.number) for choice in answer.choices]  # with gaps, where one was called wrong since
    if len(numbers) == 1:
        yield f"If that is what you mean, --pick {numbers[0]} takes it, as your own choice."
    elif numbers:
        yield f"If one of them is what you mean, --pick takes it ({in_words(numbers)}), as your own choice."


class Interrupted(Sentence):
    """The user pressed Ctrl-C."""

    exit_code = INTERRUPTED


class Fault(Sentence):
    """A fault of seglam, not of its input."""

    exit_code = OUR_FAULT


def as_sentence(error: Exception) -> click.ClickException:
    """Return the error that reached the top as a sentence; a fault of ours says how to learn more."""
    from seglam_lang.inputs.model import InputError
    from seglam_lang.language.failures import Failure, NoRoom
    from seglam_lang.output.failures import OutputError
    from seglam_lang.store.failures import StoreError
    from seglam_lang.translator.failures import ModelError

    if isinstance(error, click.ClickException):
        return error
    if isinstance(error, InputError | OutputError | StoreError | ModelError | Failure | NoRoom):
        return Sentence(str(error))
    if isinstance(error, FileNotFoundError) and error.filename:
        return Sentence(f"there is no file {str(error.filename)!r}")
    if isinstance(error, MemoryError):
        return Sentence("there is not enough memory for this; large CSV, Parquet and Arrow files take the least")
    if isinstance(error, OSError):
        return Sentence(f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error))
    if isinstance(error, UnicodeError):
        return Sentence(f"expected UTF-8 text: {error}")
    return Fault(
        f"something went wrong inside seglam ({type(error).__name__}: {error}). Nothing in the cache was changed. "
        "Set SEGLAM_DEBUG=1 to see where, and please report it."
    )
