"""A miss, by one model: a procedure that it recognises, or else writes, is judged, and stored where it is believed.

What is refused is remembered, so that the model need not write it again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from seglam_lang.compilation import (
    Compilation,
    Drafted,
    Drafter,
    Effort,
    Said,
    compile_request,
    draft,
    policy_of,
    remembered,
    unjudged,
    withdrawn,
)
from seglam_lang.drafts import Model
from seglam_lang.given import Reply, digest_of
from seglam_lang.inputs import InputError
from seglam_lang.matching import Hit, Miss, Tier, match
from seglam_lang.recognition import Recognition, audit, is_audited
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.shape import schema
from seglam_lang.requests.spoken import spoken
from seglam_lang.resolved import Refused, Resolved, served, with_advice
from seglam_lang.store import Store
from seglam_lang.store.counts import AUDIT, CALL, OTHER, SAME
from seglam_lang.store.program import Loaded, Programs, callee_names
from seglam_lang.translator.failures import ModelError
from seglam_lang.translator.messages import Shot
from seglam_lang.verifier import Case, Opinion, Question
from seglam_lang.verifier.nearness import MOST_ERRORS

RECOGNISED = "the words are others, and ask for what has been answered about such a table before: "
PICK_OF_A_HIT = "a stored procedure answers this request; `seglam wrong` takes it away"
_RETRY = "--retry asks again; in Python, retry=True"


@dataclass(frozen=True, slots=True)
class Compiling:
    """How misses are answered: into which store, with how much effort, and which share of `near_errors` may be
    (None: as many as by default).
    """

    store: Store
    programs: Programs
    effort: Effort
    near_errors: float | None = None

    def by(
        self,
        translator: Drafter,
        reading: Reading,
        cases: tuple[Case, ...],
        reply: Reply,
        before: tuple[Opinion, ...] | None = None,
    ) -> Resolved:
        """Have one model recognise or write the procedure, unless it has tried before or another process has just done
        so. Raise Refused where it is not believed. `before` is what those came to that were asked before it, None where
        that is nothing.
        """
        key = reading.template.key
        model, memory = memory_of(translator, reading, cases, before is not None)
        with self.store.claim(key):
            found = match(reading, self.programs)  # another may have been quicker
            if reply.pick is None and (known := served(found, cases, self.store, self.programs)) is not None:
                return known
            is_new = reply.retry or self.store.refusal(*memory) is None
            near = None
            if is_new and reply.pick is None and not cases:
                near = self._recognised(reading, translator, model, found)
            return near or self._judge(reading, cases, translator, memory, model, found, reply, before)

    def shown(
        self, writers: Sequence[Drafter], reading: Reading, cases: tuple[Case, ...]
    ) -> list[tuple[Drafter, tuple[Opinion, ...] | None]]:
        """Return the models of whose readings a person may pick, the last first, each with what those before it have
        come to. None of them is asked again.
        """
        found: list[tuple[Drafter, tuple[Opinion, ...] | None]] = []
        before: tuple[Opinion, ...] | None = None
        for each in writers:
            model, memory = memory_of(each, reading, cases, before is not None)
            refusal = self.store.refusal(*memory)
            if refusal is None or not any(draft.finished for draft in refusal.drafts):
                continue
            found.append((each, before))
            drafted = remembered(refusal, reading)
            if drafted is not None and each is not writers[-1]:
                said = Said(cases, withdrawn(reading, self.programs))
                policy = policy_of(each, model, self.effort, before is not None)
                judged = compile_request(reading, said, drafted, model, self.effort, policy, before=before)
                before = (*(before or ()), *judged.verdict.opinions) or None
        return found[::-1]

    def _recognised(self, reading: Reading, translator: Drafter, model: Model, found: Hit | Miss) -> Resolved | None:
        """Return the stored procedure that the model recognises in other words, if it does."""
        most_errors = MOST_ERRORS if self.near_errors is None else self.near_errors
        recognition = Recognition.by(translator, model, self.store, self.programs) if most_errors else None
        if recognition is None:
            return None
        said = Said(withdrawn=withdrawn(reading, self.programs))
        with suppress(ModelError):  # it is asked again, to write
            recognised = recognition.recognise(reading, said, self.effort, most_errors)
            if recognised is not None:
                near, tier = recognised
                doubted = is_audited(reading) and self._is_written_otherwise(near, reading, said, translator, model)
                return None if doubted else self._admit(near, model, found, tier, self._asked_before(near))
        return None

    def _asked_before(self, near: Compilation) -> str:
        """Return the words that have asked for a procedure which was recognised, said of what it takes now."""
        winner = near.verdict.winner
        assert winner is not None
        wording = self.store.latest_wording(winner.program.hash)
        return "" if wording is None else spoken(wording, winner.bound.arguments)

    def _is_written_otherwise(
        self, near: Compilation, reading: Reading, said: Said, translator: Drafter, model: Model
    ) -> bool:
        """Have the model write what it has recognised, count whether it is the same, and return whether it is not."""
        drafted = self._drafted(reading, said, translator, self.effort, None)
        written = compile_request(reading, said, drafted, model, self.effort, policy_of(translator, model, self.effort))
        same = audit(near, written, Question(reading, drafted.scope))
        if same is not None:
            self.store.count_outcome(AUDIT, SAME if same else OTHER, 0.0)
        return same is False

    def _judge(
        self,
        reading: Reading,
        cases: tuple[Case, ...],
        translator: Drafter,
        memory: tuple[str, str, str],
        model: Model,
        found: Hit | Miss,
        reply: Reply,
        before: tuple[Opinion, ...] | None,
    ) -> Resolved:
        """Judge what the model has written for such a request before, or ask it; store what is believed or picked, in
        the place of what was `found`, or remember the refusal.
        """
        effort, said, pick = self.effort, Said(cases, withdrawn(reading, self.programs)), reply.pick
        drafted, since = self._remembered(reading, memory, model, reply)
        if drafted is None and pick is not None and isinstance(found, Hit):
            raise InputError("bad-pick", f"there is no reading to pick: {PICK_OF_A_HIT}")
        known = drafted is not None and not reply.retry
        if drafted is None or reply.retry:
            heard = tuple(each.body for each in before or ())
            drafted = self._drafted(reading, said, translator, effort, drafted, heard)
        policy = policy_of(translator, model, effort, before is not None)
        judged = partial(compile_request, reading, said, drafted, model, effort, policy, before=before)
        if pick is None or not known:
            compilation = judged()
            if not known and (compilation.entry is None or pick is not None):
                self.store.refuse(*memory, drafted.refusal(compilation.verdict))
        if pick is not None:
            compilation = judged(pick)
        if compilation.entry is None:
            raise Refused(with_advice(compilation.verdict.reason, reading) + since, model, compilation)
        return self._admit(compilation, model, found)

    def _drafted(
        self,
        reading: Reading,
        said: Said,
        translator: Drafter,
        effort: Effort,
        before: Drafted | None,
        heard: tuple[str, ...] = (),
    ) -> Drafted:
        """Have the model write, beside what it wrote `before`, and say of what it has `heard` how likely it is; that is
        counted, and how long it takes.
        """
        started = time.perf_counter()
        try:
            return draft(reading, said, translator, effort, partial(self._shots, reading), before, heard)
        finally:
            self.store.count_outcome(CALL, Tier.MODEL, time.perf_counter() - started)

    def _remembered(
        self, reading: Reading, memory: tuple[str, str, str], model: Model, reply: Reply
    ) -> tuple[Drafted | None, str]:
        """Return what the model has written for such a request and was refused, and since when it is known.

        Raise Refused where that cannot be judged again for this one, unless the model is to be asked again. A refusal
        for want of time does not count, unless a person picks one of its readings.
        """
        refusal = self.store.refusal(*memory)
        if refusal is None or (refusal.transient and reply.pick is None):
            return None, ""
        drafted = remembered(refusal, reading)
        if drafted is None and reply == Reply():
            elsewhere = f" (remembered from {refusal.added}, of a request of this type with other values; {_RETRY})"
            raise Refused(with_advice(refusal.why, reading) + elsewhere, model, unjudged(refusal))
        return drafted, f" (remembered from {refusal.added}; {_RETRY})" if drafted and not reply.retry else ""

    def _admit(
        self,
        compilation: Compilation,
        model: Model,
        found: Hit | Miss,
        tier: Tier = Tier.MODEL,
        recognised: str = "",
    ) -> Resolved:
        """Store what is believed, in the place of what was `found` and is wrong, or not what was meant. What was not
        written was `recognised` by these words.
        """
        verdict, entry = compilation.verdict, compilation.entry
        winner = verdict.winner
        assert winner is not None and entry is not None
        old = (found.wording,) if isinstance(found, Hit) and found.wording != winner.wording else ()
        provenance = replace(entry.provenance, recognised=bool(recognised))
        certificate = entry.certificate.of_known(bool(recognised))
        (stored,) = self.store.admit(replace(entry, replaces=old, provenance=provenance, certificate=certificate))
        compiled = winner.program.compiled
        return Resolved(
            self.programs.keep(Loaded(stored, compiled, callee_names(self.store, compiled.procedure))),
            winner.bound,
            winner.wording,
            winner.certificate.level,
            stored.added,
            tier,
            f'{RECOGNISED}"{recognised}"' if recognised else _why_anew(found, winner.certificate.picked_from),
            str(model),
            verdict.drafts,
            None if winner.certificate.picked_from else verdict.confidence,
            (winner.answer,),
            left=winner.left,
            recognised=recognised,
        )

    def _shots(self, reading: Reading) -> tuple[Shot, ...]:
        from seglam_lang.shots import nearest

        return nearest(reading, self.store, self.programs)


def memory_of(
    translator: Drafter, reading: Reading, cases: tuple[Case, ...], is_second: bool
) -> tuple[Model, tuple[str, str, str]]:
    """Return a model as it is now, and by what its refusal of such a request is remembered: behind another model it is
    asked about what that has come to.
    """
    model = Model(translator.model.name, translator.model_hash)
    dated = "\ntoday" if reading.today else ""  # relative dates are values then, and no words
    second = "\nsecond" if is_second else ""
    return model, (f"{reading.template.key}\n{schema(reading.inputs)}{dated}{second}", model.hash, digest_of(cases))


def _why_anew(found: Hit | Miss, picked_from: int) -> str:
    """Return why the stored procedure, if one was found, does not answer."""
    if picked_from:
        return f"a person picked it from {picked_from} readings" if picked_from > 1 else "a person picked it"
    return "it answers otherwise than an example says" if isinstance(found, Hit) else found.why
