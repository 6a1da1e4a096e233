"""The source files that a command is about: files, folders with their `.seg` files, and `-` for standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from seglam_lang.cli.errors import Sentence
from seglam_lang.inputs.paths import no_file
from seglam_lang.language.diagnostics import LanguageError
from seglam_lang.language.syntax.sources import normalise

STDIN = "-"
SUFFIX = ".seg"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source as it was read. `path` is None for standard input."""

    path: Path | None
    data: bytes

    @property
    def name(self) -> str:
        """Return the name that diagnostics give it."""
        return "<stdin>" if self.path is None else str(self.path)

    @property
    def text(self) -> str:
        """Return the text to which the places in diagnostics belong; "" where the bytes are no text."""
        try:
            return normalise(self.data)
        except LanguageError:
            return ""


def read_sources(given: Sequence[str], missing: list[str] | None = None) -> list[SourceFile]:
    """Return the files that `FILES...` name, in order, each once; by default those of the current folder.

    Raise Sentence where there is no such file. With a list of what is `missing`, the sentences are added to that, and
    the others are read.
    """
    sources: dict[Path | None, SourceFile] = {}
    for each in given or (".",):
        if each != STDIN and missing is not None and not Path(each).exists():
            missing.append(no_file(Path(each)))
            continue
        for path in (None,) if each == STDIN else _files(Path(each)):
            key = path.resolve() if path else None
            if key not in sources:
                data = sys.stdin.buffer.read() if path is None else path.read_bytes()
                sources[key] = SourceFile(path, data)
    if not sources and not missing:
        places = ", ".join(given) or "the current folder"
        raise Sentence(f"there are no {SUFFIX} files in {places}")
    return list(sources.values())


def _files(path: Path) -> Iterator[Path]:
    """Yield a file itself, and for a folder its .seg files, without those in hidden folders."""
    if not path.is_dir():
        if not path.exists():
            raise Sentence(no_file(path))
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(SUFFIX))
