"""Columns of several choices in one cell: `Email; Phone` beside `Email`, as forms export what may be ticked."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.inputs.model import Doubt

_SEPARATORS = {";": 1, "|": 1, ",": 2, "/": 2}  # with how many choices have to stand alone: a comma is in sentences too


def about_choices(different: Sequence[str]) -> str:
    """Return that some of a few different texts stand alone in a cell and among others in another one: a request for
    one of them finds the cells that hold nothing else.
    """
    together = "\0".join(different)
    for separator, least in _SEPARATORS.items():
        if separator not in together:
            continue
        cells, among = set(different), {}
        for text in different:
            parts = [part.strip() for part in text.split(separator)]
            if len(parts) > 1 and all(parts):
                among.update({part: text for part in parts if part in cells and part not in among})
        if len(among) >= least:
            choice, text = next(iter(among.items()))
            return Doubt(f"some cells hold several values (`{text}`): `{choice}` counts where it is all of a cell")
    return ""
