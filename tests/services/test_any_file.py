"""Files of any content: what was written reads back, anything else is refused in a sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backorder_core.domain.errors import InvalidInput
from backorder_core.domain.kinds.delays import PO_DELAYS
from backorder_core.services.files import FileShape, ReadOptions, batches, inspect, reading
from tests.services.files_read import (
    FIRST,
    HEADER,
    OPTIONS,
    Read,
    lines,
    read,
    rows_of,
    write,
)


def test_batches_are_no_larger_than_asked_and_lose_no_row(tmp_path: Path) -> None:
    content = lines(HEADER, *("" if n % 7 == 0 else f"PO-{n},10," for n in range(5_000)))
    path = write(tmp_path, content)
    shape = inspect(path, OPTIONS)
    wanted = [(n + 2, 3, [f"PO-{n}", "10", ""]) for n in range(5_000) if n % 7]
    for size in (7, 500, 1_200, 50_000):
        assert rows_of(path, shape, size) == wanted
    assert [batch.num_rows for batch in batches(path, shape)] == [len(wanted)]


def test_a_reader_that_is_given_up_closes_its_file(tmp_path: Path) -> None:
    path = write(tmp_path, lines(HEADER, *[FIRST] * 5_000))
    reading = batches(path, inspect(path, OPTIONS), 10)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert list(reading) == []


ODD_TEXT = st.text(st.sampled_from('ab,,""\'\n\n\r = \t\x1c\u2003ü'), max_size=60)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=ODD_TEXT,
    width=st.integers(1, 3),
    block=st.sampled_from([1, 7, 1_000]),
    quote=st.sampled_from(['"', "'", ""]),
)
@example(text='"a",""\n"b""",a\n', width=2, block=1_000, quote='"')
@example(text='"a"b,""\na,b\n', width=2, block=1_000, quote='"')
@example(text='a,b\n"a\n,b\n",a\n', width=2, block=7, quote='"')
@example(text='a,"=""01"""\nb,=a\n', width=2, block=1_000, quote='"')
def test_rows_parted_many_at_a_time_are_those_that_csv_finds(
    tmp_path: Path, text: str, width: int, block: int, quote: str
) -> None:
    path = write(tmp_path, text)
    shape = FileShape("file.csv", "utf-8", ",", quote, "lf", 0, 1, ("a", "b", "c")[:width], {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "BLOCK", block)
        found = rows_or_refusal(path, shape)
        patch.setattr(reading, "plain_rows", lambda *_: None)
        patch.setattr(reading, "BLOCK", 10_000)
        assert found == rows_or_refusal(path, shape)


def rows_or_refusal(path: Path, shape: FileShape) -> list[Read] | str:
    try:
        return rows_of(path, shape)
    except InvalidInput as refused:
        return refused.sentence


ANY = st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"])
CELL = st.text(ANY, max_size=12)
WESTERN_CELL = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=12)
WORD = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,7}", fullmatch=True)
DELIMITER = st.sampled_from([",", ";", "\t", "|"])
END = st.sampled_from(["\n", "\r\n", "\r"])
FUZZ = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def written(table: Iterable[Sequence[str]], delimiter: str, end: str, all_quoted: bool = False) -> str:
    # the writer quotes only the line ends that it writes itself
    rows = list(table)
    loose = any("\r" in cell or "\n" in cell for row in rows for cell in row)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_MINIMAL)
    if all_quoted or loose:
        writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows(rows)
    return out.getvalue()


@FUZZ
@given(
    headers=st.lists(WORD, min_size=2, max_size=6, unique_by=str.casefold),
    data=st.data(),
    delimiter=DELIMITER,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    end=END,
    all_quoted=st.booleans(),
)
def test_any_table_reads_back_as_it_was_written(
    tmp_path: Path,
    headers: list[str],
    data: st.DataObject,
    delimiter: str,
    encoding: str,
    end: str,
    all_quoted: bool,
) -> None:
    row = st.lists(CELL, min_size=len(headers), max_size=len(headers)).filter(
        lambda r: any(map(str.strip, r))
    )
    table = data.draw(st.lists(row, min_size=1, max_size=8))
    path = write(tmp_path, written([headers, *table], delimiter, end, all_quoted), encoding)
    shape = inspect(path, ReadOptions(encoding=encoding, delimiter=delimiter, quote='"'))
    assert shape.headers == tuple(headers)
    assert [texts for _, _, texts in rows_of(path, shape)] == table


@FUZZ
@given(
    rows=st.lists(st.tuples(st.from_regex(r"PO-[0-9]{1,6}", fullmatch=True), WORD, WESTERN_CELL), min_size=2),
    preamble=st.lists(st.sampled_from(["", "Open orders", "Plant 1000", '"Printed']), max_size=4),
    delimiter=DELIMITER,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    end=END,
)
def test_the_shape_of_any_table_of_delays_is_found(
    tmp_path: Path,
    rows: list[tuple[str, str, str]],
    preamble: list[str],
    delimiter: str,
    encoding: str,
    end: str,
) -> None:
    table = [("po_number", "po_line", "reason"), *rows]
    path = write(tmp_path, "".join(one + end for one in preamble) + written(table, delimiter, end), encoding)
    shape = inspect(
        path, ReadOptions(contract=PO_DELAYS, encoding="cp1252" if encoding == "cp1252" else None)
    )
    assert (shape.delimiter, shape.header_line) == (delimiter, len(preamble) + 1)
    assert [(line, tuple(texts)) for line, _, texts in rows_of(path, shape)] == [
        (len(preamble) + place, row) for place, row in enumerate(rows, 2)
    ]


def refusal(path: Path) -> str | None:
    try:
        read(path)
    except InvalidInput as refused:
        return refused.sentence
    return None


@FUZZ
@given(content=st.binary(max_size=400) | st.text("abPO,;\t|\"'\r\n -1é", max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    sentence = refusal(write(tmp_path, content))
    assert sentence is None or sentence.startswith("file.csv")
