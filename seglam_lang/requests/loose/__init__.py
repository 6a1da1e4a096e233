"""Columns and cells by other names than their own: inflected, abbreviated, shortened, misspelled, in another order.

They are sought only where no stored wording fits what the words mention exactly. A looser reading counts only where no
more exact one covers its words. What is *sure* (likely what is meant, and the only reading of its words) may be in a
slot of a template; the others are hints for a model.
"""

from __future__ import annotations

from seglam_lang.requests.loose.find import MAX_TOKENS, LooseMentions, loose_mentions

__all__ = ["MAX_TOKENS", "LooseMentions", "loose_mentions"]
