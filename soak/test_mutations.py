"""Every seeded bug, one after the other."""

from __future__ import annotations

from pathlib import Path

from soak.conftest import Figures, Scale
from tests.reliability.mutations import MUTATIONS, caught


def test_seeded_bugs(tmp_path: Path, scale: Scale, figures: Figures) -> None:
    tried = MUTATIONS[: scale(len(MUTATIONS))]
    missed = []
    for one in tried:
        found = caught(one, tmp_path)
        print(f"{'caught' if found else 'MISSED'}: {one.name}", flush=True)
        missed += [] if found else [one.name]
    assert missed == []
    figures("Seeded bugs", f"{len(tried)} of {len(tried)} caught by the tests beside the rules they break")
