"""Odd files: every row ends as was said beforehand, or the file is refused or asked about in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backorder_core.domain.errors import InvalidInput, NeedsAnswer
from backorder_core.domain.values import Outcome
from backorder_core.services.imports import discard, preview_file, preview_rows
from backorder_core.store import Store, open_store
from tests.odd_files import ODD, Odd, odd_company
from tests.small_company import CREATED, SmallCompany


@pytest.fixture(scope="module")
def odd_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("odd")
    store = open_store(str(folder / "store.duckdb"))
    odd_company(SmallCompany(store, folder))
    yield store
    store.close()


def ends(store: Store, path: Path, odd: Odd) -> tuple[str, ...]:
    """Every row as ``line outcome``, a rejected one with its column."""
    preview = preview_file(store, "po-delays", path, "file.csv", CREATED, odd.options)
    rows = preview_rows(store, preview, limit=1000)
    discard(store, preview.draft)
    counts = preview.counts
    assert counts.rows == len(rows) == sum(getattr(counts, one.key) for one in Outcome)
    return tuple(
        " ".join(
            filter(
                None, (str(row.line), row.outcome.key, row.column if row.outcome is Outcome.REJECTED else "")
            )
        )
        for row in rows
    )


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_every_row_of_an_odd_file_ends_as_it_must(odd_store: Store, tmp_path: Path, odd: Odd) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(odd.content)
    if odd.asks:
        with pytest.raises(NeedsAnswer) as asked:
            ends(odd_store, path, odd)
        assert asked.value.field == odd.asks
    elif odd.refused:
        with pytest.raises(InvalidInput, match=odd.refused) as refused:
            ends(odd_store, path, odd)
        assert "\n" not in refused.value.sentence
    else:
        assert ends(odd_store, path, odd) == odd.rows


def test_there_are_enough_odd_files_and_each_says_how_it_ends() -> None:
    assert len(ODD) >= 60
    assert all(bool(odd.rows) + bool(odd.refused) + bool(odd.asks) == 1 for odd in ODD.values())
