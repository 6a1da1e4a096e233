"""`Reading`: a request with everything that it may mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import NUMBER
from seglam_lang.requests import kinds
from seglam_lang.requests.model import CellRef, ColumnRef, Literal, Match, Mention, Token
from seglam_lang.requests.parts import Stated, stated
from seglam_lang.requests.shape import inputs_shape
from seglam_lang.requests.slots import match_of, matches, visible
from seglam_lang.requests.template import Template


@dataclass(frozen=True)
class Reading:
    """A request with everything that it may mention; `mentions` are ordered by position, then longer first.

    `hints` are columns and cells that the words may mean, too loosely for a slot. Of the mentions, `in_part` are cells
    that are called by a part of their name: the words may be meant as themselves too. `shown_as` is the kind of chart
    that was asked for ("" for none), in words that are not among these (see `presentation`). `is_alone` says that there
    are inputs of which it says nothing, and which it does not have here (see `alone`). What follows from these is
    computed when it is first asked for, and once.
    """

    request: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    inputs: Inputs
    today: date | None = None
    hints: tuple[ColumnRef | CellRef, ...] = ()
    in_part: tuple[CellRef, ...] = ()
    is_loose: bool = False
    shown_as: str = ""
    is_alone: bool = False

    @cached_property
    def visible(self) -> tuple[Mention, ...]:
        """The mentions that do not stand inside a longer one: only these may be slots."""
        return visible(self.mentions)

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """The templates that the request may have, the one that covers most of it with slots first."""
        return matches(self.tokens, self.visible, self.inputs)

    @property
    def template(self) -> Template:
        """The template that covers most of the request with slots."""
        return self.matches[0].template

    @cached_property
    def said(self) -> frozenset[str]:
        """Its words, normalised: no template that it may have, however it is read, has another."""
        return frozenset([token.norm for token in self.tokens])

    @cached_property
    def by_template(self) -> Mapping[Template, list[Match]]:
        """The matches by their template, in order: the same words may be read as one column or as another."""
        return _by_template(self.matches)

    @cached_property
    def further(self) -> tuple[Mention, ...]:
        """Literals of the kinds that only templates know yet (see `further`), where no longer mention is."""
        from seglam_lang.requests.further import further_literals  # a hit does not need it

        found = further_literals(self.request, self.mentions, self.inputs, self.today)
        if not found:
            return ()
        new = frozenset(map(id, found))
        return tuple([each for each in visible([*self.mentions, *found]) if id(each) in new])

    @cached_property
    def formulas(self) -> tuple[Literal, ...]:
        """The numbers that are written as a formula, "12 + 8 * 3" (see `formulas`), each as a number or an amount and
        as a formula; over a table no sum of digits is sure to be one.
        """
        if self.inputs.tables or self.is_alone:
            return ()
        from seglam_lang.requests.formulas import formulas  # a hit does not need it
        from seglam_lang.requests.request import Request

        others = [each for each in (*self.visible, *self.further) if each.type != NUMBER]
        alone = [
            found
            for found in formulas(Request.of(self.request, self.today))
            if not any(each.first < found.last and found.first < each.last for each in others)
        ]
        return tuple([replace(found, kind=kind) for found in alone for kind in (found.kind, kinds.FORMULA)])

    @cached_property
    def bare(self) -> tuple[Literal, ...]:
        """The words that are meant as themselves, without quotes (see `bare`): what may be called by another name is
        none of them, so that only the loosest reading has any.
        """
        if self.loosely is not self or self.is_alone:
            return ()
        from seglam_lang.requests.bare import bare_texts  # a hit does not need it

        in_part = frozenset(self.in_part)
        mentions = [each for each in (*self.visible, *self.further, *self.hints) if each not in in_part]
        return tuple(bare_texts(self.request, self.tokens, mentions, self.inputs))

    @cached_property
    def values(self) -> tuple[Stated, ...]:
        """Every value that the words state, of all kinds, in the order of the words, each with its parts.

        A program may take any of them: this is what is to be offered to a model, beside the columns. A value that
        stands inside of a longer one is left out, as its parts say as much: the 40 of "40-50". `scope_of` names them.
        """
        found = visible([*self.visible, *self.further])
        ordered = sorted(found, key=lambda mention: (mention.first, mention.last))
        return tuple([stated(each) for each in ordered if not isinstance(each, ColumnRef)])

    @cached_property
    def further_by_template(self) -> Mapping[Template, list[Match]]:
        """The matches that have such a literal in a slot. No model is offered them."""
        if not self.further:
            return {}
        known = self.by_template
        found = matches(self.tokens, [*self.visible, *self.further], self.inputs)
        return _by_template([match for match in found if match.template not in known])

    @cached_property
    def formulas_by_template(self) -> Mapping[Template, list[Match]]:
        """The matches that have a formula in a slot. No model is offered one: it sees the numbers."""
        if not self.formulas:
            return {}
        found = matches(self.tokens, visible([*self.visible, *self.further, *self.formulas]), self.inputs)
        return _by_template([match for match in found if not set(match.slots).isdisjoint(self.formulas)])

    @cached_property
    def bare_by_template(self) -> Mapping[Template, list[Match]]:
        """The matches that have a text without quotes in a slot."""
        if not self.bare:
            return {}
        found = matches(self.tokens, [*self.visible, *self.further, *self.bare], self.inputs)
        return _by_template([match for match in found if any(each.kind == kinds.BARE_TEXT for each in match.slots)])

    @cached_property
    def plainly_by_template(self) -> Sequence[Mapping[Template, list[Match]]]:
        """The matches without the words that only address somebody (see `courtesy`), each of these in turn."""
        from seglam_lang.requests.courtesy import is_polite, without_courtesy  # a hit does not need it

        if not is_polite([token.norm for token in self.tokens]):
            return ()
        naming = [each for each in (*self.visible, *self.hints) if not isinstance(each, Literal)]
        names = {self.tokens[at].norm for each in naming for at in range(each.first, each.last)}
        found = []
        for each in (self.by_template, self.further_by_template, self.formulas_by_template, self.bare_by_template):
            plain = ((without_courtesy(match.template, names), match) for match in chain.from_iterable(each.values()))
            found.append(_by_template([match._replace(template=to) for to, match in plain if to is not None]))
        return tuple(filter(None, found))

    @cached_property
    def loosely(self) -> Reading:
        """The reading in which columns and cells may be called by other names than their own too (see `loose`).

        It is this one where none is.
        """
        if self.is_loose or not self.inputs.tables:
            return self
        from seglam_lang.requests.cells_in_part import cells_in_part
        from seglam_lang.requests.loose import loose_mentions  # a hit does not need it

        sure, hints = loose_mentions(self.request, self.tokens, self.mentions, self.inputs)
        mentioned = (*self.mentions, *self.further, *sure, *hints)
        parts = cells_in_part(self.request, self.tokens, mentioned, self.inputs)
        if not sure and not hints and not parts:
            return self
        mentions = sorted([*self.mentions, *sure, *parts], key=lambda mention: (mention.first, -mention.last))
        return replace(self, mentions=tuple(mentions), hints=hints, in_part=parts, is_loose=True)

    @cached_property
    def alone(self) -> Reading | None:
        """The reading without inputs, where no word may be of them (see `uninvolved`); None where one may, or there are
        none. Nothing in it is a text without quotes, or a formula: beside inputs these are too unsure.
        """
        if not self.inputs.values:
            return None
        from seglam_lang.requests.uninvolved import says_nothing_of  # most hits do not need it

        mentions = (*self.loosely.mentions, *self.loosely.hints)
        return (
            replace(self, inputs=Inputs(), is_alone=True)
            if says_nothing_of(self.inputs, self.tokens, mentions)
            else None
        )

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The words, as they are written, that mention nothing and that no known request has.

        A program may still mean them: "earns" beside a column `Salary` (see `unread`).
        """
        from seglam_lang.requests.unread.lexicon import shipped  # a hit does not need it

        lexicon = shipped()
        mentioned = {at for each in (*self.visible, *self.hints) for at in range(each.first, each.last)}
        return tuple(
            token.text
            for at, token in enumerate(self.tokens)
            if at not in mentioned and token.norm[0].isalpha() and not lexicon.knows(token.norm)
        )

    def rounds(self) -> Iterator[Mapping[Template, list[Match]]]:
        """Yield the matches by their template in the order in which they are looked up, each round only if asked for
        more: those with literals of further kinds, those with formulas, those without words of courtesy, those with
        columns and cells by other names, and those with texts that no quotes mark.
        """
        yield self.by_template
        if self.further_by_template:
            yield self.further_by_template
        if self.formulas_by_template:
            yield self.formulas_by_template
        yield from self.plainly_by_template
        if self.loosely is not self:
            yield from self.loosely.rounds()
        elif self.bare_by_template:
            yield self.bare_by_template

    def matches_of(self, template: Template) -> Sequence[Match]:
        """Return the matches with this template, the more exactly read ones where there are any."""
        return next((found for each in self.rounds() if (found := each.get(template))), ())

    def match_with(self, used: Iterable[Mention]) -> Match:
        """Return the match in which exactly the mentions `used`, which must not overlap, are slots."""
        ordered = sorted(used, key=lambda mention: mention.first)
        words = [token.norm for token in self.tokens]
        return match_of(words, ordered, self.inputs, inputs_shape(self.inputs))

    def written(self, mention: Mention) -> str:
        """Return the words of a mention as they are written."""
        return self.words(mention.first, mention.last)

    def words(self, first: int, last: int) -> str:
        """Return the tokens from `first` to `last`, exclusive, as they are written."""
        return self.request[self.tokens[first].start : self.tokens[last - 1].end]


def _by_template(matches: Iterable[Match]) -> dict[Template, list[Match]]:
    found: dict[Template, list[Match]] = {}
    for match in matches:
        found.setdefault(match.template, []).append(match)
    return found
