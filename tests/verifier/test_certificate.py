"""A certificate survives its journey to disk, can be checked again, and tells nothing of the user's rows."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgpack
import pytest

from seglam_lang.language import check_draft
from seglam_lang.language.storing import codec
from seglam_lang.language.values import Table
from seglam_lang.store.evidence import Certificate
from seglam_lang.verifier import recheck
from tests.verifier.drafts import SIGNATURE, decide, drafts

AVERAGE = "return rows.where(row => row[c0] == s0).average(c2)"


def certified(body: str) -> tuple[Certificate, Any]:
    """The certificate of the only draft, and its core."""
    decided = decide(drafts([body]), seed=7, model="test")
    assert decided.certificate is not None, decided.reason
    return decided.certificate, decided.core


def test_what_it_says() -> None:
    certificate, core = certified(AVERAGE)
    assert certificate.level == "agreed"
    assert certificate.procedure == codec.content_hash(core)
    assert certificate.seed == 7
    assert certificate.agreement is not None and certificate.agreement.model == "test"
    assert certificate.fuel > 0
    assert 0 < certificate.answered <= certificate.inputs
    assert "every-parameter-matters" in certificate.properties


def test_failures_are_shrunk() -> None:
    certificate, _ = certified(AVERAGE)
    (failure,) = certificate.failures
    assert failure.code == "empty"
    table = next(value for value in failure.arguments if isinstance(value, Table))
    assert table.length == 0


def test_a_failure_that_needs_rows_keeps_only_those() -> None:
    certificate, _ = certified("return rows.values(c2).map(x => 1 / x).sum()")
    (failure,) = certificate.failures
    assert failure.code == "division-by-zero"
    table = next(value for value in failure.arguments if isinstance(value, Table))
    assert table.cells == ((0,),)


def test_it_survives_msgpack() -> None:
    certificate, _ = certified(AVERAGE)
    packed = msgpack.packb(certificate.to_dict())
    assert Certificate.from_dict(msgpack.unpackb(packed)) == certificate


def test_it_can_be_checked_again() -> None:
    certificate, core = certified(AVERAGE)
    assert recheck(certificate, core)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"outputs_digest": "0" * 64}, "results differ"),
        ({"fuel": 1}, "fuel"),
        ({"properties": ()}, "properties"),
        ({"failures": ()}, "failures"),
        ({"procedure": "0" * 64}, "another procedure"),
    ],
)
def test_a_false_certificate_is_found_out(change: dict[str, Any], reason: str) -> None:
    certificate, core = certified(AVERAGE)
    again = recheck(replace(certificate, **change), core)
    assert not again and reason in again.reason


def test_the_wording_of_a_failure_may_change() -> None:
    certificate, core = certified(AVERAGE)
    reworded = tuple(replace(found, message="as an older version worded it") for found in certificate.failures)
    assert reworded and recheck(replace(certificate, failures=reworded), core)


def test_another_procedure_does_not_pass() -> None:
    certificate, _ = certified(AVERAGE)
    assert not recheck(certificate, check_draft("return rows.count()", SIGNATURE).core)


def test_inputs_of_another_generator_are_examined_afresh() -> None:
    certificate, core = certified(AVERAGE)
    again = recheck(replace(certificate, inputs_digest="0" * 64), core)
    assert again and not again.same_inputs


def test_it_holds_nothing_of_the_users() -> None:
    certificate, _ = certified(AVERAGE)
    packed = msgpack.packb(certificate.to_dict())
    assert not [secret for secret in (b"Lima", b"Oslo", b"city", b"price") if secret in packed]


def test_the_order_of_rows_is_tested_where_laws_promise_that_it_is_irrelevant() -> None:
    certificate, _ = certified("return rows.total(c2)")
    assert "order-is-irrelevant" in certificate.properties
    certificate, _ = certified("return rows.values(c2).first()")
    assert "order-is-irrelevant" not in certificate.properties


def test_it_is_the_same_in_every_process() -> None:
    program = (
        "from tests.verifier.test_certificate import certified, AVERAGE;"
        "import msgpack, hashlib;"
        "print(hashlib.sha256(msgpack.packb(certified(AVERAGE)[0].to_dict())).hexdigest())"
    )
    root = Path(__file__).parents[2]
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_answering_a_miss_does_not_wait_for_hypothesis() -> None:
    program = "import sys, seglam_lang.verifier; sys.exit('hypothesis' in sys.modules)"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], cwd=root, env={"PYTHONPATH": str(root)}, check=True)
