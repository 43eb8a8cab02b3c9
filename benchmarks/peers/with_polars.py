"""Polars, plainly written, the rows scanned from Parquet when cold and in memory when warm."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.peers.questions import (
    AGE,
    DAY,
    ETA,
    HIGH,
    PAGE,
    SINCE,
    TIER,
    UNTIL,
    Center,
    Delays,
    Listed,
    Patterns,
    Tallies,
)

COUNT, CENTS = pl.len().alias("count"), pl.col("cents").sum().alias("sum")
NO_DAYS = pl.lit(0)


class Polars:
    """Data frames in memory; cold, they are read first."""

    name = "Polars"

    def __init__(self, folder: Path) -> None:
        names = ("backorders", "waiting", "suppliers", "po_lines")
        self.tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in names}

    def _open(self) -> pl.LazyFrame:
        late = (pl.lit(DAY) - pl.col("original_due")).dt.total_days()
        slip = (pl.col("eta") - pl.col("original_due")).dt.total_days().fill_null(0)
        score = pl.col("score_base") + pl.col("score_per_day") * pl.max_horizontal(NO_DAYS, late, slip)
        found = self.tables["backorders"].lazy().filter(pl.col("closed_on").is_null())
        return found.with_columns(
            score=score,
            age=(pl.lit(DAY) - pl.col("created_on")).dt.total_days(),
            ahead=(pl.col("eta") - pl.lit(DAY)).dt.total_days(),
        )

    def center(self) -> Center:
        """See Peer."""
        found = self._open()
        high = found.filter(pl.col("score") >= HIGH * 1_000_000)
        ages = [found.filter(pl.col("age").is_between(low, top)) for _, low, top in AGE]
        etas = [found.filter(pl.col("ahead").is_between(low, top)) for _, low, top in ETA]
        parts = [found, high, *ages, *etas, found.filter(pl.col("eta").is_null())]
        suppliers = (
            found.group_by("supplier_id").agg(COUNT, CENTS).sort(["sum", "supplier_id"], descending=[True, False])
            .head(10).join(self.tables["suppliers"].lazy(), left_on="supplier_id", right_on="id")
        )  # fmt: skip
        urgent = found.select("number", "score").sort(["score", "number"], descending=[True, False]).head(10)
        causes = found.group_by("cause").agg(COUNT, CENTS)
        *sums, by_supplier, first, by_cause = pl.collect_all(
            [*(part.select(COUNT, CENTS) for part in parts), suppliers, urgent, causes]
        )
        pairs = [(int(one["count"][0]), int(one["sum"][0])) for one in sums]
        return Center(
            total=pairs[0],
            high=pairs[1],
            customers=self.tables["waiting"]["customer_id"].n_unique(),
            age={one[0]: pair for one, pair in zip(AGE, pairs[2:5], strict=True)},
            eta=dict(zip([*(one[0] for one in ETA), "unknown"], pairs[5:], strict=True)),
            causes=_tallies(by_cause, "cause"),
            suppliers=_tallies(by_supplier, "code"),
            urgent=tuple(first["number"]),
        )

    def patterns(self) -> Patterns:
        """See Peer."""
        found = (
            self.tables["backorders"].lazy()
            .filter((pl.col("created_on") >= SINCE) & (pl.col("created_on") < UNTIL))
            .with_columns(
                slip=(pl.col("eta") - pl.col("original_due")).dt.total_days(),
                month=pl.col("created_on").dt.strftime("%Y-%m"),
            )
        )  # fmt: skip
        slips = pl.col("slip").sum().alias("sum")
        causes, categories, months = pl.collect_all(
            [found.group_by(key).agg(COUNT, slips) for key in ("cause", "category", "month")]
        )
        by_month = {name: pair[0] for name, pair in _tallies(months, "month").items()}
        return Patterns(_tallies(causes, "cause"), _tallies(categories, "category"), by_month)

    def listed(self) -> Listed:
        """See Peer."""
        found = self._open().filter(pl.col("tier") == TIER)
        order = found.select("number", "score").sort(["score", "number"], descending=[True, False])
        total, page = pl.collect_all([found.select(COUNT, CENTS), order.slice(PAGE, PAGE)])
        return Listed(int(total["count"][0]), int(total["sum"][0]), tuple(page["number"]))

    def delays(self, file: Path) -> Delays:
        """See Peer."""
        rows = pl.scan_csv(file, schema_overrides={"po_line": pl.String}, try_parse_dates=True)
        lines = self.tables["po_lines"].lazy().with_columns(known=pl.lit(True))
        found = rows.join(lines, on=["po_number", "po_line"], how="left")
        same = (pl.col("new_eta") == pl.col("eta")).sum()
        counted = found.select(
            COUNT, same.alias("same"), pl.col("known").is_null().sum().alias("unknown")
        ).collect()
        return Delays(*(int(counted[name][0]) for name in ("count", "same", "unknown")))

    def close(self) -> None:
        """See Peer."""
        self.tables.clear()


def _tallies(rows: pl.DataFrame, key: str) -> Tallies:
    return {str(one[key]): (int(one["count"]), int(one["sum"])) for one in rows.iter_rows(named=True)}
