"""Give drafts readable names: a model writes `c2` and `s0`, people read `population` and `country`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from seglam_lang.language.checking.signature import Param, Signature
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.lexicon import is_name

_LONGEST = 32  # characters of a name that is made of a text


def readable(text: str) -> str:
    """Return a text as a name: "Sales (USD)" is `sales_usd`. Return "" where nothing of it can stand in a name."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    name = re.sub(r"[^a-z0-9]+", "_", folded).strip("_")[:_LONGEST].rstrip("_")
    if name[:1].isdigit():
        name = f"n_{name}"
    return name if not name or is_name(name) else f"{name}_"


def rename(body: nodes.Body, signature: Signature, names: Mapping[str, str]) -> tuple[nodes.Body, Signature]:
    """Return a draft with the parameters in `names` renamed; all names stay distinct."""
    chosen = _distinct(names, {"result", *_names_in(body), *(each.name for each in signature.params)})
    params = (
        Param(chosen.get(each.name, each.name), each.type, chosen.get(each.table, each.table))
        for each in signature.params
    )
    return _renamed(body, chosen), Signature(tuple(params))


def _distinct(names: Mapping[str, str], taken: Iterable[str]) -> dict[str, str]:
    """Return a readable name for each surface name, none of them `taken`."""
    occupied = set(taken)
    chosen: dict[str, str] = {}
    for surface, text in names.items():
        wanted = readable(text)
        if not wanted:
            continue
        name, number = wanted, 1
        while name in occupied:
            number += 1
            name = f"{wanted}_{number}"
        occupied.add(name)
        chosen[surface] = name
    return chosen


def _names_in(body: nodes.Body) -> Iterable[str]:
    for node in nodes.walk(body):
        if isinstance(node, nodes.Let | nodes.Var | nodes.Name):
            yield node.name
        elif isinstance(node, nodes.Loop):
            yield node.item
        elif isinstance(node, nodes.Lambda):
            yield from node.params


def _renamed(node: Any, chosen: Mapping[str, str]) -> Any:
    """Return `node` with each Name in `chosen` renamed. No lambda or `let` has the name of a parameter."""
    if isinstance(node, tuple):
        return tuple(_renamed(each, chosen) for each in node)
    if isinstance(node, nodes.Name):
        return replace(node, name=chosen.get(node.name, node.name))
    if not hasattr(node, "__dataclass_fields__"):
        return node
    parts = {each.name: _renamed(getattr(node, each.name), chosen) for each in fields(node)}
    return type(node)(**parts)
