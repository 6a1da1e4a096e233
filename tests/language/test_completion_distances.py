"""The short cuts of completion's distances, against their definition: what every type on every way costs.

A value may stand in a place if something that it can become may; how far it is decides where a body must end. Both are
found without looking at most types (goals.py). Here all of them are looked at, at the places along random walks.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from seglam_lang.language.completion import LITERAL_CLASSES, Construct, State, start
from seglam_lang.language.completion.goals import Goal, is_inhabited
from seglam_lang.language.completion.operators import POSTFIX
from seglam_lang.language.completion.partial_calls import MethodCall
from seglam_lang.language.completion.reach import FAR
from seglam_lang.language.types import Con
from tests.language.bodies import LITERALS
from tests.language.test_completion_walks import SIGNATURES

CONSTRUCTS = frozenset({Construct.RECORDS, Construct.OWN_COLUMNS, Construct.ABSENCE, Construct.CHOSEN_TABLES})
LENGTH = 8  # lexemes of a walk
KINDS, STEPS = 2, 4  # looked at in a place: types of values, and methods of each


def places_on_a_walk(name: str, seed: int) -> Iterator[State]:
    """The states after each lexeme of a random body."""
    dice = random.Random(seed)
    state = start(SIGNATURES[name], literals=LITERAL_CLASSES, constructs=CONSTRUCTS)
    for _ in range(LENGTH):
        following = sorted(state.next())
        if not following:
            return
        lexeme = dice.choice(following)
        after = state.advance(next((each for each in LITERALS.get(lexeme, (lexeme,)) if state.advance(each)), "a"))
        assert after is not None
        state = after
        yield state


def defined_distance(goal: Goal, kind: Con, level: int) -> int:
    """The least number of steps to what is accepted, over everything that a value can become."""
    layers = goal.places.reach.ahead(kind, level, goal.level)
    return min((steps + goal.cost(each) for steps, kinds in enumerate(layers) for each in kinds), default=FAR)


def defined_call(goal: Goal, call: MethodCall) -> int:
    """The least distance behind a method, over everything that it can result in."""
    places = goal.places
    outcomes = list(places.reach.outcomes(call, lambda kind: is_inhabited(places, kind)))
    return min(FAR, 1 + min((goal.distance(outcome, POSTFIX) for outcome in outcomes), default=FAR))


def same(shortened: int, defined: int) -> bool:
    """Whether a distance that only says whether there is a way says so."""
    return (shortened < FAR) == (defined < FAR)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["table", "lists", "records"])
def test_short_cuts_find_what_looking_at_everything_finds(name: str, seed: int) -> None:
    dice = random.Random(seed)
    for state in places_on_a_walk(name, seed):
        if state.frame is None or state.top.goal.for_column or state.top.goal.for_nothing:
            continue
        goal, exact = state.top.goal, state.top.goal.thrifty
        kinds = [kind for kind in dict.fromkeys([*state.scope.values(), *goal.places.at_hand])]
        for kind in dice.sample(kinds, min(KINDS, len(kinds))):
            defined = defined_distance(exact, kind, POSTFIX)
            assert exact.distance(kind, POSTFIX) == min(FAR, defined)
            assert same(goal.distance(kind, POSTFIX), defined)
            names = sorted(goal.places.reach.methods(kind.constructor))
            for step in dice.sample(names, min(STEPS, len(names))):
                call = goal.places.method(step, kind)
                if call is not None:
                    behind = defined_call(exact, call)
                    assert exact.call(kind, step) == behind
                    assert same(goal.call(kind, step), behind)


@pytest.mark.parametrize("name", SIGNATURES)
def test_what_is_refused_untried_would_be_refused(name: str) -> None:
    for state in places_on_a_walk(name, 1):
        among = state.among
        if among is not None:
            assert among >= state.next()
            words = {*state.scope, "1", '"a"', "a", "then", ")", "]", "}", "let", "return", "+", "."}
            assert not [each for each in words - among if state.advance(each) is not None]
