"""Three replicas on one shared store, by ``make soak-shared``: in the environment that has its extensions."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

from backorder_core.services.moving import keep_small
from backorder_core.store import open_store
from replicas import workers
from replicas.conftest import Lake, empty_lake, lake, server  # noqa: F401 - fixtures
from replicas.test_together import REPLICAS, all_of, proved
from soak.conftest import Figures, Scale
from tests.reliability.killing import start
from tests.reliability.kills import NUMBERS
from tests.small_company import ADMIN


def test_three_replicas_in_full(lake: Lake, tmp_path: Path, scale: Scale, figures: Figures) -> None:  # noqa: F811
    each, began = scale(500), time.monotonic()
    victims = [start(workers.works, lake.address, NUMBERS, f"r{place}", each) for place in range(REPLICAS)]
    for share in (3, 2):
        assert victims[0].listen(each // share)
        with closing(open_store(lake.address)) as store:
            kept = keep_small(store, 1, ADMIN)
        print(f"upkeep while they write: {kept}", flush=True)
    words = all_of(victims, each)
    rate = REPLICAS * each / (time.monotonic() - began)
    assert [word for word in words if word.startswith("refused")] == []
    acknowledged = {word for word in words if word not in ("open", "done")}
    assert len(acknowledged) == REPLICAS * each
    proved(lake, tmp_path, acknowledged)
    figures(
        "Three replicas write to five backorders at once, upkeep twice in the midst of it",
        f"{REPLICAS} × {each} mixed use-cases, none lost, none doubled, no conflict seen, `check` clean; "
        f"{rate:.1f} use-cases a second",
        "scale",
    )
