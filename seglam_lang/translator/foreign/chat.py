"""A model's own form of a conversation: the Jinja template in its file, which is a stranger's program.

It runs in a sandbox, for a moment, with little memory, and never sees what is said: it gets marks in place of turns,
and what it prints is cut at the marks. So `<|im_end|>` in a request or in a cell stays text: only what the template
itself prints may hold tokens that steer a model. Base models, and those whose template cannot be used, get plain text.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from jinja2 import Template

LIMIT_S = 2.0  # of CPU time: how busy the machine is must not change the prompt
MOST_CHARACTERS = 20_000  # that a template adds to a conversation
MOST_REPEATED = 10_000  # items of what is multiplied
MEMORY = 512 << 20  # bytes more than there are in use

Turns = Sequence[tuple[str, str]]  # who says it ("system", "user", "assistant"), and what


class Part(NamedTuple):
    """A text of a prompt; in those that `steer` a model its special tokens are read as such."""

    text: str
    steers: bool


class TemplateError(Exception):
    """A template that cannot be used; the message says why."""


@dataclass(frozen=True)
class Chat:
    """How turns become a prompt; `form` is what is said of it to people."""

    form: str
    _parts: Callable[[Turns], list[Part]]

    @classmethod
    def of(cls, template: str | None, specials: dict[str, str]) -> Chat:
        """Return the form of a template; plain text where there is none, or none that can be used.

        `specials` are the texts of a model's own tokens, as `bos_token`. Many templates know no "system".
        """
        if not template:
            return cls("plain text", _plain)
        trial = [("system", "a"), ("user", "b"), ("assistant", "c"), ("user", "d")]
        why = ""
        for form, render in (("chat", _rendered), ("chat without a system", _rendered_without_system)):
            try:
                render(template, specials, trial)
            except TemplateError as error:
                why = why or str(error)
            else:
                return cls(form, partial(render, template, specials))
        return cls(f"plain text, as the template cannot be used: {why}", _plain)

    def parts(self, turns: Turns) -> list[Part]:
        """Return the prompt for turns, up to where the model goes on. Raise TemplateError."""
        return self._parts(turns)


def _plain(turns: Turns) -> list[Part]:
    """Return turns as a text that goes on: each answer is a line of its own."""
    forms = {"system": "{}\n\n", "user": "{}\nProgram:", "assistant": " {}\n\n"}
    return [Part(forms[role].format(text), False) for role, text in turns]


def _rendered_without_system(template: str, specials: dict[str, str], turns: Turns) -> list[Part]:
    """Return what a template makes of turns, with what the system says at the beginning of what the user says."""
    (_, system), (_, asked), *others = turns
    return _rendered(template, specials, [("user", f"{system}\n\n{asked}"), *others])


def _rendered(template: str, specials: dict[str, str], turns: Turns) -> list[Part]:
    """Return what a template makes of turns."""
    marked = [{"role": role, "content": _mark(place)} for place, (role, _) in enumerate(turns)]
    text = _run(template, {**specials, "messages": marked, "add_generation_prompt": True})
    pieces = re.split(r"seglam-turn-(\d+)-of-this", text)
    places = [int(each) for each in pieces[1::2]]
    if places != list(range(len(turns))):
        raise TemplateError("it does not show each turn once, in order")
    if sum(map(len, pieces[::2])) > MOST_CHARACTERS:
        raise TemplateError("it prints too much")
    parts = [Part(pieces[0], True)]
    for place, (_, said) in enumerate(turns):
        parts += [Part(said, False), Part(pieces[2 * place + 2], True)]
    return [part for part in parts if part.text]


def _mark(place: int) -> str:
    return f"seglam-turn-{place}-of-this"


def _run(template: str, values: dict[str, Any]) -> str:
    """Return what a template prints. Raise TemplateError, whatever is wrong with it."""
    from jinja2 import TemplateError as Wrong

    try:
        with _limited():
            return _compiled(template).render(values)
    except (Wrong, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise TemplateError(f"{type(error).__name__}: {error}") from None
    except (MemoryError, RecursionError) as error:
        raise TemplateError(f"it takes too much memory ({type(error).__name__})") from None


@lru_cache(maxsize=2)  # a worker has one template, whose compilation takes longer than what it prints
def _compiled(template: str) -> Template:
    """Return a template in a sandbox. Raise what Jinja raises."""
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        """One in which nothing can be multiplied to a size that matters."""

        intercepted_binops = frozenset({"*", "**"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            for sized, times in ((left, right), (right, left)):
                if hasattr(sized, "__len__") and isinstance(times, int) and len(sized) * times > MOST_REPEATED:
                    raise SecurityError("it repeats something too often")
            if operator == "**" and abs(right) * len(str(left)) > MOST_REPEATED:
                raise SecurityError("it computes too large a number")
            return super().call_binop(context, operator, left, right)

    def refuse(why: object) -> None:
        raise TemplateError(str(why))

    room = Sandbox(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
    room.globals["raise_exception"] = refuse
    return room.from_string(template)


@contextmanager
def _limited() -> Iterator[None]:
    """Raise TemplateError in a block that takes too long, and MemoryError where it takes too much memory.

    Where a system has no such limits (Windows), the asking process ends a worker that does not answer.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def too_long(_number: int, _frame: object) -> None:
        raise TemplateError("it takes too long")

    import resource

    known = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, LIMIT_S)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_in_use() + MEMORY, known[1]))
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        resource.setrlimit(resource.RLIMIT_AS, known)


def _in_use() -> int:
    """Return the bytes of address space in use; what is known of them on Linux only is taken as much elsewhere."""
    try:
        with open("/proc/self/statm", encoding="ascii") as pages:
            return int(pages.read().split()[0]) * 4096
    except OSError:
        return 1 << 40
