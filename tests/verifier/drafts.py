"""A table of orders, the signature of a request about it, and drafts of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seglam_lang.language import Param, Signature, check_draft
from seglam_lang.language.types import DATE, NUMBER, TABLE, TEXT, column_of
from seglam_lang.language.values import Column, Table
from seglam_lang.verifier import Candidate

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


def draft(body: str, log_probability: float = -1.0, signature: Signature = SIGNATURE) -> Candidate:
    """A candidate with this body."""
    return Candidate(check_draft(body, signature), log_probability, body)


def drafts(bodies: Sequence[str], signature: Signature = SIGNATURE) -> list[Candidate]:
    """Candidates that the model finds equally likely."""
    return [draft(body, -1.0, signature) for body in bodies]
