"""The counters of one transaction: read together where the first is wanted, written together at its end."""

from __future__ import annotations

from backorder_core.store.reading import Reader


class Counters:
    """Counters by name; one that nobody used yet stands at 0."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: dict[str, int] | None = None
        self._changed: set[str] = set()

    def value(self, name: str) -> int:
        """The last number taken of a counter."""
        return self._values().get(name, 0)

    def take(self, name: str, count: int = 1) -> int:
        """Take ``count`` numbers of a counter; the last of them."""
        self.set(name, self.value(name) + count)
        return self.value(name)

    def set(self, name: str, value: int) -> None:
        """Let a counter go on from ``value``."""
        self._values()[name] = value
        self._changed.add(name)

    def changed(self) -> list[dict[str, object]]:
        """A row for each that is to be written, for ``put_counters``; they count as written then."""
        values = self._values() if self._changed else {}
        rows: list[dict[str, object]] = [
            {"name": name, "value": values[name]} for name in sorted(self._changed)
        ]
        self._changed.clear()
        return rows

    def _values(self) -> dict[str, int]:
        if self._read is None:
            self._read = {str(name): int(value) for name, value in self._reader.rows("all_counters")}
        return self._read
