"""A table of orders, the signature of a request about it, and drafts of an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seglam_lang.drafts import Draft, Fate
from seglam_lang.language import Param, Signature
from seglam_lang.language.core import Procedure
from seglam_lang.language.types import DATE, NUMBER, TABLE, TEXT, column_of
from seglam_lang.language.values import Column, Table
from seglam_lang.requests.required import Required
from seglam_lang.store.evidence import Certificate
from seglam_lang.verifier import EvidencePolicy
from seglam_lang.verifier.agreement import Asked, Election, elect
from seglam_lang.verifier.judging import DEFAULT, certificate_of
from seglam_lang.verifier.programs import programs_of

CITIES = ("Lima", "Oslo", "Lima", "Bonn", "Oslo", "Lima")
ITEMS = ("tea", "ink", "tea", "tea", "ink", "nib")
PRICES = (10, 25, 5, 40, 25, 15)
COUNTS = (1, 2, 3, 4, 1, 2)

ORDERS = Table(("city", "item", "price", "count"), (TEXT, TEXT, NUMBER, NUMBER), (CITIES, ITEMS, PRICES, COUNTS), 6)

SIGNATURE = Signature(
    (
        Param("rows", TABLE),
        Param("c0", column_of(TEXT)),
        Param("c1", column_of(TEXT)),
        Param("c2", column_of(NUMBER)),
        Param("c3", column_of(NUMBER)),
        Param("s0", TEXT),
        Param("s1", NUMBER),
        Param("s2", TEXT),
    )
)
ARGUMENTS: dict[str, Any] = {
    "rows": ORDERS,
    "c0": Column("city", TEXT),
    "c1": Column("item", TEXT),
    "c2": Column("price", NUMBER),
    "c3": Column("count", NUMBER),
    "s0": "Lima",
    "s1": 10,
    "s2": "tea",
}

SUM = Signature((Param("s0", NUMBER), Param("s1", NUMBER), Param("s2", NUMBER), Param("d", DATE)))


def draft(body: str, log_probability: float = -1.0) -> Draft:
    """A finished draft with this body."""
    return Draft(body, log_probability, Fate.FINISHED)


def drafts(bodies: Sequence[str]) -> list[Draft]:
    """Drafts that the model finds equally likely."""
    return [draft(body) for body in bodies]


@dataclass(frozen=True)
class Decided:
    """What became of some drafts; `text` and `core` are the winner's."""

    election: Election
    certificate: Certificate | None = None
    text: str = ""
    core: Procedure | None = None

    @property
    def reason(self) -> str:
        return self.election.reason


def decide(
    written: Sequence[Draft],
    signature: Signature = SIGNATURE,
    arguments: Mapping[str, Any] = ARGUMENTS,
    *,
    seed: int = 1,
    required: Sequence[Required] = (),
    examples: int = 0,
    policy: EvidencePolicy = DEFAULT,
    model: str = "",
) -> Decided:
    """Let drafts vote on a signature, without a request: the first group is the winner, however small it is."""
    asked = Asked(signature, arguments, required, examples, seed)
    election = elect(programs_of(written, signature), asked, policy)
    if election.reason:
        return Decided(election)
    program = election.groups[0].members[0].program
    certificate = certificate_of(election, election.groups[0], asked, model, policy)
    assert not isinstance(certificate, str), certificate
    return Decided(election, certificate, written[program.drafts[0]].text, program.checked.core)
