"""A translator that writes what a test tells it to: the engine without a model."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from seglam_lang.drafts import Draft, Fate
from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.messages import NOTHING_TO_COMPUTE, Task

REFUSE = "<refuse>"  # in place of a body: the model says that there is nothing to compute
CUT_OFF = "<cut off>"
OUT_OF_TIME = "<out of time>"
UNDER_GRAMMAR = "<under a grammar>"
FORCED = "<forced> "  # before a body: the model meant something else


class Scripted:
    """Drafts by request; `calls` are the requests that were asked, also written to `log` if there is one."""

    def __init__(
        self,
        bodies: Mapping[str, Sequence[str]] | Sequence[str],
        *,
        name: str = "scripted",
        log: Path | None = None,
        delay_s: float = 0.0,
    ) -> None:
        self.bodies, self.log, self.delay_s = bodies, log, delay_s
        self.model = Path(f"{name}.gguf")
        self.calls: list[str] = []
        self.trouble: ModelError | None = None

    @property
    def model_hash(self) -> str:
        return self.model.stem * 4

    def draft(self, task: Task) -> list[Draft]:
        request = task.reading.request
        self.calls.append(request)
        if self.log is not None:
            with self.log.open("a") as log:
                log.write(request + "\n")
        time.sleep(self.delay_s)
        if self.trouble:
            raise self.trouble
        return [_draft(body, place) for place, body in enumerate(self.written(task))]

    def written(self, task: Task) -> Sequence[str]:
        """Return the bodies for a task."""
        return self.bodies[task.reading.request] if isinstance(self.bodies, Mapping) else self.bodies

    def close(self) -> None:
        """Nothing to let go of."""


def _draft(body: str, place: int) -> Draft:
    likely = -1.0 - place / 100  # about as likely as the others
    if body == REFUSE:
        return Draft("", likely, Fate.REFUSED, NOTHING_TO_COMPUTE)
    if body == CUT_OFF:
        return Draft("return rows", likely, Fate.CUT_OFF, "cut off by the limit of 96 tokens")
    if body.startswith(FORCED):
        return Draft(body.removeprefix(FORCED), likely, Fate.FINISHED, willing=0.01)
    if body.startswith(UNDER_GRAMMAR):
        return Draft(body.removeprefix(UNDER_GRAMMAR), likely, Fate.FINISHED, typed=False)
    if body == OUT_OF_TIME:
        return Draft("return rows", likely, Fate.OUT_OF_TIME, "cut off by the time limit of 10 s")
    return Draft(body, likely, Fate.FINISHED)
