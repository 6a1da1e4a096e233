"""What speaks against the likeliest procedure, as a refusal says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from seglam_lang.drafts import Draft, Fate
from seglam_lang.inputs import read_inputs
from seglam_lang.requests import read
from seglam_lang.requests.scope import scope_of
from seglam_lang.verifier.confidence import Evidence
from seglam_lang.verifier.doubts import doubt
from seglam_lang.verifier.judging import Question, judge
from seglam_lang.verifier.programs import Ballot
from seglam_lang.verifier.weighing import Weighed
from tests.verifier.drafts import draft

VISITS = {"columns": ["Vet", "Fee", "Pet"], "rows": [["Ito", 4, "Rex"], ["Ray", 7, "Tom"], ["Ito", 5, "Kit"]]}
READING = read("the fees of Ito", read_inputs(values={"table": VISITS}))
SCOPE = scope_of(READING)
FEES = "return rows.where(row => row[c1] == s0).values(c0)"
PETS = "return rows.where(row => row[c1] == s0).values(c2)"
LOST = replace(draft("return rows"), why='it does not use "Ito", which the request mentions')


def reason(likely: Sequence[tuple[str, float]], offered: Sequence[int] = (), **evidence: Any) -> str:
    """Return the reason where drafts are so likely, the first is the likeliest, and `offered` can be picked; each pair
    of `meant` is the chance of one of them.
    """
    meant = evidence.pop("meant", [None] * len(likely))
    lost: list[Draft] = evidence.pop("lost", [])
    election = judge([draft(body, chance) for body, chance in likely], Question(READING, SCOPE)).election
    assert election is not None
    groups = [next(g for g in election.groups if at in g.drafts) for at in range(len(likely))]
    found = [
        Weighed(group, None, Evidence(meant=chance, **evidence), 0.4)
        for group, chance in zip(groups, meant, strict=True)
    ]
    ballot = Ballot((*election.ballot.drafts, *lost), election.ballot.programs)
    election = replace(election, ballot=ballot, groups=tuple(groups), difference=None)
    numbered = [(number, found[at]) for number, at in enumerate(offered, 1)]
    return doubt(found[0], election, numbered, READING, SCOPE)


def test_drafts_that_do_not_agree_are_called_by_the_numbers_of_the_list() -> None:
    said = reason([(FEES, -1.0), (PETS, -1.5)], offered=[0, 1])
    assert said == (
        "I am only 40 % sure, as the drafts do not agree: 2 different procedures, number 1 with 62 % of the weight"
    )


def test_what_has_most_of_the_weight_is_named_where_it_is_not_the_likeliest() -> None:
    most = "I am only 40 % sure, as the drafts do not agree: 2 different procedures, "
    likely = [(FEES, -2.0), (PETS, -1.0)]
    assert reason(likely, [0, 1]) == f"{most}number 1 with 26 % of the weight and number 2 with 73 %"
    assert reason(likely, [0]) == f"{most}number 1 with 26 % of the weight and another with 73 %"
    assert reason(likely) == f"{most}the likeliest with 26 % of the weight and another with 73 %"


MOSTLY = [(FEES, -0.1), (PETS, -4.0)]


@pytest.mark.parametrize(
    ("evidence", "why"),
    [
        ({}, ""),
        ({"refused": 0.42}, "the model gives 42 % of its weight to finding nothing to compute"),
        ({"refused": 0.2}, ""),
        ({"meant": [0.6, 0.9], "meant_margin": -0.3}, "number 2, by its words alone, goes better with the request"),
        ({"meant": [0.6, 0.5], "meant_margin": -0.3}, "another, by its words alone, goes better with the request"),
        ({"meant": [0.4, 0.1], "meant_margin": 0.3}, "number 1, by its words alone, does not go well with the request"),
        ({"meant": [0.9, 0.1], "meant_margin": 0.8}, ""),
        ({"unused": 1}, "number 1 does not take all that the words name"),
        ({"log_probability": -3.0}, "the model itself finds number 1 unlikely (4 %)"),
        ({"seconded": 0.0}, "the model that was asked before came to something else"),
        ({"seconded": 0.6}, ""),
        (
            {"lost": [replace(LOST, log_probability=0.5)]},
            'too many drafts were rejected: it does not use "Ito", which the request mentions',
        ),
        ({"lost": [replace(LOST, log_probability=0.5, fate=Fate.REFUSED)]}, ""),
    ],
)
def test_what_has_most_of_the_weight_is_doubted_for_something_else(evidence: dict[str, Any], why: str) -> None:
    assert reason(MOSTLY, [0, 1], **evidence) == f"I am only 40 % sure{why and f', as {why}'}"


def test_a_column_that_the_words_do_not_name_is_a_reason() -> None:
    said = reason([(PETS, -0.1), (FEES, -4.0)], [0, 1])
    assert said == "I am only 40 % sure, as number 1 takes 'Pet', which the words do not name"
