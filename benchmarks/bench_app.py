"""The app as it is, with two pages more: an empty one to compare with, and one that writes and links.

python -m benchmarks.bench_app, with BACKORDERS_STORE and BACKORDERS_PORT set.
"""

from __future__ import annotations

import os
from pathlib import Path

from pages.parts import places

HERE = Path(__file__).parent
EMPTY, STARTS = HERE / "empty_page.py", HERE / "starts_page.py"
EXTRA = (
    places.Place(EMPTY, "Empty", ":material/crop_free:", "Nothing but a button."),
    places.Place(STARTS, "Starts", ":material/flag:", "Where the clicks of the benchmark begin."),
)

places.SECTIONS["Benchmark"] = EXTRA

if __name__ == "__main__":
    from app import app

    app.run(config={"server.port": int(os.environ["BACKORDERS_PORT"])})
