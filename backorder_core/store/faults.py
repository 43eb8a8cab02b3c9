"""What DuckDB says when disk or file fails under it, as refusals; and which faults end the open database."""

from __future__ import annotations

import re

import duckdb

from backorder_core.domain.errors import Refusal, Unavailable

GIVEN_UP = "has been invalidated"
UNWRITTEN = re.compile(
    r"could not (write|open|create|truncate|sync|fsync|move|remove)\b|failed to offload", re.I
)
FULL = re.compile(r"no space left|file too large|quota|disk (is )?full|max_temp_directory_size", re.I)
DAMAGED = re.compile(r"corrupt|checksum|could not read|failure while replaying", re.I)
OF_THE_DISK = (
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.SerializationException,
    duckdb.TransactionException,
)


def ends(failure: BaseException) -> bool:
    """Whether the database can do nothing more until it is opened again."""
    return isinstance(failure, duckdb.FatalException | duckdb.InternalException) or GIVEN_UP in str(failure)


def refusal_of(failure: duckdb.Error, path: str) -> Refusal | None:
    """What a fault of disk, memory or file means for the store at ``path``; None for a fault of our own."""
    said = str(failure)
    if not isinstance(failure, OF_THE_DISK):
        return None
    if isinstance(failure, duckdb.SerializationException):
        return damaged(path)
    cases = (
        (FULL.search(said), "its disk is full", "Make room on it and try again."),
        (UNWRITTEN.search(said), f"it could not be written ({_reason(said)})", "See to its disk, try again."),
        (
            isinstance(failure, duckdb.OutOfMemoryException),
            "this needs more memory than BACKORDERS_MEMORY gives",
            "Give it more, or ask for less at once.",
        ),
    )
    for found, what, do in cases:
        if found:
            return Unavailable(f"The store {path} did not do this, {what}: nothing was saved. {do}")
    if DAMAGED.search(said):
        return damaged(path)
    return _given_up(path) if ends(failure) else None


def damaged(path: str) -> Unavailable:
    """The file cannot be believed any more."""
    return Unavailable(
        f"The store {path} is damaged, and nothing is shown that could be wrong: stop the app and restore a "
        "backup with 'backorders restore FILE'."
    )


def _given_up(path: str) -> Unavailable:
    return Unavailable(
        f"The database gave the store {path} up in the midst of this and is opened again by itself: nothing "
        "was saved. Try again in a moment."
    )


def _reason(said: str) -> str:
    """The system's own words, which come last."""
    return " ".join(said.split("\n", 1)[0].rsplit(":", 1)[-1].split()) or "no reason given"
