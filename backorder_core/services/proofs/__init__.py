"""Proofs that need more than one statement, each a stream of findings."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 1_000


@dataclass(frozen=True)
class Finding:
    """One thing wrong in a store: which check found it, about what, in a sentence."""

    check: str
    subject: str
    sentence: str
