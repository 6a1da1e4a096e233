"""Why nothing is believed: said in words about the request, not about the language."""

from __future__ import annotations

from dataclasses import replace

from seglam_lang.drafts import Fate
from seglam_lang.verifier.doubts import all_rejected
from seglam_lang.verifier.programs import UNWILLING
from tests.verifier.drafts import decide, draft, drafts

ILL_TYPED = replace(draft("return 0 km"), fate=Fate.ILL_TYPED, why="it does not type-check: '0' is not a known unit")
CUT_OFF = replace(draft("return"), fate=Fate.CUT_OFF, why="cut off by the limit of tokens")
FORCED = replace(draft("return 1"), why=UNWILLING)
IGNORING = replace(draft("return rows.count()"), why='it does not use "Lima", which the request mentions')


def test_the_reason_that_is_about_the_request_comes_first() -> None:
    assert all_rejected([ILL_TYPED, FORCED, IGNORING]) == (
        'all 3 drafts were rejected: it does not use "Lima", which the request mentions'
    )


def test_what_is_wrong_in_the_language_is_not_told() -> None:
    assert all_rejected([ILL_TYPED, FORCED, CUT_OFF]) == (
        "all 3 drafts were rejected: what the model wrote cannot be computed; say it in other words"
    )
    refused = replace(IGNORING, fate=Fate.REFUSED, why="there is nothing to compute")
    assert all_rejected([refused, IGNORING]) == (  # what says that there is nothing is no draft of something
        'the model\'s draft was rejected: it does not use "Lima", which the request mentions'
    )
    assert all_rejected([replace(FORCED, count=8)]) == (
        "the model's draft was rejected (written 8 times in all): what the model wrote cannot be computed; say it in "
        "other words"
    )


def test_what_makes_no_difference_is_called_as_a_person_knows_it() -> None:
    decided = decide(drafts(["let all = rows.values(c0).count()\nreturn if all < 0 then 1 else 7"]))
    assert decided.reason == "all drafts were rejected: the table and 'city' make no difference to its result"
    decided = decide(drafts(["return rows.where(row => row[c2] > s1 or row[c2] <= s1).values(c2).sum()"]))
    assert decided.reason == "all drafts were rejected: 10 makes no difference to its result"
