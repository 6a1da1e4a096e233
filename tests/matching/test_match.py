"""Tiers: which stored wording answers a request, and the reasons where none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from seglam_lang.inputs import Inputs
from seglam_lang.language.types import NUMBER, TEXT, Type
from seglam_lang.matching import TIERS, Hit, Miss, Tier, match
from seglam_lang.requests import Template, Wording, read
from seglam_lang.requests.alike import OwnChanges, key_of_signature
from seglam_lang.requests.model import ArgumentSource, FromSlot
from seglam_lang.requests.narrowing import meaning_of
from seglam_lang.store import Found
from seglam_lang.store.records import Rejection


@dataclass
class Shelf:
    """A library in memory: wordings in the order in which they are tried, parameters by procedure."""

    wordings: Sequence[Wording]
    parameters: Mapping[str, Sequence[Type]]
    asked: list[str] = field(default_factory=list)

    def find(self, templates: Sequence[Template]) -> list[Found]:
        self.asked += [template.key for template in templates]
        known = [wording for wording in self.wordings if wording.template in templates]
        return [Found(templates.index(each.template), each, "agreed", "") for each in known]

    def alike(self, forms: Sequence[str]) -> list[Found]:
        known = [wording for wording in self.wordings if key_of_signature(wording.template) in forms]
        return [Found(0, each, "agreed", "") for each in known]

    def own_changes(self) -> OwnChanges:
        changes = OwnChanges()
        for each in self.wordings:
            changes.add(each.template, meaning_of(each))
        return changes

    def rejections(self) -> Sequence[Rejection]:
        return ()

    def to_compare(self, rejection: Rejection, wording: Wording) -> None:
        return None

    def params(self, procedure: str) -> Sequence[Type]:
        return self.parameters[procedure]

    def core(self, procedure: str) -> None:
        return None


def wording(text: str, procedure: str, *sources: ArgumentSource) -> Wording:
    return Wording(Template.parse(f"\n{text}"), procedure, sources)


ADD = wording("add {0:number} to {1:number}", "add", FromSlot(1), FromSlot(0))
TWO_NUMBERS = {"add": (NUMBER, NUMBER), "other": (NUMBER, NUMBER)}


def test_a_known_template_hits() -> None:
    result = match(read("Add 3 to 4!", Inputs()), Shelf([ADD], TWO_NUMBERS))
    assert isinstance(result, Hit)
    assert (result.wording, result.bound.arguments, result.tier) == (ADD, (4, 3), Tier.EXACT)
    assert [slot.value for slot in result.bound.match.slots] == [3, 4]
    assert result.why


def test_the_first_wording_that_fits_counts() -> None:
    unfit = wording("add {0:number} to {1:number}", "texts", FromSlot(0), FromSlot(1))
    later = wording("add 3 to {0:number}", "other", FromSlot(0), FromSlot(0))
    shelf = Shelf([unfit, later, ADD], TWO_NUMBERS | {"texts": (TEXT, TEXT)})
    result = match(read("add 3 to 4", Inputs()), shelf)
    assert isinstance(result, Hit)
    assert (result.wording, result.bound.arguments) == (later, (4, 4))


def test_each_template_is_asked_for_once() -> None:
    shelf = Shelf([], {})
    assert isinstance(match(read("average of 3, 8 and 12", Inputs()), shelf), Miss)
    assert len(shelf.asked) == len(set(shelf.asked)) == 9


def test_a_miss_has_the_reason_of_every_tier() -> None:
    unfit = wording("add {0:number} to {1:number}", "texts", FromSlot(0), FromSlot(1))
    for shelf, why in (
        (Shelf([], {}), "exact: the cache knows no wording with a template of this request"),
        (Shelf([unfit], {"texts": (TEXT, TEXT)}), "exact: the cache knows a wording with this template, but"),
    ):
        result = match(read("add 3 to 4", Inputs()), shelf)
        assert isinstance(result, Miss)
        assert len(result.reasons) == len(TIERS)
        assert result.why.startswith(why)
