"""What speaks for a procedure: the certificate, as the verifier fills it in and the store keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from seglam_lang.language.storing.value_codec import decode_argument, encode_argument
from seglam_lang.language.values import Value
from seglam_lang.requests.template import Template

WRITTEN, AGREED, PICKED, VERIFIED, TRUSTED = "written", "agreed", "picked", "verified", "trusted"


@dataclass(frozen=True, slots=True)
class FoundFailure:
    """A way in which a procedure ends without a value, with the smallest arguments found that make it do so."""

    code: str
    message: str = field(compare=False)  # its wording may change from version to version
    arguments: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many of how many drafts computed what this procedure computes, and their share of the weight.

    `confidence` is the chance that it is right, by all that was known then; None in what earlier versions wrote.
    `of_known`: the model wrote none of them, and chose among stored procedures.
    """

    agreeing: int
    drafts: int
    share: float
    margin: float  # over the second largest group
    model: str = ""
    confidence: float | None = None
    of_known: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """The evidence for one procedure.

    `level` is "trusted" where people have called it right for several requests (`confirmed` counts them), "verified"
    where one of these, examples or ensures speak for it, "picked" where a person took it among `picked_from` readings
    of the request, "agreed" where only the drafts of a model do, and "written" where nothing does but that a person
    wrote it, and that generated inputs do not break it.
    `inputs` is how many inputs the two digests are over, `own_inputs` how many like the request's own the drafts were
    compared on as well.
    """

    level: str
    procedure: str  # content hash
    seed: int
    inputs: int
    own_inputs: int
    inputs_digest: str
    outputs_digest: str
    fuel: int
    answered: int
    properties: tuple[str, ...]
    failures: tuple[FoundFailure, ...] = ()
    examples: int = 0
    agreement: Agreement | None = None
    picked_from: int = 0
    confirmed: int = 0

    def of_known(self, of_known: bool) -> Certificate:
        """Return the certificate of what a model has chosen among stored procedures, or has written."""
        return replace(self, agreement=self.agreement and replace(self.agreement, of_known=of_known))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as msgpack takes them; language values are encoded to bytes."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        plain["properties"] = list(self.properties)
        plain["failures"] = [
            {"code": each.code, "message": each.message, "arguments": [*map(encode_argument, each.arguments)]}
            for each in self.failures
        ]
        agreed = self.agreement
        plain["agreement"] = agreed and {name: getattr(agreed, name) for name in Agreement.__slots__}
        return plain

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Certificate:
        """Return the certificate that `to_dict` wrote; what an earlier version did not write has its default.

        Raises KeyError, TypeError or CodecError on anything else.
        """
        required = {name: plain[name] for name in _REQUIRED}
        agreed = plain.get("agreement")
        return cls(
            **required,
            own_inputs=plain.get("own_inputs", 0),
            properties=tuple(plain["properties"]),
            failures=tuple(map(_failure, plain.get("failures", ()))),
            examples=plain.get("examples", 0),
            agreement=Agreement(**agreed) if agreed else None,
            picked_from=plain.get("picked_from", 0),
            confirmed=plain.get("confirmed", 0),
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """A certificate, with when it was stored and the first of the templates that it was stored for, if any."""

    certificate: Certificate
    template: Template | None
    added: str


def _failure(plain: Mapping[str, Any]) -> FoundFailure:
    return FoundFailure(plain["code"], plain["message"], tuple(map(decode_argument, plain["arguments"])))


_REQUIRED = ("level", "procedure", "seed", "inputs", "inputs_digest", "outputs_digest", "fuel", "answered")
_PLAIN = (*_REQUIRED, "own_inputs", "examples", "picked_from", "confirmed")
