"""Applied files are kept as they came, each content once, and given out again."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from backorder_core.domain.access import Permission
from backorder_core.domain.errors import NotFound
from backorder_core.domain.values import Actor
from backorder_core.services.permitted import permitted
from backorder_core.store import Store, Writer

PART = 2**20
FAST = 1
KEPT = pa.schema(
    [("file_hash", pa.string()), ("part", pa.int32()), ("size", pa.int32()), ("body", pa.binary())]
)


def keep_file(writer: Writer, path: Path, file_hash: str) -> None:
    """Keep the bytes of a file, unless the same ones are kept already."""
    if writer.one("kept_file", file_hash=file_hash) is not None:
        return
    codec = pa.Codec("zstd", compression_level=FAST)
    parts: list[tuple[str, int, int, bytes]] = []
    with path.open("rb") as stream:
        while content := stream.read(PART):
            parts.append((file_hash, len(parts), len(content), codec.compress(content, asbytes=True)))
    columns = [
        pa.array(column, field.type) for column, field in zip(zip(*parts, strict=True), KEPT, strict=True)
    ]
    writer.with_rows("append_import_files", pa.Table.from_arrays(columns, schema=KEPT))


@permitted(Permission.IMPORT)
def imported_file(store: Store, import_id: int, actor: Actor) -> tuple[str, bytes]:
    """Name and bytes of the file of an applied import, as it came.

    Raises ``NotFound`` for an unknown import, and for one applied before files were kept.
    """
    with store.read() as reader:
        found = reader.one("file_of_import", id=import_id)
        if found is None:
            raise NotFound(f"There is no import {import_id}: the imports page lists them all.")
        name, file_hash = found
        parts = reader.rows("parts_of_file", file_hash=file_hash)
    if not parts:
        raise NotFound(f"The file of import {import_id} was applied before files were kept: it is not here.")
    codec = pa.Codec("zstd")
    return name, b"".join(codec.decompress(body, size, asbytes=True) for size, body in parts)
