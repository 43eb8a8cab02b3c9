"""pandas, plainly written, the rows read from Parquet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

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

TODAY = pd.Timestamp(DAY)


class Pandas:
    """Data frames in memory; cold, they are read first."""

    name = "pandas"

    def __init__(self, folder: Path) -> None:
        names = ("backorders", "waiting", "suppliers", "po_lines")
        self.tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in names}
        for name in ("created_on", "closed_on", "original_due", "eta"):
            self.tables["backorders"][name] = pd.to_datetime(self.tables["backorders"][name])
        self.tables["po_lines"]["eta"] = pd.to_datetime(self.tables["po_lines"]["eta"])

    def _open(self) -> pd.DataFrame:
        found = self.tables["backorders"]
        found = found[found.closed_on.isna()].copy()
        slip = (found.eta - found.original_due).dt.days.fillna(0)
        late = (TODAY - found.original_due).dt.days
        delay = pd.concat([slip, late], axis=1).max(axis=1).clip(lower=0).astype("int64")
        found["score"] = found.score_base + found.score_per_day * delay
        return found

    def center(self) -> Center:
        """See Peer."""
        found = self._open()
        high = found[found.score >= HIGH * 1_000_000]
        age, ahead = (TODAY - found.created_on).dt.days, (found.eta - TODAY).dt.days
        etas = {name: _sum(found[(ahead >= low) & (ahead <= top)]) for name, low, top in ETA}
        etas["unknown"] = _sum(found[found.eta.isna()])
        codes = self.tables["suppliers"].set_index("id").code
        suppliers = found.groupby("supplier_id").cents.agg(["size", "sum"]).reset_index()
        suppliers = suppliers.sort_values(["sum", "supplier_id"], ascending=[False, True]).head(10)
        urgent = found.sort_values(["score", "number"], ascending=[False, True]).head(10)
        return Center(
            total=_sum(found),
            high=_sum(high),
            customers=int(self.tables["waiting"].customer_id.nunique()),
            age={name: _sum(found[(age >= low) & (age <= top)]) for name, low, top in AGE},
            eta=etas,
            causes=_by(found, "cause", "cents"),
            suppliers={codes[row.supplier_id]: (int(row.size_), int(row.sum_)) for row in _named(suppliers)},
            urgent=tuple(urgent.number),
        )

    def patterns(self) -> Patterns:
        """See Peer."""
        found = self.tables["backorders"]
        made = (found.created_on >= pd.Timestamp(SINCE)) & (found.created_on < pd.Timestamp(UNTIL))
        found = found[made].copy()
        found["slip"] = (found.eta - found.original_due).dt.days
        months = found.groupby(found.created_on.dt.strftime("%Y-%m")).size()
        return Patterns(
            _by(found, "cause", "slip"),
            _by(found, "category", "slip"),
            {str(k): int(v) for k, v in months.items()},
        )

    def listed(self) -> Listed:
        """See Peer."""
        found = self._open()
        found = found[found.tier == TIER]
        page = found.sort_values(["score", "number"], ascending=[False, True]).iloc[PAGE : 2 * PAGE]
        return Listed(len(found), int(found.cents.sum()), tuple(page.number))

    def delays(self, file: Path) -> Delays:
        """See Peer."""
        rows = pd.read_csv(file, parse_dates=["new_eta"], dtype={"po_number": str, "po_line": str})
        found = rows.merge(self.tables["po_lines"], on=["po_number", "po_line"], how="left", indicator=True)
        known = found._merge == "both"
        return Delays(len(rows), int((known & (found.new_eta == found.eta)).sum()), int((~known).sum()))

    def close(self) -> None:
        """See Peer."""
        self.tables.clear()


def _sum(found: pd.DataFrame) -> tuple[int, int]:
    return len(found), int(found.cents.sum())


def _by(found: pd.DataFrame, key: str, what: str) -> Tallies:
    rows = found.groupby(key)[what].agg(["size", "sum"])
    return {str(name): (int(row["size"]), int(row["sum"])) for name, row in rows.iterrows()}


def _named(rows: pd.DataFrame):  # type: ignore[no-untyped-def]
    return rows.rename(columns={"size": "size_", "sum": "sum_"}).itertuples()
