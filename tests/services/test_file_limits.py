"""What a file may hold: refused in one sentence where it is too much, in little memory whatever it is."""

from __future__ import annotations

import ast
import gzip
import json
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from backorder_core.domain.errors import InvalidInput
from backorder_core.services.files import ReadOptions, batches, inspect
from backorder_core.services.files.limits import Limits, limits
from backorder_core.services.imports import apply_file, list_imports
from backorder_core.store import Store, path_of
from tests.hostile import PAYLOADS
from tests.services.bombs import BOMBS, ends
from tests.small_company import PLANNER, TODAY
from tests.test_layers import imported, product
from tests.workbooks import saved, workbook

ROOT = Path(__file__).parent.parent.parent
HEADER = ("po_number", "po_line", "new_eta")
ROWS = [HEADER, *[(f"PO-{n}", "10", "2025-02-15") for n in range(6)]]
UNREADERS = {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "dbm"}
UNREADS = {"read_pickle", "read_parquet", "read_feather", "read_orc", "read_hdf", "read_table", "ParquetFile"}


def text(folder: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    return saved(folder, "".join(f"{','.join(row)}\n" for row in rows).encode(), "file.csv")


def read(path: Path) -> int:
    shape = inspect(path, ReadOptions())
    return sum(batch.num_rows for batch in batches(path, shape))


@pytest.mark.parametrize("as_text", [True, False])
def test_rows_and_columns_over_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_text: bool
) -> None:
    path = text(tmp_path, ROWS) if as_text else saved(tmp_path, workbook({"S": ROWS}))
    monkeypatch.setenv("BACKORDERS_MOST_ROWS", "6")
    monkeypatch.setenv("BACKORDERS_MOST_COLUMNS", "3")
    assert read(path) == 6
    monkeypatch.setenv("BACKORDERS_MOST_ROWS", "5")
    with pytest.raises(InvalidInput, match=r"^file\.\w+ has more than 5 rows: split it and load the parts"):
        read(path)
    monkeypatch.setenv("BACKORDERS_MOST_ROWS", "7")
    monkeypatch.setenv("BACKORDERS_MOST_COLUMNS", "2")
    with pytest.raises(InvalidInput, match=r"^file\.\w+ has more than 2 columns: leave out those"):
        read(path)
    with pytest.raises(InvalidInput, match="more than 2 columns"):
        inspect(path, ReadOptions(header=False))


@pytest.mark.parametrize("as_text", [True, False])
def test_a_cell_over_the_limit_is_refused_with_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_text: bool
) -> None:
    rows = [*ROWS, ("PO-9", "10", "x" * 51)]
    path = text(tmp_path, rows) if as_text else saved(tmp_path, workbook({"S": rows}))
    monkeypatch.setenv("BACKORDERS_MOST_CELL", "51")
    assert read(path) == 7
    monkeypatch.setenv("BACKORDERS_MOST_CELL", "50")
    with pytest.raises(InvalidInput, match=r"a cell has more than 50 characters"):
        read(path)


def test_limits_are_what_the_environment_says_and_nothing_else_is_taken_for_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert limits() == Limits()
    monkeypatch.setenv("BACKORDERS_MOST_FILE_MB", " 7 ")
    monkeypatch.setenv("BACKORDERS_MOST_ROWS", "")
    assert limits() == Limits(file_mb=7)
    for wrong in ("0", "-1", "many", "1.5"):
        monkeypatch.setenv("BACKORDERS_MOST_ROWS", wrong)
        with pytest.raises(InvalidInput, match=f"BACKORDERS_MOST_ROWS is '{wrong}', which is no limit"):
            limits()


def test_sixteen_bombs_end_in_a_sentence_or_in_their_rows_within_a_bounded_memory(tmp_path: Path) -> None:
    folder = tmp_path / "bombs"
    folder.mkdir()
    for name, (make, _) in BOMBS.items():
        (folder / name).write_bytes(make(tmp_path))
    words = [sys.executable, "-m", "tests.services.bombs", str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    found = json.loads(done.stdout)
    assert {name: said for name, (said, _) in found.items() if BOMBS[name][1] not in said} == {}
    assert {name: took for name, (_, took) in found.items() if took > 5} == {}
    assert found["climbing.xlsx"][0] == "1 rows"
    assert not list(tmp_path.rglob("climbed*"))


def foreign(folder: Path) -> list[Path]:
    """Files of programs, not of people: each would be read by some library, if anybody asked it to."""
    table = pa.table({name: [row[place] for row in ROWS[1:]] for place, name in enumerate(HEADER)})
    parquet.write_table(table, folder / "parquet.csv")
    feather.write_feather(table, folder / "feather.csv")
    (folder / "pickle.csv").write_bytes(pickle.dumps({name: ["1"] for name in HEADER}))
    (folder / "text_pickle.csv").write_bytes(pickle.dumps({name: ["1"] for name in HEADER}, protocol=0))
    (folder / "gzip.csv").write_bytes(gzip.compress(text(folder, ROWS).read_bytes()))
    with duckdb.connect(str(folder / "store.csv")) as made:
        made.execute("create table t as select 1 as po_number")
    (folder / "elf.csv").write_bytes(Path(sys.executable).read_bytes()[:100_000])
    (folder / "file.csv").unlink()
    return sorted(folder.glob("*.csv"))


def test_parquet_pickle_and_other_programs_files_are_refused_whatever_they_are_called(tmp_path: Path) -> None:
    found = {path.name: ends(path) for path in foreign(tmp_path)}
    assert len(found) == 7
    assert [name for name, said in found.items() if said.endswith("rows")] == []


def test_nothing_in_the_product_can_read_pickle_or_parquet() -> None:
    found = [
        f"{source.path} imports {module}"
        for source in product()
        for module in imported(source)
        if module.split(".")[0] in UNREADERS
    ] + [
        f"{source.path}:{node.lineno} calls {node.attr}"
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in UNREADS
    ]
    assert found == []


@pytest.mark.parametrize(
    "name", ["../../../tmp/climbed.csv", "/etc/climbed", "C:\\climbed.csv", *PAYLOADS[-20:]]
)
def test_a_name_is_kept_as_a_text_and_never_used_as_a_path(store: Store, tmp_path: Path, name: str) -> None:
    content = f"code,name\nC-{abs(hash(name))},Somebody\n".encode()
    apply_file(store, "suppliers", saved(tmp_path, content, "upload.csv"), name, TODAY, None, PLANNER)
    assert list_imports(store)[0].file_name == name
    beside = {path for path in tmp_path.rglob("*") if not path.is_relative_to(path_of(store.url))}
    assert {path.name for path in beside if path.is_file()} <= {"upload.csv", "store.duckdb.wal"}
