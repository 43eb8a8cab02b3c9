"""Damaged files by the hundred: each is read and every row counted once, or refused in one sentence.

``BACKORDERS_FUZZED_FILES`` sets how many, 5,000 where it does not; file n is the same on every machine.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from backorder_core.domain.errors import Refusal
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.domain.values import Outcome
from backorder_core.services.files import batches, inspect
from backorder_core.services.imports import ImportOptions, discard, preview_file
from backorder_core.store import Store
from tests.odd_files import ODD, odd_company
from tests.small_company import CREATED, SmallCompany

FILES = int(os.environ.get("BACKORDERS_FUZZED_FILES", "5000"))
SOURCES = tuple(ODD.values())
WORDS = (
    *("", "A-1", "10", "2025-02-15", "15.02.2025", "03/04/2025", "02/13/2025", "Total", "Vendor: ABC", "N/A"),
    *(
        "1.234,56",
        "6.395",
        "1e3",
        "12 %",
        "(5)",
        "#REF!",
        "4.5E+09",
        '"',
        "'",
        "=1+1",
        "\ufeff",
        "\0",
        "po_number",
    ),
    *(
        "\u2028",
        "\x85",
        "ä",
        "\ud7ff",
        "9" * 40,
        "-",
        "unknown",
        "45703",
        "1900-02-29",
        "\r",
        "\n",
        "Zürich;,|\t",
    ),
)
DELIMITERS = (",", ";", "\t", "|")
ENDS = ("\n", "\r\n", "\r")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1254", "latin-1", "cp850")


def flipped(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] if chance.random() < 0.5 else content[place:]


def doubled(content: bytes, chance: Random) -> bytes:
    lines = re.split(rb"(?<=[\r\n])", content)
    place = chance.randrange(len(lines))
    return b"".join([*lines[: place + 1], *lines[place:]])


def dropped(content: bytes, chance: Random) -> bytes:
    lines = re.split(rb"(?<=[\r\n])", content)
    lines.pop(chance.randrange(len(lines)))
    return b"".join(lines)


def shuffled(content: bytes, chance: Random) -> bytes:
    lines = re.split(rb"(?<=[\r\n])", content)
    chance.shuffle(lines)
    return b"".join(lines)


def parted(content: bytes, chance: Random) -> bytes:
    old, new = (one.encode() for one in chance.sample(DELIMITERS, 2))
    return content.replace(old, new, chance.choice((-1, 1, 3)))


def ended(content: bytes, chance: Random) -> bytes:
    new = chance.choice(ENDS).encode()
    return re.sub(rb"\r\n|\r|\n", new, content, count=chance.choice((0, 1, 2)))


def encoded(content: bytes, chance: Random) -> bytes:
    text = content.decode(chance.choice(("utf-8", "latin-1")), "replace")
    return text.encode(chance.choice(ENCODINGS), "replace")


def worded(content: bytes, chance: Random) -> bytes:
    cells = re.split(rb"([,;\t|\r\n])", content)
    for _ in range(chance.randint(1, 3)):
        cells[chance.randrange(len(cells))] = chance.choice(WORDS).encode("utf-8", "replace")
    return b"".join(cells)


CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(flipped, cut, doubled, dropped, shuffled, worded),
    *(parted, parted, parted, ended, ended, ended, encoded, encoded, encoded),
)


def reworded(content: bytes, chance: Random) -> bytes:
    """A workbook with other values, attributes or tags in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        wanted = old.namelist()
        changed = chance.choice([one for one in wanted if "sheet" in one] * 4 + wanted)
        for one in old.infolist():
            part = old.read(one)
            if one.filename == changed:
                pieces = re.split(rb"(>[^<]*<|\"[^\"]*\")", part)
                place = chance.randrange(len(pieces))
                word = chance.choice(WORDS).encode("utf-8", "replace")
                mark, close = pieces[place][:1], pieces[place][-1:]
                pieces[place] = chance.choice(
                    (mark + word + close, mark + word + close, b"", pieces[place] * 2)
                )
                part = b"".join(pieces)
            new.writestr(one.filename, part)
    return out.getvalue()


def fuzzed(number: int) -> tuple[bytes, ImportOptions]:
    """Damaged file n, always the same."""
    chance = Random(number)
    source = SOURCES[number % len(SOURCES)]
    content = source.content
    intact = zipfile.is_zipfile(io.BytesIO(content))
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
        intact = intact and chance.random() < 0.8
        change = reworded if intact else chance.choice(CHANGES)
        content = change(content, chance) or content
    return content, source.options


@pytest.fixture
def odd_store(empty_store: Store, tmp_path: Path) -> Store:
    """The company that the odd files speak of."""
    odd_company(SmallCompany(empty_store, tmp_path))
    return empty_store


def rows_in(path: Path, options: ImportOptions) -> tuple[int, str]:
    """How many rows a file has, and its table as one text."""
    shape = inspect(path, replace(options.reading, contract=PO_DELAYS, name="file.csv"))
    found = [batch.to_pydict() for batch in batches(path, shape, 7)]
    assert all(len(one["c0"]) <= 7 for one in found)
    return sum(len(one["line"]) for one in found), repr((shape.headers, found, options))


def test_every_damaged_file_is_counted_row_by_row_or_refused_in_one_sentence(
    odd_store: Store, tmp_path: Path
) -> None:
    path, ended_as, seen = tmp_path / "file", Counter[str](), set[str]()
    for number in range(FILES):
        content, options = fuzzed(number)
        path.write_bytes(content)
        try:
            rows, table = rows_in(path, options)
            if table in seen:  # judged already, only written differently
                ended_as["again"] += 1
                continue
            seen.add(table)
            preview = preview_file(odd_store, "po-delays", path, "file.csv", CREATED, options)
            discard(odd_store, preview.draft)
        except Refusal as refused:
            if not refused.sentence or set("\r\n") & set(refused.sentence):
                raise AssertionError(f"file {number} is refused, but not in one sentence") from refused
            ended_as["refused"] += 1
            continue
        except Exception as fault:
            raise AssertionError(f"file {number} is neither read nor refused") from fault
        counts = preview.counts
        assert counts.rows == rows == sum(getattr(counts, one.key) for one in Outcome), f"file {number}"
        ended_as["counted"] += 1
    assert sum(ended_as.values()) == FILES
    assert min(ended_as["refused"], ended_as["counted"] + ended_as["again"]) > FILES // 10, ended_as
