"""What a wording takes that no word spells, as it is written behind `with` in a source (which `asks` reads)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.types import Con, Type, Var
from seglam_lang.requests.model import ArgumentSource, FromHeader, FromValue


def format_given(sources: Sequence[ArgumentSource], names: Sequence[str], types: Sequence[Type]) -> str:
    """Return `with salary = "salary", name: Column<Text> = "name"`, "" where the words spell all.

    `names` and `types` are those of the procedure's parameters.
    """
    given = list(_given(sources, names, types))
    return f"with {', '.join(given)}" if given else ""


def _given(sources: Sequence[ArgumentSource], names: Sequence[str], types: Sequence[Type]) -> Iterator[str]:
    for source, name, kind in zip(sources, names, types, strict=True):
        if isinstance(source, FromHeader):
            assert isinstance(kind, Con), "it is a column"
            is_open = source.type and isinstance(kind.args[0], Var)
            yield f"{name}{f': Column<{source.type}>' if is_open else ''} = {show_value(source.header)}"
        if isinstance(source, FromValue):
            column = names[sources.index(source.column)]
            among = f" in {show_value(source.among)}" if source.among else ""
            yield f"{name} = {show_value(source.value)} of {column}{among}"
