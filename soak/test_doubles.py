"""A thousand forms sent twice."""

from __future__ import annotations

from pathlib import Path

from backorder_core.store import open_store
from soak.conftest import Figures, Scale
from tests.reliability.doubles import FORMS, WAYS, Doubles, company_at_work


def test_forms_sent_twice(tmp_path: Path, scale: Scale, figures: Figures) -> None:
    path = tmp_path / "store.duckdb"
    store = open_store(str(path))
    company_at_work(store, tmp_path)
    store.close()
    count = scale(1_000)
    assert Doubles(path).run(count) == count
    figures(
        "Forms sent twice",
        f"{count:,} of {len(FORMS)} kinds ({', '.join(WAYS)}): {count:,} effects, the same answer each time; "
        f"the same key with another body refused {count:,} times",
    )
