"""`seglam model tune`: a model learns from a cache, and is used from then on where it is at least as good."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from seglam_lang.experience import Lived, lived
from seglam_lang.models import KnownModel, Models
from seglam_lang.store import Store
from seglam_lang.translator import Translator
from seglam_lang.verifier.confidence import FILE as CALIBRATION
from seglam_lang.verifier.confidence import Calibration

if TYPE_CHECKING:
    from seglam_lang.translator.nano.sources import Asked

LEAST_WORDINGS = 20  # of a cache: of fewer a model learns chance
HELD_BACK = 5  # one wording of so many is not learned from, but measured with


class CannotTune(Exception):
    """There is nothing to tune with; the message is a sentence for people."""


@dataclass(frozen=True)
class Tuned:
    """What came of tuning, in sentences; `model` is None where the old one stays."""

    model: KnownModel | None
    said: str


def experience(store: Store) -> tuple[list[Lived], Counter[str]]:
    """Return what a cache can teach, in an order without meaning, with why the rest cannot.

    Raise CannotTune where that is too little.
    """
    left_out: Counter[str] = Counter()
    found = sorted(lived(store, left_out), key=lambda each: hashlib.sha256(each.template.encode()).digest())
    if len(found) < LEAST_WORDINGS:
        unusable = f", and {left_out.total()} that teach nothing ({_most(left_out)})" if left_out else ""
        raise CannotTune(
            f"the cache {store.path} has {len(found)} wordings to learn from{unusable}; "
            f"tuning needs at least {LEAST_WORDINGS}: ask it more first"
        )
    return found, left_out


def tune(store: Store, model: Path, models: Models, minutes: float, seed: int, report: Callable[[str], None]) -> Tuned:
    """Tune a model on a cache, and use the new one where it is at least as good.

    Raise CannotTune, or ModelError where the model cannot be tuned.
    """
    found, left_out = experience(store)
    try:
        from seglam_lang.translator.nano import rehearsal
        from seglam_lang.translator.nano import tune as training
    except ImportError as error:
        raise CannotTune(f"tuning needs {error.name}, which is not installed: pip install 'seglam[train]'") from None
    asked = [_asked(each) for each in found]
    count = max(1, len(asked) // HELD_BACK)
    shipped = list(rehearsal.shipped())
    material = training.Material(
        cache=[one for one, each in zip(asked[count:], found[count:], strict=True) if not each.is_vouched],
        vouched=[one for one, each in zip(asked[count:], found[count:], strict=True) if each.is_vouched],
        held_back=asked[:count],
        rehearsed=[each for each in shipped if not rehearsal.is_check(each)],
        check=[each for each in shipped if rehearsal.is_check(each)],
    )
    report(f"{len(found)} wordings of {store.path}, {count} of them held back; {left_out.total()} teach nothing")
    folder = models.new_folder()
    kept = False
    try:
        result = training.tune(model, material, folder, minutes, seed, report)
        shares = f"{_change(result.before.cache, result.after.cache)} of the held-back requests of the cache, "
        shares += f"{_change(result.before.check, result.after.check)} of the check set"
        if result.path is None:
            return Tuned(None, f"the tuned model is not as good, so the old one stays: {shares}")
        models.describe(folder, {"from": str(model), "before": asdict(result.before), "after": asdict(result.after)})
        _believe(model, result.path)
        used = models.use(folder.name)
        kept = True
        return Tuned(used, f"{used.name} is used from now on: {shares}")
    finally:
        if not kept:
            shutil.rmtree(folder)


def _believe(old: Path, new: Path) -> None:
    """Let a tuned model be believed as the one that it comes from: to measure it anew takes data that no user has."""
    hash = Translator(old).model_hash
    calibration = Calibration.beside(old, hash)
    if calibration.model == hash:
        about = {**calibration.about, "tuned from": hash}
        carried = replace(calibration, model=Translator(new).model_hash, about=about)
        new.with_name(CALIBRATION).write_text(carried.to_json(), encoding="utf-8")


def _asked(one: Lived) -> Asked:
    from seglam_lang.translator.nano.sources import Asked

    return Asked("cache", f"cache:{one.template}", one.request, one.inputs, one.program, block=one.template)


def _change(before: float, after: float) -> str:
    return f"{before:.1%} before and {after:.1%} now"


def _most(left_out: Counter[str]) -> str:
    return ", ".join(why for why, _ in left_out.most_common(2))
