"""All that the shipped model learns from, in one form: `asked()` yields it, `python -m ...nano.sources` prepares it.

asked       Asked, the form; what is held back for development
answers     when an answer is the one that the data state
everyday    the everyday requests, of the data and our own
queries     sets whose programs are SQL
problems    WikiSQL, and arithmetic in words
financial   questions on financial tables
searching   questions of which only the answer is known: programs are searched among `candidates`
refusals    what must be refused, made of what can be answered
variations  `vary`: the same asked otherwise, of another table
preparing   the conversion of all, kept in a folder: it takes a while, and can be interrupted
"""

from __future__ import annotations

from seglam_lang.translator.nano.sources.asked import Asked, LeftOut, is_dev
from seglam_lang.translator.nano.sources.preparing import NAMES, PREPARED, asked
from seglam_lang.translator.nano.sources.refusals import refusals, unanswerable
from seglam_lang.translator.nano.sources.variations import vary

__all__ = ["NAMES", "PREPARED", "Asked", "LeftOut", "asked", "is_dev", "refusals", "unanswerable", "vary"]
