"""The corpus: `python -m seglam_lang.translator.nano.corpus` writes the vocabulary and the encoded examples.

People's examples and sampled ones. The language checks every program before it is taken, and runs those whose answer
the data states: the model never sees one that is ill typed or wrong. A request in which the reader does not find the
values is counted and left out.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from seglam_lang.language import Failure, LanguageError, check_draft, compile_procedure
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.syntax.inline import quote
from seglam_lang.requests.model import CellRef
from seglam_lang.requests.scope import MAX_COLUMNS, MAX_INPUTS, MAX_SLOTS
from seglam_lang.requests.tokens import tokenise
from seglam_lang.translator.nano.constants import NUMBERS, TEXTS
from seglam_lang.translator.nano.example import TrainingExample, Unreadable, encode_example, tokens_of
from seglam_lang.translator.nano.human import human_examples, rows
from seglam_lang.translator.nano.sampler import sampled_examples
from seglam_lang.translator.nano.scoring import same
from seglam_lang.translator.first.vocabulary import END, REFUSE, Vocabulary

PIECES = 5000  # of words, in the vocabulary
REPEATS = {"mawps": 3, "calc": 6}  # there are few of them
LONGEST = 160  # tokens of a prompt to learn from: longer ones cost more than they teach
FORMS = (
    "return",
    "rows",
    "row",
    "x",
    "y",
    "=>",
    "(",
    ")",
    "[",
    "]",
    ",",
    "and",
    "or",
    "not",
    "if",
    "then",
    "else",
    "true",
    "false",
    "none",
)
SIGNS = ("+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "??", "to")


def program_tokens() -> tuple[str, ...]:
    """Return all tokens of programs: forms, signs, constants, names and every builtin of the registry."""
    methods = sorted({b.name for b in REGISTRY.by_id.values() if b.name.isidentifier() and b.name not in ("to", "not")})
    names = (
        [f"c{i}" for i in range(MAX_COLUMNS)]
        + [f"s{i}" for i in range(MAX_SLOTS)]
        + [f"i{i}" for i in range(MAX_INPUTS)]
    )
    constants = sorted(NUMBERS, key=float)
    return (END, REFUSE, *FORMS, *SIGNS, *map(quote, TEXTS), *constants, *names, *(f".{name}(" for name in methods))


def learn_pieces(words: Counter[str], size: int) -> tuple[str, ...]:
    """Return word pieces, learnt from counted words by the WordPiece trainer of the `tokenizers` package."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="<unknown>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=["<unknown>"], min_frequency=2, show_progress=False
    )
    tokenizer.train_from_iterator(
        (" ".join([word] * min(count, 500)) for word, count in sorted(words.items())), trainer
    )
    return tuple(sorted(set(tokenizer.get_vocab()) - {"<unknown>"}))


def words_of(examples: Iterable[TrainingExample]) -> Counter[str]:
    """Count the words outside long values. A model should know these; names in cells are too many to learn."""
    counted: Counter[str] = Counter()
    for example in examples:
        try:
            _, _, reading = tokens_of(example)
        except Unreadable:
            continue
        inside = {i for m in reading.mentions if isinstance(m, CellRef) for i in range(m.first, m.last)}
        counted.update(token.norm for i, token in enumerate(reading.tokens) if i not in inside)
        counted.update(token.norm for header in _headers(example) for token in tokenise(header))
    return counted


def _headers(example: TrainingExample) -> Iterator[str]:
    for value in example.inputs.values():
        if isinstance(value, dict):
            yield from value.get("columns", value)  # a record has fields


def flaw(example: TrainingExample) -> str:
    """Return why an example is not taken, "" where it is: it must type-check and give the answer in the data."""
    try:
        scope, tokens, _ = tokens_of(example)
        if tokens == [REFUSE]:
            return ""
        checked = check_draft(" ".join(tokens[:-1]), scope.signature)
        if example.answer is not None:
            value = compile_procedure(checked.core).run([scope.arguments[name] for name in checked.params])
            return "" if same(json.loads(dumps(value)), example.answer) else "wrong"
    except Unreadable:
        return "unreadable"
    except LanguageError:
        return "ill-typed"
    except Failure:
        return "failing"
    return ""


def vocabulary_for(examples: list[TrainingExample], path: Path) -> Vocabulary:
    """Return the vocabulary in `path`; where there is none, make it from the examples. A model keeps its own."""
    if path.exists():
        return Vocabulary.from_json(path.read_text(encoding="utf-8"))
    vocabulary = Vocabulary(program_tokens(), learn_pieces(words_of(examples[:60_000]), PIECES))
    path.write_text(vocabulary.to_json(), encoding="utf-8")
    return vocabulary


def build(data: Path, out: Path, sampled: int, seed: int) -> None:
    """Write the vocabulary and the encoded corpus."""
    out.mkdir(parents=True, exist_ok=True)
    tables = [row["inputs"]["table"] for row in rows(data / "wikisql.train.jsonl.gz")]
    unique = list({json.dumps(table["columns"]): table for table in tables}.values())
    examples = [*human_examples(data), *islice(sampled_examples(unique, seed), sampled)]
    random.Random(seed).shuffle(examples)
    vocabulary = vocabulary_for(examples, out / "vocabulary.json")
    counts: Counter[str] = Counter()
    with (out / "examples.jsonl").open("w", encoding="utf-8") as file:
        for example in examples:
            why = flaw(example)
            counts[f"{example.source} {why or 'taken'}"] += 1
            if not why:
                prompt, program = encode_example(example, vocabulary)
                if len(prompt) <= LONGEST:
                    row = json.dumps([example.source, prompt, program], separators=(",", ":"))
                    file.write((row + "\n") * REPEATS.get(example.source, 1))
    for name, count in sorted(counts.items()):
        print(f"{count:7d} {name}")


def main() -> None:
    """Write the corpus, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("build/nano"))
    parser.add_argument("--sampled", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    build(options.data, options.out, options.sampled, options.seed)


if __name__ == "__main__":
    main()
