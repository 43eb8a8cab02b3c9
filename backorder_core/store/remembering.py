"""What hardly ever changes is kept from one transaction to the next, until one writes its tables.

Every use-case asks for the settings in force, the people and how they are reached; these change a few times
a year.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from backorder_core.store.statements import statements

Rows = list[tuple[Any, ...]]

FROM = {
    "newest_settings": {"settings_versions"},
    "people": {"people"},
    "channel_urls": {"channels"},
    "addresses": {"contacts", "people", "channels"},
}
"""The statements whose rows are kept, each with the tables that they are from."""
TABLES = frozenset().union(*FROM.values())
REMEMBERED = "remembered"
"""The counter of changes to them, by which each process of a shared store knows of those of the others."""
_WRITTEN = re.compile(r"^\s*(?:insert into|update|delete from|merge into|truncate)\s+(\w+)", re.MULTILINE)


@cache
def written_by(name: str) -> frozenset[str]:
    """The tables that a named statement writes."""
    return frozenset(_WRITTEN.findall(statements()[name]))


class Memory:
    """Rows as they were committed last; used by one writer at a time."""

    def __init__(self) -> None:
        self._kept: dict[str, Rows] = {}

    def rows_of(self, name: str, written: set[str]) -> Rows | None:
        """What is known of a statement for somebody who has written some tables already."""
        return None if FROM[name] & written else self._kept.get(name)

    def keep(self, name: str, rows: Rows, written: set[str]) -> None:
        """Keep what was read, where nothing of it may still be taken back."""
        if not FROM[name] & written:
            self._kept[name] = rows

    def forget(self, written: set[str]) -> None:
        """Some tables were written, or may have been."""
        for name in [name for name in self._kept if FROM[name] & written]:
            del self._kept[name]

    def forget_all(self) -> None:
        """Anything may have been written."""
        self._kept.clear()
