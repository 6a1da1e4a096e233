"""Wordings that ask for the same procedure: by changes for which there is evidence, and by words that say nothing,
where all small words agree.
"""

from __future__ import annotations

from seglam_lang.requests.alike.changes import Change, Changes, Form, form_of, shipped, units
from seglam_lang.requests.alike.guard import asks_how_much, disagreement, roles, senses
from seglam_lang.requests.alike.own import OwnChange, OwnChanges
from seglam_lang.requests.alike.signature import digest, key_of, key_of_signature, passed_over, signature, signature_of

__all__ = [
    "Change",
    "Changes",
    "Form",
    "OwnChange",
    "OwnChanges",
    "asks_how_much",
    "digest",
    "disagreement",
    "form_of",
    "key_of",
    "key_of_signature",
    "passed_over",
    "roles",
    "senses",
    "shipped",
    "signature",
    "signature_of",
    "units",
]
