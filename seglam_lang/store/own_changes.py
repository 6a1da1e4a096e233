"""The changes of wording that the own wordings of a cache speak for.

They are counted in memory, when a request is first looked up by them. What has been stored since is added at each look;
where something was removed, replaced, restored or called wrong since, all is counted anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

from seglam_lang.requests.alike import OwnChanges
from seglam_lang.requests.model import Wording
from seglam_lang.requests.narrowing import meaning_of
from seglam_lang.requests.template import Template
from seglam_lang.store.failures import reading
from seglam_lang.store.files import Files, Row
from seglam_lang.store.packing import unpack_sources
from seglam_lang.store.records import Rejection

MOST = 2_000  # wordings that are counted, the latest: it takes some 50 µs for each
_EVENTS = "SELECT coalesce(max(id), 0) FROM history"
_NEW = (
    "SELECT * FROM (SELECT id, template, procedure, sources FROM wordings WHERE id > ? ORDER BY id DESC LIMIT ?) "
    "ORDER BY id"
)


class OwnWordings:
    """What the own wordings of a cache speak for."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._changes = OwnChanges()
        self._latest = 0  # wording that is counted
        self._event = -1  # of the history
        self._counting = Lock()

    def changes(self, rejections: Callable[[], Sequence[Rejection]]) -> OwnChanges:
        """Return the changes as of now. What was called wrong is a wording that asks for something else; it is read
        after the last event, so that none is missed.
        """
        with self._counting:
            ((event,),) = self._files.own_rows(_EVENTS)
            if event != self._event:
                self._changes, self._latest, self._event = OwnChanges(), 0, event
                for each in rejections():
                    self._changes.add(each.wording.template, ("another", each.event))
            for row in self._files.own_rows(_NEW, (self._latest, MOST)):
                self._latest = row[0]
                self._count(row)
            return self._changes

    def _count(self, row: Row) -> None:
        _, key, procedure, sources = row
        try:
            template = Template.parse(key)
        except ValueError:
            return  # a slot of a kind that a later version made
        with reading(self._files.path):
            self._changes.add(template, meaning_of(Wording(template, procedure, unpack_sources(sources))))
