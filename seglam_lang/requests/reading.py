"""`Reading`: a request with everything that it may mention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from seglam_lang.inputs.model import Inputs
from seglam_lang.requests.model import Match, Mention, Token
from seglam_lang.requests.shape import inputs_shape
from seglam_lang.requests.slots import match_of, matches, visible, words_of
from seglam_lang.requests.template import Template


@dataclass(frozen=True)
class Reading:
    """A request with everything that it may mention; `mentions` are ordered by position, then longer first.

    What follows from these is computed when it is first asked for, and once.
    """

    request: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    inputs: Inputs

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
    def by_template(self) -> Mapping[Template, list[Match]]:
        """The matches by their template, in order: the same words may be read as one column or as another."""
        found: dict[Template, list[Match]] = {}
        for match in self.matches:
            found.setdefault(match.template, []).append(match)
        return found

    def match_with(self, used: Iterable[Mention]) -> Match:
        """Return the match in which exactly the mentions `used`, which must not overlap, are slots."""
        ordered = sorted(used, key=lambda mention: mention.first)
        return match_of(words_of(self.tokens), ordered, self.inputs, inputs_shape(self.inputs))

    def written(self, mention: Mention) -> str:
        """Return the words of a mention as they are written."""
        return self.request[self.tokens[mention.first].start : self.tokens[mention.last - 1].end]
