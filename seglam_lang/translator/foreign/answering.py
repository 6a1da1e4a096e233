"""The worker's side of a model that was not made for SEGLAM: its file checked, it answers tasks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seglam_lang.drafts import Draft, Fate, together
from seglam_lang.language.checking.signature import Signature
from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.gguf_header import Header, check_weights
from seglam_lang.translator.messages import FOREIGN_MODEL, pack_draft, unpack_signature
from seglam_lang.translator.model_files import TOKENS_KEY

if TYPE_CHECKING:
    from seglam_lang.translator.foreign.drafting import Drafting
    from seglam_lang.translator.foreign.drawing import TimeLimit
    from seglam_lang.translator.foreign.syntax_drafting import SyntaxDrafting

TEMPLATE_KEY = "tokenizer.chat_template"
READ, WRITTEN = 128, 16  # tokens that are measured
MEASURE_LIMIT_S = 60.0


def check_writer(path: Path, header: Header) -> None:
    """Raise ModelError where a file is no model that writes text, or one that would end the process."""
    known = header.metadata
    if not isinstance(known.get(TOKENS_KEY), list):
        raise ModelError(
            f"{path} is not a model made for SEGLAM, and it has no vocabulary of its own to write with; "
            "where no model is named, the one that ships is used"
        )
    architecture = known.get("general.architecture", "")
    if known.get(f"{architecture}.attention.causal") is False:
        raise ModelError(f"{path} is a model that reads ({architecture}): it cannot write procedures")
    check_weights(path, header)


class Answering:
    """A loaded model, ready for tasks."""

    def __init__(self, path: Path, header: Header, threads: int, gpu_layers: int = 0) -> None:
        check_writer(path, header)
        # Imported after the file was checked, so that a broken one is refused at once.
        from platformdirs import user_data_path

        from seglam_lang.translator.foreign.chat import Chat
        from seglam_lang.translator.foreign.network import TextModel

        folder = user_data_path("seglam", appauthor=False) / "read"
        self._model = TextModel(path, threads, folder, gpu_layers)
        template = header.metadata.get(TEMPLATE_KEY)
        self._chat = Chat.of(template if isinstance(template, str) else None, self._model.specials)

    @property
    def greeting(self) -> dict[str, Any]:
        """The first message to the asking process."""
        return {"kind": FOREIGN_MODEL, "form": self._chat.form, "longest_prompt": self._model.longest_prompt}

    def answer(self, task: dict[str, Any]) -> dict[str, Any]:
        """Return the drafts of a task, as a message. Raise ModelError."""
        from seglam_lang.translator.foreign.chat import TemplateError
        from seglam_lang.translator.foreign.network import in_common

        if "measure" in task:
            return self._measured()
        model = self._model
        try:
            turns = [(role, text) for role, text in task["messages"]]
            prompt = model.tokens(self._chat.parts(turns))
            unsaid = model.tokens(self._chat.parts([*turns[: task["lasting"]], ("user", "")]))
        except TemplateError as error:
            raise ModelError(f"the chat template of the model cannot be used: {error}") from None
        if len(prompt) > model.longest_prompt:
            why = f"the request is too long for the model: {len(prompt)} tokens, at most {model.longest_prompt}"
            return {"drafts": [pack_draft(Draft("", 0.0, Fate.TOO_LONG, why))]}
        model.read(prompt, task["read_limit_s"], lasting=in_common(prompt, unsaid))
        return {"drafts": [pack_draft(draft) for draft in self._drafts(task)]}

    def _drafts(self, task: dict[str, Any]) -> list[Draft]:
        """Return the drafts of a task whose prompt has been read: held to types, or to the grammar where that is asked
        or types take too long."""
        from seglam_lang.translator.foreign.drafting import Drafting
        from seglam_lang.translator.foreign.drawing import MaskTooSlow, TimeLimit

        signature, literals = unpack_signature(task["signature"]), tuple(task["literals"])
        effort = task["candidates"], task["seed"] or 0, TimeLimit.from_now(task["limit_s"])
        if not task.get("syntax_only"):
            with suppress(MaskTooSlow):
                drafting = Drafting.of(self._model, self._model.pieces, signature, literals)
                # Without a seed, what is heard is in the place of more drafts.
                is_alone = task["seed"] is not None or not task["heard"]
                drafts = drafting.drafts(*effort) if is_alone else [drafting.draft(None, effort[2])]
                return list(together((*drafts, *self._heard(task, drafting, effort[2]))))
        return self._under_grammar(signature, literals).drafts(*effort)

    def _heard(self, task: dict[str, Any], drafting: Drafting, limit: TimeLimit) -> Iterator[Draft]:
        """Yield what another model has written, with how likely this one would have: nothing that it cannot spell."""
        from seglam_lang.translator.foreign.chat import Part
        from seglam_lang.translator.foreign.drafting import MAX_PIECES

        for text in task["heard"]:
            tokens = self._model.tokens_of([Part(text, False)])
            if len(tokens) > MAX_PIECES:  # there is room for no more behind a prompt
                continue
            draft = None if limit.is_over else drafting.heard(tokens, self._model.follow(tokens), limit)
            if draft is not None:
                yield draft
            elif limit.is_over:
                yield Draft("", 0.0, Fate.OUT_OF_TIME, limit.why, count=0)
                return

    def _under_grammar(self, signature: Signature, literals: tuple[str, ...]) -> SyntaxDrafting:
        from seglam_lang.translator.foreign.gbnf import gbnf
        from seglam_lang.translator.foreign.syntax_drafting import SyntaxDrafting

        grammar = gbnf(signature, literals)
        return SyntaxDrafting(self._model, self._model.pieces, signature, lambda: self._model.sampler(grammar))

    def _measured(self) -> dict[str, Any]:
        """Return how many tokens a second the model reads and writes, measured on some."""
        model = self._model
        token = min(model.pieces.ends)
        started = time.perf_counter()
        model.read([token] * READ, MEASURE_LIMIT_S)
        model.begin()
        read = time.perf_counter()
        for _ in range(WRITTEN):
            model.step(token)
        written = time.perf_counter()
        return {"form": self._chat.form, "read": READ / (read - started), "written": WRITTEN / (written - read)}
