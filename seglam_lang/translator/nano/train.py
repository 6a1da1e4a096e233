"""Training: `python -m seglam_lang.translator.nano.train --minutes 240` (resumes where it stopped).

The loss is on the program alone; what comes before it is given. Each example is drawn from a source by its weight in
MIXTURE, so that no set is most of what is seen, and has its names exchanged (`renaming`). The learning rate is constant
after a warm-up and falls over the last part of the time, so that how long to train is one number; a longer time goes on
from before the fall. What is evaluated and exported is the running average of the weights (Polyak and Juditsky 1992).
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from seglam_lang.translator.nano import pretrained
from seglam_lang.translator.nano.network import EncoderDecoder, Size
from seglam_lang.translator.vocabulary import Vocabulary

ENCODER_RATE, DECODER_RATE = 1.5e-4, 1e-3  # learning rates at their height
WARM_UP, FALL = 200, 0.3  # steps until they are reached, share of the time in which they fall
AVERAGED = 0.998  # of the running average, that a step leaves
BUCKET = 30  # batches that are sorted by length together
EVALUATED = 400  # held-back rows of a source, at most
MIXTURE = {  # how often each source is drawn
    "everyday": 48,
    "own": 26,
    "wikisql": 20,
    "spider": 14,
    "schema2qa": 10,
    "nvbench": 6,
    "nlv": 0.6,
    "tatqa": 2,
    "wtq": 5,
    "mawps": 8,
    "gsm8k": 6,
    "calc": 3,
    "tables": 4,  # sampled, as the next
    "values": 5,
    "absent-value": 4,
    "absent-column": 3,
    "other-table": 1,
    "unanswerable": 2,
    "verdicts": 8,  # on drafts of the model's own
}


T = TypeVar("T")
Ids: TypeAlias = "array[int]"
Tensors: TypeAlias = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]  # as `Corpus.tensors` makes them of some lessons
Renaming: TypeAlias = Callable[[Ids, Ids], tuple[Ids, Ids]]  # of a prompt and its program

NAMED = ("c", "s", "v", "i")  # columns, values of the request, values of columns, other inputs


def renaming(vocabulary: Vocabulary, dice: random.Random) -> Renaming:
    """Return what exchanges the names of a lesson's columns among each other, and so those of its values and inputs.

    Names are given in the order of what a request mentions, so that most programs take the first few. Who learns from
    these alone learns the order, and does not find a column by its header: that shows where the words do not name it.
    """
    written = vocabulary.program_ids
    families = [
        [(mark, written[name]) for name, mark in vocabulary.mark_ids.items() if name[0] == first and name in written]
        for first in NAMED
    ]

    def rename(prompt: Ids, program: Ids) -> tuple[Ids, Ids]:
        read, said = {}, {}
        here = set(prompt)
        for family in families:
            known = [pair for pair in family if pair[0] in here]
            for (mark, name), (other_mark, other_name) in zip(known, dice.sample(known, len(known)), strict=True):
                read[mark], said[name] = other_mark, other_name
        return array("H", [read.get(i, i) for i in prompt]), array("H", [said.get(i, i) for i in program])

    return rename


@dataclass(frozen=True)
class Corpus:
    """Encoded lessons: the ids of all, one after the other, and for each its source and where its parts are."""

    ids: array[int]
    rows: list[tuple[str, int, int, int, int]]  # source, beginning, lengths of prompt and program, tokens given

    @staticmethod
    def of(folder: Path, part: str) -> Corpus:
        """Read the part "train" or "dev" of a corpus."""
        ids = array("H", (folder / f"{part}.ids").read_bytes())
        rows, position = [], 0
        for source, prompt, program, given in json.loads((folder / f"{part}.json").read_text(encoding="utf-8")):
            rows.append((source, position, prompt, program, given))
            position += prompt + program
        return Corpus(ids, rows)

    def by_source(self) -> dict[str, list[int]]:
        """Return the places of the rows of each source."""
        found: dict[str, list[int]] = {}
        for at, row in enumerate(self.rows):
            found.setdefault(row[0], []).append(at)
        return found

    def tensors(self, places: list[int], rename: Renaming = lambda prompt, program: (prompt, program)) -> Tensors:
        """Return padded prompts and programs, each with where it is none, and where a program is to be foretold."""
        rows = [self.rows[at] for at in places]
        pairs = [
            rename(self.ids[begin : begin + prompt], self.ids[begin + prompt : begin + prompt + program])
            for _, begin, prompt, program, _ in rows
        ]
        prompts, programs = [prompt for prompt, _ in pairs], [program for _, program in pairs]
        ids, written = padded(programs)
        given = torch.tensor([row[4] for row in rows])
        return *padded(prompts), ids, written, written & (torch.arange(ids.shape[1])[None] >= given[:, None])


def padded(found: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Return rows of ids as one tensor, and where they are none."""
    length = max(map(len, found))
    ids = torch.zeros(len(found), length, dtype=torch.long)
    mask = torch.zeros(len(found), length, dtype=torch.bool)
    for i, each in enumerate(found):
        ids[i, : len(each)] = torch.tensor(list(each))
        mask[i, : len(each)] = True
    return ids, mask


def batches(
    corpus: Corpus, size: int, rng: random.Random, mixture: Mapping[str, float] = MIXTURE
) -> Iterator[list[int]]:
    """Yield the places of batches of rows of similar length, without end, their sources drawn by a mixture."""
    places = corpus.by_source()
    decks = {source: shuffled(rows, rng) for source, rows in places.items()}
    sources = sorted(decks)
    weights = [mixture.get(source, 1.0) for source in sources]
    while True:
        drawn = [next(decks[source]) for source in rng.choices(sources, weights, k=size * BUCKET)]
        drawn.sort(key=lambda at: corpus.rows[at][2] + corpus.rows[at][3])
        groups = [drawn[i : i + size] for i in range(0, len(drawn), size)]
        rng.shuffle(groups)
        yield from groups


def shuffled(rows: Sequence[T], rng: random.Random) -> Iterator[T]:
    """Yield rows without end, each once before any comes again."""
    rows = list(rows)
    while True:
        rng.shuffle(rows)
        yield from rows


def loss_of(network: EncoderDecoder, tensors: Tensors) -> tuple[Tensor, Tensor]:
    """Return the mean cross entropy of the programs' tokens, and for each program whether every token is right; of what
    `Corpus.tensors` has made.
    """
    device = network.embedding.weight.device
    prompts, read, programs, written, foretold = (each.to(device) for each in tensors)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        hidden = network(prompts, read, programs, written)
        # What foretells a token stands before it: the last of the prompt foretells the first of the program.
        row, token = foretold.nonzero(as_tuple=True)
        logits = network.logits(hidden[row, read.sum(1)[row] - 1 + token])
    targets = programs[foretold]
    loss = F.cross_entropy(logits.float(), targets)
    wrong = torch.zeros(len(prompts), device=device)
    wrong.index_add_(0, row, (logits.argmax(-1) != targets).float())
    return loss, wrong == 0


def rate(step: int, share: float) -> float:
    """Return the part of the learning rate after `step` steps, with `share` of the time gone."""
    return min(1.0, (step + 1) / WARM_UP) * min(1.0, max(0.03, 1 - share) / FALL)


@torch.no_grad()
def evaluate(network: EncoderDecoder, corpus: Corpus) -> dict[str, float]:
    """Return, by source, the share of programs foretold right at every token: what greedy decoding would write."""
    network.eval()
    found: dict[str, float] = {}
    for source, rows in sorted(corpus.by_source().items()):
        some = sorted(rows[:: max(1, len(rows) // EVALUATED)], key=lambda at: corpus.rows[at][2])
        right = [loss_of(network, corpus.tensors(some[i : i + 50]))[1] for i in range(0, len(some), 50)]
        found[source] = round(float(torch.cat(right).float().mean()), 3)
    network.train()
    return found


def load(network: EncoderDecoder, weights: dict[str, Tensor]) -> bool:
    """Give a network the weights of a checkpoint, and return whether they fit. Where the vocabulary has got more tokens
    since then, these keep what they have.
    """
    name = "embedding.weight"
    own, saved = network.state_dict()[name], weights[name]
    network.load_state_dict({**weights, name: torch.cat([saved, own[len(saved) :]])})
    return len(saved) == len(own)


def parts_of(network: EncoderDecoder) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """Return the weights of the encoder and the others: they learn at rates of their own."""
    encoder = list(network.encoder.parameters())
    inside = set(map(id, encoder))
    return encoder, [each for each in network.parameters() if id(each) not in inside]


class Training:
    """A network in training, with all that is needed to go on with it."""

    def __init__(
        self, folder: Path, published: Path | None, batch: int, seed: int, device: str, size: Size | None = None
    ) -> None:
        self.folder, self.batch, self.seed = folder, batch, seed
        torch.manual_seed(seed)
        vocabulary = Vocabulary.from_json((folder / "vocabulary.json").read_text(encoding="utf-8"))
        self.network = EncoderDecoder(size or Size(len(vocabulary.pieces), len(vocabulary.program_tokens)))
        self.step, self.used = 0, 0.0
        saved = folder / "checkpoint.pt"
        state: dict[str, Any] = torch.load(saved, map_location="cpu") if saved.exists() else {}
        if state:
            load(self.network, state["network"])
        elif published is not None:
            pretrained.start(self.network, vocabulary, published)
        self.network.to(device)
        self.average = copy.deepcopy(self.network)
        encoder, others = parts_of(self.network)
        groups = [{"params": encoder, "height": ENCODER_RATE}, {"params": others, "height": DECODER_RATE}]
        self.optimiser = torch.optim.AdamW(groups, lr=DECODER_RATE, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
        if state:
            if load(self.average, state["average"]):
                self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.used = state["step"], state["used"]
        for layer in [*self.network.encoder.layers, *self.network.layers]:
            layer.compile(dynamic=True)  # a fifth faster on a CPU: what is not a product of matrices is one loop
        self.rename = renaming(vocabulary, random.Random(f"{seed}/{self.step}"))

    def run(self, minutes: float, save_every: float) -> None:
        """Train until `minutes` are used, over all runs, and write a checkpoint every `save_every` minutes."""
        learn, held_back = Corpus.of(self.folder, "train"), Corpus.of(self.folder, "dev")
        source = batches(learn, self.batch, random.Random(self.seed + self.step))
        losses: deque[float] = deque(maxlen=100)
        last = saved = time.monotonic()
        while self.used < minutes * 60:
            losses.append(self._learn(learn, next(source), self.used / (minutes * 60)))
            now = time.monotonic()
            self.used, last = self.used + now - last, now
            if self.step % 50 == 0:
                seen, loss = self.step * self.batch, sum(losses) / len(losses)
                print(f"step {self.step} seen {seen} minutes {self.used / 60:.1f} loss {loss:.4f}", flush=True)
            if now - saved > save_every * 60 or self.used >= minutes * 60:
                print(f"held back: {evaluate(self.average, held_back)}", flush=True)
                self._save(falling=self.used > (1 - FALL) * minutes * 60)
                saved = last = time.monotonic()

    def _learn(self, corpus: Corpus, places: list[int], share: float) -> float:
        for group in self.optimiser.param_groups:
            group["lr"] = group["height"] * rate(self.step, share)
        loss, _ = loss_of(self.network, corpus.tensors(places, self.rename))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        self.step += 1
        kept = min(AVERAGED, self.step / (self.step + 20))
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self.network.parameters(), strict=True):
                mean.lerp_(now, 1 - kept)
        return float(loss.detach())

    def _save(self, falling: bool) -> None:
        """Write a checkpoint so that a crash leaves the one before. While the rate falls, that from before is kept."""
        state = {
            "size": self.network.size.to_dict(),
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "used": self.used,
        }
        path, before = self.folder / "checkpoint.pt", self.folder / "before-the-fall.pt"
        if falling and not before.exists() and path.exists():
            path.replace(before)
        fresh = path.with_suffix(".new")
        torch.save(state, fresh)
        fresh.replace(path)


def main() -> None:
    """Train, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/nano"))
    parser.add_argument("--published", type=Path, help="folder of all-MiniLM-L6-v2, to start from")
    parser.add_argument("--minutes", type=float, default=240)
    parser.add_argument("--save-every", type=float, default=8, metavar="MINUTES")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    training = Training(options.folder, options.published, options.batch, options.seed, options.device)
    training.run(options.minutes, options.save_every)


if __name__ == "__main__":
    main()
