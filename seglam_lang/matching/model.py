"""What matching takes and gives: the library of stored procedures, and a hit or a miss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from seglam_lang.language.types import Type
from seglam_lang.language.values import Value
from seglam_lang.requests.model import Match, Wording
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.template import Template
from seglam_lang.store.records import Found, Rejection

if TYPE_CHECKING:
    from seglam_lang.language.core import Procedure
    from seglam_lang.requests.alike import OwnChanges
    from seglam_lang.store.program import Loaded


class Tier(StrEnum):
    """How the procedure of a request was found, the surest tier first."""

    EXACT = "exact"  # a stored wording has the template of the request
    LEARNED = "learned"  # it has one that becomes the same by changes of wording that are known to be none of meaning
    SIGNATURE = "signature"  # it has one that says the same but for words that say nothing of what is computed
    HISTORY = "history"  # it has one that becomes the same by changes that the cache's own wordings speak for
    NEAR = "near"  # one that has answered about such a table: the model says that the words ask for it
    MODEL = "model"  # none was stored: the model wrote it


class Library(Protocol):
    """What matching needs to know of the stored procedures."""

    def find(self, templates: Sequence[Template]) -> Iterable[Found]:
        """Return the wordings of any of these templates, in the order in which they are to be tried."""

    def alike(self, signatures: Sequence[str]) -> list[Found]:
        """Return the wordings whose templates have any of these signatures, in the order in which they are tried."""

    def own_changes(self) -> OwnChanges:
        """Return the changes of wording that the own wordings of the cache speak for."""

    def rejections(self) -> Sequence[Rejection]:
        """Return what a person has called wrong and may not answer again, as of the last look."""

    def params(self, procedure: str) -> Sequence[Type]:
        """Return the types of the parameters of the procedure with this content hash."""

    def core(self, procedure: str) -> Procedure | None:
        """Return the procedure with this content hash, None where only its types are known."""

    def to_compare(self, rejection: Rejection, wording: Wording) -> tuple[Loaded, Loaded] | None:
        """Return the procedure that a person has called wrong and that of a wording, whose answers are to be compared;
        None where a person wants the wording served, or it was stored since, or one of them cannot be run.
        """


class Bound(NamedTuple):
    """The arguments of a wording's procedure in a request, and the mentions in the slots that they come from."""

    match: Match
    arguments: tuple[Value, ...]


class Hit(NamedTuple):
    """A stored procedure that answers a request: the wording that asks for it, and the arguments for this request.

    `why` is a sentence for people. `known` is the template of the stored wording, None where it is that of the request.
    """

    found: Found
    bound: Bound
    tier: Tier
    why: str
    known: Template | None = None

    @property
    def wording(self) -> Wording:
        """Return the wording that asks for the procedure."""
        return self.found.wording


class Reason(NamedTuple):
    """Why a tier found nothing, as a sentence for people. What `is_ambiguous` has found more than one thing."""

    tier: Tier
    why: str
    is_ambiguous: bool = False


class Miss(NamedTuple):
    """No stored procedure answers a request; `reasons` has one for each tier that was asked."""

    reasons: tuple[Reason, ...]

    @property
    def why(self) -> str:
        """Return the reasons as one line."""
        return "; ".join([f"{reason.tier}: {reason.why}" for reason in self.reasons])

    @property
    def ambiguity(self) -> str:
        """Return which procedures the words ask for as well as for each other; "" where that is not so."""
        return next((reason.why for reason in self.reasons if reason.is_ambiguous), "")


LookUp = Callable[[Reading, Library], Hit | Miss]
