"""Writes docs/kinds.md anew from the contracts of the kinds of files."""

from __future__ import annotations

from pathlib import Path

from backorder_core.delivery.kinds import kinds_markdown

PLACE = Path(__file__).parent.parent / "docs" / "kinds.md"


def main() -> None:
    """Write the file."""
    PLACE.write_text(kinds_markdown(), encoding="utf-8")


if __name__ == "__main__":
    main()
