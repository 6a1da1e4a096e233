"""What holds for every test.

No test fails for its time, which says more of the machine than of the code; `tests/bench` measures ratios.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("seglam", deadline=None)
settings.load_profile("seglam")


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A data folder of the tests' own, for their processes too: neither the cache nor the choice of a model that
    whoever runs them has there is read or changed (not on Windows, where no variable names the folder).
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield
