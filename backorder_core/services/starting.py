"""How far a company's own data are on the way to its first command centre."""

from __future__ import annotations

from backorder_core.domain.starting import Start, start_of
from backorder_core.store import Store


def start(store: Store) -> Start:
    """What is loaded of every kind of file, in the order of loading, and what is needed next."""
    with store.read() as reader:
        records = {str(kind): int(count) for kind, count in reader.rows("count_records")}
        backorders = reader.one("count_backorders")
    return start_of(records, int(backorders[0]) if backorders else 0)


def as_json(found: Start) -> dict[str, object]:
    """The document that the command line and the API give; kinds in the order of loading."""
    return {
        "empty": found.empty,
        "ready": found.ready,
        "next": found.next,
        "backorders": found.backorders,
        "kinds": [
            {
                "kind": one.contract.kind,
                "title": one.contract.title,
                "records": one.records,
                "standing": one.standing.value,
                "without": one.contract.without,
            }
            for one in found.stages
        ],
    }
