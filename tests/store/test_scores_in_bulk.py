"""The command centre compares scores in whole millionths: with the result that the exact scores have."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import duckdb
import pytest

from backorder_core.store.statements import statement

AS_OF = date(2025, 1, 28)
TABLES = (
    "create table rows (created_on date, eta date, original_due date, cause integer, supplier_id integer, "
    "value decimal(18, 2), score_base decimal(18, 6), score_per_day decimal(18, 6), closed_on date)",
    "create table backorder_lines (customer_id integer, valid_from date, valid_to date, quantity integer, "
    "received integer, cancelled integer)",
    "create macro backorders_as_of(d) as table select * from rows",
)


def drawn(draw: random.Random, high: Decimal) -> tuple[tuple[object, ...], bool]:
    """An open backorder that scores at the threshold, or a millionth beside it; whether it reaches it."""
    due = AS_OF + timedelta(days=draw.randint(-900, 60))
    eta = draw.choice([None, due + timedelta(days=draw.randint(-40, 900))])
    delay = max(0, (AS_OF - due).days, (eta - due).days if eta else 0)
    per_day = Decimal(draw.randint(0, 10**9)) / 10**6
    base = high - per_day * delay + draw.choice([-1, 0, 1]) * Decimal("0.000001")
    row = (AS_OF, eta, due, draw.randint(1, 5), draw.randint(1, 9), Decimal(3), base, per_day, None)
    return row, base + per_day * delay >= high


@pytest.mark.parametrize("high", [Decimal(70), Decimal("0.3"), Decimal("99999999.999999"), Decimal(0)])
def test_a_score_at_the_threshold_counts_and_one_a_millionth_below_does_not(high: Decimal) -> None:
    draw = random.Random(str(high))
    made = [drawn(draw, high) for _ in range(400)]
    with duckdb.connect() as connection:
        for text in TABLES:
            connection.execute(text)
        connection.executemany(
            "insert into rows values (?, ?, ?, ?, ?, ?, ?, ?, ?)", [row for row, _ in made]
        )
        result = connection.execute(statement("open_in_every_way"), {"as_of": AS_OF, "high": high})
        names = [column[0] for column in result.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    (total,) = [row for row in found if row["way"] == "all"]
    reaching = sum(reached for _, reached in made)
    assert 100 < reaching < 300
    assert (total["count"], total["high_count"], total["high_value"]) == (400, reaching, 3 * reaching)
    for way in ("age", "eta", "cause", "supplier"):
        assert sum(row["count"] for row in found if row["way"] == way) == 400
