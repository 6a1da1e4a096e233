"""A task as a model sees it, and what it writes as it is meant."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from seglam_lang.drafts import Draft
from seglam_lang.translator.messages import Task


class View(Protocol):
    """A task that looks otherwise (see `joined`, `lengths`, `points` and `familiar`)."""

    @property
    def task(self) -> Task:
        """The task as it looks."""

    def meant(self, draft: Draft) -> Draft:
        """Return what has been written for it, said of the task that it was."""


class Seen(NamedTuple):
    """A task as it looks through some views, the first of them nearest to what it was."""

    task: Task
    views: tuple[View, ...] = ()

    def meant(self, draft: Draft) -> Draft:
        """Return what a model has written, said of the task that was put to it so."""
        for view in reversed(self.views):
            draft = view.meant(draft)
        return draft
