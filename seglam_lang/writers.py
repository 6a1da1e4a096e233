"""The models that are asked on a miss, in order: the next one where those before it are not believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seglam_lang.compilation import Drafter


class Writers:
    """Some models; each starts when it is first asked."""

    def __init__(self, drafters: Sequence[Drafter]) -> None:
        self._drafters = tuple(drafters)

    @classmethod
    def of(cls, given: Drafter | Sequence[Drafter]) -> Writers:
        """Return one or several models as writers. Raise ValueError where there is none."""
        if isinstance(given, Sequence) and not given:
            raise ValueError("translator is one model or more, not an empty list")
        return cls(given if isinstance(given, Sequence) else (given,))

    @classmethod
    def named(cls, files: Sequence[Path], threads: int, gpu_layers: int) -> Writers:
        """Return the models of some files, each to run in so many threads and with so many layers on a GPU."""
        from seglam_lang.translator import Translator

        return cls([Translator(file, threads=threads, gpu_layers=gpu_layers) for file in files])

    def __iter__(self) -> Iterator[Drafter]:
        return iter(self._drafters)

    def close(self) -> None:
        """End their processes."""
        for each in self._drafters:
            each.close()
