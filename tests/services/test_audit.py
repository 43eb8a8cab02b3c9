"""The audit trail: filtered by who, what, when and number, paged in SQL, its chain proved."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import duckdb
import pytest

from backorder_core.delivery.exports import sheet_csv
from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.values import Actor, Role
from backorder_core.services import audit
from backorder_core.services.audit import AuditFilters, audit_choices, audit_trail, every_entry, prove_chain
from backorder_core.services.escalations import sweep
from backorder_core.services.work.caring import comment
from backorder_core.store import Store, open_store
from tests.small_company import ADMIN, CREATED, PLANNER, TODAY, SmallCompany

MIKE = Actor("Mike", Role.CUSTOMER_SERVICE)
BO = "BO-2025-0001"


@pytest.fixture
def worked(short: SmallCompany) -> Store:
    sweep(short.store, TODAY, PLANNER)
    comment(short.store, BO, "Called the supplier", MIKE, TODAY)
    return short.store


def seqs(store: Store, **narrowed: object) -> list[int]:
    return [row.seq for row in audit_trail(store, AuditFilters(**narrowed), ADMIN, 1000).rows]  # type: ignore[arg-type]


def test_everything_is_there_newest_first(worked: Store) -> None:
    found = audit_trail(worked, AuditFilters(), ADMIN, 1000)
    assert [row.seq for row in found.rows] == list(range(found.total, 0, -1))
    assert prove_chain(worked, ADMIN).entries == found.total


def test_each_filter_narrows_and_they_narrow_together(worked: Store) -> None:
    everything = audit_trail(worked, AuditFilters(), ADMIN, 1000).rows
    before = TODAY - timedelta(days=1)
    expected = {
        "who": ("Mike", [row.seq for row in everything if row.who == "Mike"]),
        "kind": ("comment", [row.seq for row in everything if row.kind == "comment"]),
        "action": ("escalated", [row.seq for row in everything if row.action == "escalated"]),
        "since": (TODAY, [row.seq for row in everything if row.on >= TODAY]),
        "until": (before, [row.seq for row in everything if row.on <= before]),
    }
    for name, (value, entries) in expected.items():
        assert seqs(worked, **{name: value}) == entries != [], name
    assert seqs(worked, who="Mike", action="escalated") == []


def test_a_number_finds_a_backorder_with_all_that_belongs_to_it(worked: Store) -> None:
    found = audit_trail(worked, AuditFilters(number=f" {BO.lower()} "), ADMIN, 100).rows
    assert {row.kind for row in found} == {"backorder", "comment"}
    assert {row.number for row in found} == {BO}
    po = audit_trail(worked, AuditFilters(number="PO-2025-0089"), ADMIN, 100).rows
    assert {row.name for row in po} == {"PO-2025-0089 / 10"}
    assert seqs(worked, number="BO-2025-000") == []


def test_an_action_stands_for_all_that_begin_with_it(worked: Store) -> None:
    assert "ETA given" in audit_choices(worked, ADMIN).actions
    (one,) = audit_trail(worked, AuditFilters(action="ETA given"), ADMIN, 10).rows
    assert one.action == f"ETA given with {BO}"


def test_pages_do_not_overlap_and_all_know_the_total(worked: Store) -> None:
    whole = seqs(worked)
    pages = [audit_trail(worked, AuditFilters(), ADMIN, 3, offset) for offset in range(0, len(whole), 3)]
    assert [row.seq for page in pages for row in page.rows] == whole
    assert {page.total for page in pages} == {len(whole)}


def test_before_and_after_hold_the_changed_fields_only(worked: Store) -> None:
    (one,) = audit_trail(worked, AuditFilters(action="escalated"), ADMIN, 10).rows
    assert one.before["level"] == "0"
    assert one.after["level"] == "2"
    assert "quantity" not in one.after


def test_days_the_wrong_way_round_are_refused(worked: Store) -> None:
    with pytest.raises(InvalidInput, match="2025-01-28 is after 2025-01-20"):
        audit_trail(worked, AuditFilters(since=TODAY, until=CREATED), ADMIN, 10)


def test_a_file_holds_everything_that_matches_in_slices(
    worked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "A_SLICE", 2)
    rows = [(entry.seq, entry.who, entry.action) for entry in every_entry(worked, AuditFilters(), ADMIN)]
    read = list(csv.reader(io.StringIO(sheet_csv(("Entry", "Who", "What"), rows).decode())))
    assert [int(row[0]) for row in read[1:]] == seqs(worked)
    monkeypatch.setattr(audit, "MOST_EXPORTED", 3)
    with pytest.raises(InvalidInput, match="narrow the filters"):
        list(every_entry(worked, AuditFilters(), ADMIN))


def test_an_altered_entry_breaks_the_chain_and_is_named(worked: Store) -> None:
    assert prove_chain(worked, ADMIN).breaks == ()
    worked.close()
    with duckdb.connect(worked.url) as connection:
        connection.execute("update ledger set who = 'Nobody' where seq = 3")
    reopened = open_store(worked.url)
    (broken,) = prove_chain(reopened, ADMIN).breaks
    reopened.close()
    assert broken.sentence == "Ledger entry 3 was altered after it was written."


def test_an_empty_trail_is_empty_and_sound(empty_store: Store) -> None:
    assert audit_trail(empty_store, AuditFilters(who="x"), ADMIN, 10).rows == ()
    proof = prove_chain(empty_store, ADMIN)
    assert (proof.entries, proof.breaks) == (0, ())


def test_the_day_of_an_entry_is_the_business_day(worked: Store) -> None:
    first = audit_trail(worked, AuditFilters(action="created"), ADMIN, 10).rows[-1]
    assert first.on == CREATED
    assert first.at.date() != date(2025, 1, 20)
