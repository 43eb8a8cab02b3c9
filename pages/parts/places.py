"""Where each page lives, so that navigation and links name it once."""

from __future__ import annotations

from pathlib import Path

PAGES = Path(__file__).resolve().parent.parent
COMMAND_CENTER = PAGES / "today" / "command_center.py"
BACKORDERS = PAGES / "work" / "backorders.py"
BACKORDER = PAGES / "work" / "backorder.py"
IMPORTS = PAGES / "work" / "imports.py"
HELP = PAGES / "admin" / "help.py"
