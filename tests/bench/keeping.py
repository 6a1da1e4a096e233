"""The drafts of a slow model, kept: it is asked once for what several tables need of it, or one that was stopped.

What they took is kept with them, as the CPU time of the models' processes (on Linux; elsewhere it is 0).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from seglam_lang import Answer
from seglam_lang.batch import results
from seglam_lang.compilation import Drafter
from seglam_lang.drafts import Draft
from seglam_lang.translator.messages import Task
from seglam_lang.translator.nano.calibrate.asking import KeptDrafts, Written, drafts_file
from tests.bench.commands import WORKER
from tests.bench.process import children, cpu_ms
from tests.bench.sets import Row


class Keeping:
    """A model whose drafts for the rows of one set are in a file of a folder, those that are not there after it was
    asked. `row` is the one at hand, and `spared_ms` what drafts of the file took when they were written. One that is
    asked behind another hears what that has come to, so that its drafts are others.
    """

    def __init__(self, drafter: Drafter, folder: Path, name: str, is_second: bool = False) -> None:
        self.model = drafter.model
        self.row: Row = {}
        self.spared_ms = 0.0
        self._drafter = drafter
        self._kept = KeptDrafts(folder / drafter.model_hash[:12] / drafts_file(name, is_second))

    @property
    def model_hash(self) -> str:
        """Return that of the model."""
        return self._drafter.model_hash

    def draft(self, task: Task) -> list[Draft]:
        """Return the drafts of a task for the row at hand. Raise ModelError."""
        request = task.reading.request
        written = self._kept.find(self.row, request)
        if written is None:
            before = spent_ms()
            drafts = tuple(self._drafter.draft(task))
            self._kept.keep(self.row, request, Written(drafts, (spent_ms() - before) / 1000))
            return list(drafts)
        self.spared_ms += 1000 * (written.seconds or 0.0)
        return list(written.drafts)

    def close(self) -> None:
        """Let go of the model."""
        self._drafter.close()


def spent_ms() -> float:
    """Return the CPU time that this process and those of its models have used."""
    return 1000 * time.process_time() + sum(cpu_ms(each) for each in children(WORKER))


def kept_results(
    ask: Callable[..., Answer], rows: Sequence[Row], models: Sequence[Keeping]
) -> Iterator[dict[str, Any]]:
    """Yield the results of rows, as a batch does, but with the CPU time that they and their drafts took, whenever that
    was.
    """
    for row in rows:
        for model in models:
            model.row, model.spared_ms = row, 0.0
        before = spent_ms()
        (result,) = results(ask, [row])
        yield {**result, "ms": spent_ms() - before + sum(model.spared_ms for model in models)}
