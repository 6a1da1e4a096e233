"""The bench of the language runs, and all who do a workload come to the same result. Nothing here is timed."""

from __future__ import annotations

import pytest

from tests.bench.language import OURS, PREPARED, alike, comparable, jobs_of, measured, table, targets
from tests.bench.peers import Peer, installed
from tests.bench.workloads import Workload, workloads

SMALL = {work.name: work for work in workloads(scale=10)}
PEERS, _ = installed()


@pytest.mark.parametrize("work", SMALL.values(), ids=SMALL.keys())
def test_a_procedure_does_what_python_does_by_hand(work: Workload) -> None:
    times = measured(work.name, jobs_of(work, []), seconds=0.001)  # SystemExit if they differ
    assert len(table(work, times)) == 3
    assert [figure.name for figure in targets(work, times)] == [f"{work.name}: of by hand"]


@pytest.mark.skipif(not PEERS, reason="no peer is installed: pip install 'seglam[bench]'")
@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_does_the_same(peer: Peer) -> None:
    work = next(iter(SMALL.values()))
    times = measured(work.name, jobs_of(work, [peer]), seconds=0.001)
    assert (peer.name, PREPARED) in times and (OURS, PREPARED) in times


def test_results_are_compared_in_one_form() -> None:
    rows, pairs = [{"region": "a", "amount": 1}], [["a", 1.0]]
    assert comparable(rows) == comparable(pairs) == {"a": 1.0}
    assert alike(comparable([0.1 + 0.2]), comparable([0.3]))
    assert not alike(comparable({"a": 1}), comparable({"a": 2}))
    assert not alike([1.0], [1.0, 2.0])
