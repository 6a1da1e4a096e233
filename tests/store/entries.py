"""Small procedures as they come to the store: each letter stands for one of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import Thread
from typing import Any

from seglam_lang.drafts import Draft, Fate
from seglam_lang.language import Checked, check, content_hash
from seglam_lang.requests import Template, Wording
from seglam_lang.requests.model import ArgumentSource, FromColumn, FromTable
from seglam_lang.store import Entry, Found, Provenance, Store
from seglam_lang.store.evidence import Agreement, Certificate, FoundFailure

TOTAL = Template.parse("table\ntotal {0:column}")
SUM = Template.parse("table\nsum of {0:column}")
SOURCES = (FromTable("table"), FromColumn(0, "table"))
DRAFTS = (Draft("return s0", -1.5, Fate.ILL_TYPED, "it differs", 2, 0.5), Draft("return s1", -0.5, Fate.FINISHED))


@lru_cache
def checked(letter: str, name: str = "answer") -> Checked:
    """The procedure of a letter: two of them differ in what they add."""
    (made,) = check(f"proc {name}(x: Number, y: Number) -> Number {{ return x * y + {ord(letter)} }}")
    return made


def hash_of(letter: str) -> str:
    return content_hash(checked(letter).core)


def letters(found: Iterable[Found]) -> list[str]:
    """Which procedures are asked for."""
    names = {hash_of(letter): letter for letter in "abcdefgh"}
    return [names[each.wording.procedure] for each in found]


def wording(letter: str, template: Template = TOTAL, sources: tuple[ArgumentSource, ...] = SOURCES) -> Wording:
    return Wording(template, hash_of(letter), sources)


def certificate(hash: str, level: str = "agreed") -> Certificate:
    failure = FoundFailure("division-by-zero", "division by zero", (0, "a"))
    agreement = Agreement(2, 3, 0.75, 0.5, "model")
    return Certificate(level, hash, 1, 8, 2, "in", "out", 40, 7, ("within-fuel",), (failure,), 1, agreement)


def entry(letter: str, *wordings: Wording, name: str = "answer", level: str = "agreed", **options: Any) -> Entry:
    """An entry of the letter's procedure, which by default TOTAL asks for; `options` are fields of Entry."""
    made = checked(letter, name)
    fields = {"provenance": Provenance("total sales", "m.gguf", "abc", "prompt", 7, DRAFTS), **options}
    return Entry(
        made.core,
        made.name,
        made.source,
        made.params,
        made.spans,
        wordings or (wording(letter),),
        certificate(hash_of(letter), level),
        **fields,
    )


def put(store: Store, letter: str, *wordings: Wording, **options: Any) -> None:
    store.admit(entry(letter, *wordings, **options))


def everything(store: Store, hash: str) -> tuple[Any, ...]:
    """All that a cache knows of a procedure that it serves."""
    return store.procedure(hash), store.wordings(hash), store.certificates(hash), store.provenance(hash)


def together(*tasks: Callable[[], None]) -> None:
    """Run tasks in threads of their own at the same time; what one of them raises is raised."""
    errors: list[BaseException] = []

    def guarded(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:
            errors.append(error)

    threads = [Thread(target=guarded, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]
