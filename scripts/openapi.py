"""Writes docs/openapi.json anew from the API's own description."""

from __future__ import annotations

import json
from pathlib import Path

from backorder_core.api.describing import openapi

PLACE = Path(__file__).parent.parent / "docs" / "openapi.json"


def text() -> str:
    """The file as it should stand."""
    return json.dumps(openapi(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    PLACE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
