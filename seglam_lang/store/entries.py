"""What a miss writes: the entry of a procedure with how it came to be, or the refusal."""

from __future__ import annotations

from dataclasses import dataclass

from seglam_lang.drafts import Draft
from seglam_lang.language.core import Procedure
from seglam_lang.requests.model import Wording
from seglam_lang.requests.template import Template
from seglam_lang.store.evidence import Certificate


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a wording came by its procedure: what was asked of which model, and what became of each draft.

    The `why` of a draft is empty for the one that was chosen. `picked` is the number of the reading that a person took,
    0 where nobody had to. `recognised`: the model wrote nothing, the drafts are of stored procedures. `template` is
    that of the first wording, None where no words ask for the procedure.
    """

    request: str
    model: str = ""
    model_hash: str = ""
    prompt: str = ""
    seed: int = 0
    drafts: tuple[Draft, ...] = ()
    picked: int = 0
    template: Template | None = None
    added: str = ""
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A procedure as it comes to the store, with all that speaks for it: `Store.admit` is the only way in.

    `core` has been checked; `name`, `source`, `params` and `spans` are what people see of it, as in `Stored`. What has
    been computed before is not computed again: `encoded` are the bytes of `codec.encode(core)`, which the caller
    answers for, and `hash` is their SHA-256. The wordings in `replaces` go to the history, and the new ones take their
    places.
    """

    core: Procedure
    name: str
    source: str
    params: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    wordings: tuple[Wording, ...]
    certificate: Certificate
    provenance: Provenance
    replaces: tuple[Wording, ...] = ()
    hash: str = ""
    encoded: bytes = b""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a model wrote for a request without being believed, remembered so that it is not asked again.

    One that is `transient`, as the model had too little time, is kept as a record only: the model may be asked again.
    `scope` is a digest of the names that the drafts are written over: for a request with the same one they can be
    judged again. It is "" where an earlier version has not kept it.
    """

    why: str
    drafts: tuple[Draft, ...] = ()
    transient: bool = False
    scope: str = ""
    added: str = ""
