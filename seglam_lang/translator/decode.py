"""Constrained decoding: several drafts of one body at once, each well typed by construction.

The likeliest drafts are found by a beam search. Where these are not enough, as a person's examples speak against them,
more are drawn by chance: all candidates start as one *branch* over the prompt. At each step every candidate of a branch
picks one of the admissible tokens, and where candidates pick different ones the branch forks, its keys and values
shared. So the network computes each distinct prefix once, however many candidates follow it, and candidates need not
be compared afterwards.

A model may have learned to judge its own drafts: after END it then says `<right>` or `<wrong>`. So a draft that ends
takes part in one more step, for the probability of `<right>` among the two.

A token is admissible where `language.completion` can advance over all its lexemes. The best tokens are tried first and
the search ends where the rest of the probability is negligible: a trained model costs one or two trials a step.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from seglam_lang.drafts import Draft, Fate
from seglam_lang.language import completion
from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.completion import State
from seglam_lang.language.completion.lexemes import literal
from seglam_lang.language.syntax.lexicon import is_name
from seglam_lang.translator.beams import Beginning, Step, search
from seglam_lang.translator.messages import MAX_TOKENS, NOTHING_TO_COMPUTE
from seglam_lang.translator.sequences import Logits, Move, Network
from seglam_lang.translator.together import ANY, Together
from seglam_lang.translator.vocabulary import END, REFUSE, RIGHT, WRONG, lexemes_of
from seglam_lang.translator.writing import CONSTRUCTS, source_of

BUDGET = 90  # lexemes, after which a draft is led to its end; what is open then needs some more to be closed
TEMPERATURE = 0.7  # of all candidates but the first
TRIED_FIRST = 32  # best tokens tried before all are
LEAST_PROBABILITY = math.ulp(0.0)
# How much less likely than the likeliest draft one may be, in logarithms: of 620 requests of the development sets for
# which a right draft is known, all but one have one that is (docs/training.md).
WITHIN = 7.0
NEGLIGIBLE = 0.01  # of the admissible probability: what is left untried
_TOO_MANY = f"the limit of {MAX_TOKENS} tokens"
_DEAD_END = "a dead end: no token of the model's vocabulary fits here"


@dataclass(frozen=True, slots=True)
class Choice:
    """An admissible token: its place among the program tokens, its probability, the state after it (None: the end)."""

    index: int
    probability: float
    state: State | None


@dataclass(frozen=True, slots=True)
class _Written:
    """What a beginning of a search has written; without a state where it ends with END or REFUSE."""

    state: State | None
    tokens: tuple[str, ...] = ()
    willing: float = 1.0


@dataclass(slots=True)
class _Branch:
    """A prefix that one or more candidates share; without a state where it ends with END."""

    sequence: int
    state: State | None
    logits: Logits
    members: list[int]
    tokens: tuple[str, ...] = ()
    log_probability: float = 0.0
    willing: float = 1.0


@dataclass
class Decoder:
    """Draws drafts from a network that writes `tokens`, with what of the language its vocabulary can write."""

    network: Network
    tokens: tuple[str, ...]
    _lexemes: tuple[tuple[str, ...], ...] = field(init=False)
    _written: frozenset[str] = field(init=False)
    _names: tuple[str, ...] = field(init=False)  # that a field may have
    judgements: tuple[int, int] | None = field(init=False)  # the places of RIGHT and WRONG

    def __post_init__(self) -> None:
        judges = {RIGHT, WRONG} <= {*self.tokens}
        self.judgements = (self.tokens.index(RIGHT), self.tokens.index(WRONG)) if judges else None
        self._lexemes = tuple(map(lexemes_of, self.tokens))
        self._written = frozenset(lexemes[0] for lexemes in self._lexemes)
        self._names = tuple(token for token in self.tokens if is_name(token) or token.startswith('"'))

    def start(self, signature: Signature) -> State:
        """Return the state before a draft for `signature` that needs nothing which the vocabulary cannot write."""
        found = [known[1] for lexeme in self.tokens if (known := literal(lexeme))]
        methods = frozenset(lexemes[1] for lexemes in self._lexemes if lexemes[0] == "." and len(lexemes) > 1)
        literals = frozenset(filter(None, found))
        return completion.start(signature, literals=literals, methods=methods, constructs=CONSTRUCTS, budget=BUDGET)

    def likeliest(
        self, prompt: Sequence[int], start: State, candidates: int, limit_s: float, names: Together = ANY
    ) -> list[Draft]:
        """Return the likeliest drafts, `candidates` at most, and those that did not come to an end. They compare only
        `names` that go together.
        """
        deadline = time.monotonic() + limit_s
        following = partial(self._following, names)
        found = search(self.network, prompt, _Written(start), following, candidates, MAX_TOKENS, deadline, WITHIN)
        fate, limit = (Fate.OUT_OF_TIME, _late(limit_s)) if found.is_late else (Fate.CUT_OFF, _TOO_MANY)
        drafts = [self._ended(each) for each in found.ended]
        drafts += [_cut_off(each.state.tokens, each.log_probability, limit, fate) for each in found.open]
        return drafts + [_cut_off(each.state.tokens, each.log_probability, _DEAD_END) for each in found.stuck]

    def _following(self, names: Together, beginning: Beginning[_Written]) -> Iterator[Step[_Written]]:
        """Yield what may follow a beginning."""
        written = beginning.state
        assert written.state is not None  # what has ended is not followed
        choices, willing = self.choices(beginning.logits, written.state, first=not written.tokens)
        admitted = [each for each in choices if names.admits(written.tokens, self.tokens[each.index])]
        total = math.fsum(choice.probability for choice in admitted)
        willing *= total / math.fsum(choice.probability for choice in choices) if choices else 0.0
        for each in admitted:
            after = _Written(each.state, (*written.tokens, self.tokens[each.index]), written.willing * willing)
            log_probability = beginning.log_probability + math.log(each.probability / total)
            yield Step(beginning, each.index, log_probability, after, each.state is None)

    def _ended(self, found: Beginning[_Written]) -> Draft:
        critic = judged_right(found.logits, self.judgements) if self.judgements else None
        return _draft(found.state.tokens, found.log_probability, found.state.willing, critic)

    def draw(self, prompt: Sequence[int], start: State, candidates: int, seed: int, limit_s: float) -> list[Draft]:
        """Draw `candidates` samples, and return them as distinct drafts, in the order of their first candidate."""
        deadline = time.monotonic() + limit_s
        dice = [random.Random(f"{seed}/{member}") for member in range(candidates)]
        free = list(range(candidates - 1, 0, -1))
        done: list[tuple[int, Draft]] = []
        live = [_Branch(0, start, self.network.prefill(prompt), list(range(candidates)))]
        for position in range(len(prompt), len(prompt) + MAX_TOKENS):
            parts: list[tuple[_Branch, int]] = []
            for at, branch in enumerate(live):
                if time.monotonic() > deadline:  # one step of a model that is unsure may take long
                    late = [*(part for part, _ in parts), *live[at:]]
                    return _ordered(done + [_cut(each, _late(limit_s), Fate.OUT_OF_TIME) for each in late])
                parts += self._part(branch, dice, free, done)
            if not parts:
                return _ordered(done)
            moves = [Move(branch.sequence, index, position) for branch, index in parts]
            live = []
            for (branch, _), logits in zip(parts, self.network.step(moves), strict=True):
                if branch.state is None:
                    assert self.judgements is not None  # else it would have ended a step before
                    done.append(_drawn(branch, judged_right(logits, self.judgements)))
                    free.append(branch.sequence)
                else:
                    branch.logits = logits
                    live.append(branch)
        return _ordered(done + [_cut(branch, _TOO_MANY) for branch in live])

    def _part(
        self, branch: _Branch, dice: list[random.Random], free: list[int], done: list[tuple[int, Draft]]
    ) -> list[tuple[_Branch, int]]:
        """Let every candidate of a branch pick its next token, and return the branches that go on with their tokens.

        Those that end are added to `done`, unless the model is still to judge them; sequences that are no longer used
        return to `free`.
        """
        assert branch.state is not None  # what has ended is not parted any more
        choices, willing = self.choices(branch.logits, branch.state, first=not branch.tokens)
        if not choices:
            done.append(_cut(branch, _DEAD_END))
            free.append(branch.sequence)
            return []
        total = math.fsum(choice.probability for choice in choices)
        picks: dict[int, list[int]] = {}
        for member in branch.members:
            picks.setdefault(_pick(choices, dice[member] if member else None), []).append(member)
        going_on: list[tuple[_Branch, int]] = []
        sequences = [branch.sequence]
        for place, members in picks.items():
            choice = choices[place]
            tokens = (*branch.tokens, self.tokens[choice.index])
            log_probability = branch.log_probability + math.log(choice.probability / total)
            part = _Branch(branch.sequence, choice.state, branch.logits, members, tokens, log_probability)
            part.willing = branch.willing * willing
            if choice.state is None and (self.judgements is None or tokens[-1] == REFUSE):
                done.append(_drawn(part))
                continue
            if sequences:
                sequences.pop()
            else:
                part.sequence = free.pop()
                self.network.fork(branch.sequence, part.sequence)
            going_on.append((part, choice.index))
        free += sequences
        return going_on

    def choices(self, logits: Logits, state: State, first: bool) -> tuple[list[Choice], float]:
        """Return the admissible tokens that matter, most probable first, and their share of what was tried.

        There are none only where no token is admissible.
        """
        probabilities = np.exp(logits - logits.max())
        probabilities /= probabilities.sum()
        order = np.argsort(-probabilities, kind="stable").tolist()
        found: list[Choice] = []
        admitted, left = 0.0, 1.0
        among = None if state.among is None else {*state.among, END, REFUSE}
        begun: dict[str, State | None] = {}
        for tried, index in enumerate(order):
            if found and (tried >= TRIED_FIRST or left <= NEGLIGIBLE * admitted):
                break
            probability = max(float(probabilities[index]), LEAST_PROBABILITY)
            left -= probability
            if among is not None and self._lexemes[index][0] not in among:
                continue
            admissible, after = self._follow(state, index, first, begun)
            if admissible:
                found.append(Choice(index, probability, after))
                admitted += probability
        return found, min(1.0, admitted / (1.0 - left)) if found else 0.0

    def _follow(
        self, state: State, index: int, first: bool, begun: dict[str, State | None]
    ) -> tuple[bool, State | None]:
        """Return whether a token may stand here, and the state after it.

        `begun` has the states after the first lexemes that have been tried here: all methods begin with one dot.
        """
        token = self.tokens[index]
        if token == END:
            return state.complete, None
        if token == REFUSE:
            return first, None
        if token in (RIGHT, WRONG):
            return False, None
        lexeme, *others = self._lexemes[index]
        if lexeme not in begun:
            begun[lexeme] = state.advance(lexeme)
        after = begun[lexeme]
        for lexeme in others:
            after = None if after is None else after.advance(lexeme)
        if after is None:
            return False, None
        # What must follow (the name of a second `let`, a field) may be beyond the vocabulary: that way leads nowhere.
        if token == "." and all(after.advance(name) is None for name in self._names):
            return False, None
        return self._written.issuperset(after.pending), after


def judged_right(logits: Logits, judgements: tuple[int, int]) -> float:
    """Return the probability of RIGHT, of the two judgements, from the logits after END."""
    judged = logits[list(judgements)]
    right, wrong = np.exp(judged - judged.max()).tolist()
    return float(right / (right + wrong))


def _pick(choices: list[Choice], dice: random.Random | None) -> int:
    """Return the place of the most probable choice, or of one drawn at TEMPERATURE."""
    if dice is None or len(choices) == 1:
        return 0
    best = choices[0].probability
    weights = [(choice.probability / best) ** (1 / TEMPERATURE) for choice in choices]
    return dice.choices(range(len(choices)), weights)[0]


def _draft(
    tokens: Sequence[str], log_probability: float, willing: float, critic: float | None, count: int = 1
) -> Draft:
    """Return what was written to its end as a draft."""
    *written, last = tokens
    if last == REFUSE:
        return Draft("", log_probability, Fate.REFUSED, NOTHING_TO_COMPUTE, count)
    return Draft(source_of(written), log_probability, Fate.FINISHED, "", count, willing, critic)


def _drawn(branch: _Branch, critic: float | None = None) -> tuple[int, Draft]:
    drawn = _draft(branch.tokens, branch.log_probability, branch.willing, critic, len(branch.members))
    return branch.members[0], drawn


def _late(limit_s: float) -> str:
    return f"the time limit of {limit_s:.1f} s (another time it may be faster)"


def _cut(branch: _Branch, limit: str, fate: Fate = Fate.CUT_OFF) -> tuple[int, Draft]:
    return branch.members[0], _cut_off(branch.tokens, branch.log_probability, limit, fate, len(branch.members))


def _cut_off(
    tokens: Sequence[str], log_probability: float, limit: str, fate: Fate = Fate.CUT_OFF, count: int = 1
) -> Draft:
    return Draft(source_of(tokens), log_probability, fate, f"cut off by {limit}", count)


def _ordered(drafts: list[tuple[int, Draft]]) -> list[Draft]:
    return [draft for _, draft in sorted(drafts, key=lambda pair: pair[0])]
