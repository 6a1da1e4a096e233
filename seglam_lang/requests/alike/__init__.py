"""Wordings that ask for the same procedure: by changes for which there is evidence, where all small words agree."""

from __future__ import annotations

from seglam_lang.requests.alike.changes import Change, Changes, Form, digest, form_of, key_of_form, shipped, units
from seglam_lang.requests.alike.guard import asks_how_much, disagreement, roles, senses

__all__ = [
    "Change",
    "Changes",
    "Form",
    "asks_how_much",
    "digest",
    "disagreement",
    "form_of",
    "key_of_form",
    "roles",
    "senses",
    "shipped",
    "units",
]
