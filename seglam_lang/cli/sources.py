"""The source files that a command is about: files, folders with their `.seg` files, and `-` for standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from seglam_lang.cli.errors import Sentence
from seglam_lang.language.diagnostics import LanguageError
from seglam_lang.language.syntax.sources import normalise

STDIN = "-"
SUFFIX = ".seg"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source as it was read. `path` is None of standard input."""

    path: Path | None
    data: bytes

    @property
    def name(self) -> str:
        """The name that diagnostics give it."""
        return "<stdin>" if self.path is None else str(self.path)

    @property
    def text(self) -> str:
        """The text that places in it count; "" where it is none."""
        try:
            return normalise(self.data)
        except LanguageError:
            return ""


def read_sources(given: Sequence[str]) -> list[SourceFile]:
    """Return what `FILES...` name, in order, each file once; nothing given is the current folder."""
    sources: dict[Path | None, SourceFile] = {}
    for each in given or (".",):
        for path in (None,) if each == STDIN else _files(Path(each)):
            key = path.resolve() if path else None
            if key not in sources:
                data = sys.stdin.buffer.read() if path is None else path.read_bytes()
                sources[key] = SourceFile(path, data)
    if not sources:
        places = ", ".join(given) or "the current folder"
        raise Sentence(f"there are no {SUFFIX} files in {places}")
    return list(sources.values())


def _files(path: Path) -> Iterator[Path]:
    """Yield a file as it is; of a folder what ends in .seg, hidden folders left out."""
    if not path.is_dir():
        if not path.exists():
            raise Sentence(f"there is no file {str(path)!r}")
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(SUFFIX))


def counted(number: int, thing: str) -> str:
    """Return `1 file`, `3 files`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
