"""Questions on Wikipedia tables of which only the answer is known: programs that give it are searched.

Many programs give a short answer by chance. One is kept where no word of the question is left unexplained, where each
thing that it does is said by some word (both by what words go with, see `requests.unread`), and where the others of
which that is true, and which explain as many words, compute the same on changed tables. What is not sure is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from seglam_lang.inputs import Inputs
from seglam_lang.language import Failure, LanguageError
from seglam_lang.language.values import Value
from seglam_lang.requests import read
from seglam_lang.requests.loose.english import FUNCTION_WORDS
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.unread import Footprint, Span, footprint_of, unexplained
from seglam_lang.requests.unread.guard import is_explained
from seglam_lang.requests.unread.lexicon import SpanKind, shipped
from seglam_lang.requests.unread.spans import spans_of
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.rewriting.agreement import runner, same, variations
from seglam_lang.translator.nano.sources.answers import agrees, atoms
from seglam_lang.translator.nano.sources.asked import Asked, LeftOut, as_json
from seglam_lang.translator.nano.sources.candidates import Candidates, key_of

MOST_ROWS = 60  # of a table
MOST_FITTING = 40  # programs with the answer that are looked at closely
LEAST_CHANCE = 0.8  # of words that a program leaves unexplained, in parts of what is believed of a draft
SUREST = 4  # of the features that a word goes with, the first ones
# What a program does only where a word says so, and the words that say it: "" for those that are known to go with it.
SAYING = {
    "count": "many number count times total amount",
    "top": "",
    "bottom": "",
    "take": "first",
    "take_last": "last final",
    "average": "",
    "total": "",
    "maximum": "",
    "minimum": "",
    "most_frequent": "",
    "greater": "more over above after exceeding exceeded since later",
    "less": "less under below before fewer earlier",
    "at_least": "least",
    "at_most": "most",
    "unequal": "not other except besides excluding",
    "or": "or and either both",
    "subtract": "more less fewer difference",
    "distinct": "different unique distinct",
    "drop_while": "after next below following follows",
    "take_while": "before previous prior above preceding",
}
_SIGNS = {"!=": "unequal", ">": "greater", "<": "less", ">=": "at_least", "<=": "at_most", "-": "subtract", "or": "or"}
_NAMES = re.compile(r'`[^`]*`|"(?:[^"\\]|\\.)*"')  # headers and texts
_STEP = re.compile(r"\.(\w+)\(|\] ([!<>]=?) | (or|-) ")
_RANKED_BY = re.compile(r"\.(?:top|bottom)\(1, `([^`]+)`\)")
_SAYING = {what: frozenset(words.split()) for what, words in SAYING.items()}


@dataclass(frozen=True)
class Fit:
    """A program that gives the answer, and what it does and takes."""

    program: str
    footprint: Footprint
    reading: Reading
    inputs: Inputs

    @cached_property
    def _spans(self) -> list[Span]:
        return spans_of(self.reading, self.footprint)

    @cached_property
    def explained(self) -> int:
        """How many words the program explains."""
        lexicon = shipped()
        return sum(
            span.last - span.first if span.taken else is_explained(span, self.reading, self.footprint, lexicon)
            for span in self._spans
        )

    @cached_property
    def unmentioned(self) -> frozenset[str]:
        """The columns that it takes and the words do not mention."""
        mentions = (*self.reading.visible, *self.reading.hints)
        return self.footprint.headers - {each.header for each in mentions if isinstance(each, ColumnRef)}

    @property
    def rank(self) -> tuple[int, int]:
        """How well it fits the words, more being better."""
        return self.explained, -len(self.unmentioned)

    def is_said(self) -> bool:
        """Return whether no word is left unexplained, and all values that the program takes are said."""
        values = [span for span in self._spans if span.taken and span.kind is not SpanKind.COLUMN]
        return (
            not self._leaves_values()
            and self.unmentioned.isdisjoint(_RANKED_BY.findall(self.program))
            and self.program.count("row[") <= len(values)
            and self._believed()
        )

    def _believed(self) -> bool:
        left = unexplained(self.reading, self.footprint)
        return left is None or left.chance >= LEAST_CHANCE

    def _leaves_values(self) -> bool:
        """Return whether the words state a cell or a number that the program neither takes nor means."""
        lexicon, tokens = shipped(), self.reading.tokens
        return any(
            span.kind is SpanKind.CELL or tokens[span.first].norm[0].isdigit()
            for span in self._spans
            if not span.taken
            and tokens[span.first].norm not in FUNCTION_WORDS
            and not is_explained(span, self.reading, self.footprint, lexicon)
        )


def is_done_by_words(program: str, words: Sequence[str]) -> bool:
    """Return whether each thing that a program does is said by a word of its own."""
    steps = _STEP.findall(_NAMES.sub("", program))
    does = sorted({_SIGNS.get(name, name) for each in steps for name in each} & _SAYING.keys())
    saying = [[at for at, word in enumerate(words) if _says(word, each)] for each in does]
    return any(len(set(chosen)) == len(does) for chosen in product(*saying))


def _says(word: str, what: str) -> bool:
    """Return whether a word says that something is done."""
    if _SAYING[what]:
        return word in _SAYING[what]
    company = shipped().company_of(word)
    return company is not None and any(what in feature.split(".") for feature in company.features[:SUREST])


def from_answer(row: dict[str, Any]) -> list[Asked]:
    """Return what a row asks, with the program that was found. Raise LeftOut where none is sure."""
    group = f"table:{row['db']}"
    asked = Asked("wtq", group, row["request"], row["inputs"], "", row["answer"], row["id"])
    inputs = asked.read()
    table = inputs.tables["table"]
    if table.length > MOST_ROWS:
        raise LeftOut("a large table")
    reading = read(asked.request, inputs).loosely
    wanted = key_of(list(atoms(asked.answer)))
    giving = [each.program for each in Candidates(reading, table).all() if each.key == wanted]
    if not giving:
        raise LeftOut("no program that is tried gives the answer")
    words = [token.norm for token in reading.tokens]
    said = [program for program in dict.fromkeys(giving) if is_done_by_words(program, words)]
    fits = [fit for program in said if (fit := _fit(program, reading, inputs))]
    fits = sorted(fits, key=lambda fit: fit.rank, reverse=True)[:MOST_FITTING]
    chosen = _sure([fit for fit in fits if fit.is_said()], asked.answer)
    return [Asked("wtq", group, asked.request, asked.inputs, chosen, asked.answer, asked.block)]


def _fit(program: str, reading: Reading, inputs: Inputs) -> Fit | None:
    try:
        headed = Headed.of(program)
        arguments = {param.name: value for param, value in headed.parameters(inputs)}
        checked = headed.check(inputs)
    except (LanguageError, UnknownColumn):
        return None
    return Fit(program, footprint_of(checked.core, [arguments[name] for name in checked.params]), reading, inputs)


def _sure(fits: Sequence[Fit], answer: Any) -> str:
    """Return the program that explains most. Raise LeftOut where others that explain as much mean something else."""
    right = [fit for fit in fits if _gives(fit, answer)]
    if not right:
        raise LeftOut("the programs that give the answer do not explain the words")
    best = [fit for fit in right if fit.rank == right[0].rank]
    if not _all_agree(best):
        raise LeftOut("programs of different meaning give the answer and explain the words")
    return min((fit.program for fit in best), key=lambda program: (len(program), program))


def _gives(fit: Fit, answer: Any) -> bool:
    try:
        return agrees(as_json(Headed.of(fit.program).run(fit.inputs)), answer)
    except Failure:
        return False


def _all_agree(fits: Sequence[Fit]) -> bool:
    """Return whether programs compute the same on tables that are made of the given one."""
    runners = [runner(Headed.of(fit.program), fit.inputs) for fit in fits]
    return len(fits) == 1 or all(_are_same([run(each) for run in runners]) for each in variations(fits[0].inputs))


def _are_same(outcomes: Sequence[Value | Failure]) -> bool:
    return all(same(_one(outcomes[0]), _one(each)) for each in outcomes[1:])


def _one(outcome: Value | Failure) -> Value | Failure:
    """Return a value for a list with it alone: "which" is answered with either."""
    return outcome[0] if isinstance(outcome, tuple) and len(outcome) == 1 else outcome
