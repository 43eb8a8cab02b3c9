"""Import of files of every kind: preview, apply, undo; the preview is the same path without the write."""

from backorder_core.services.imports.applying import ImportResult, apply_file
from backorder_core.services.imports.case import (
    ANSWERS,
    Counts,
    ImportOptions,
    Preview,
    PreviewRow,
    Rejection,
)
from backorder_core.services.imports.history import (
    PastImport,
    answered_import,
    list_imports,
    rejections_of,
    remember_mapping,
    remembered_mapping,
)
from backorder_core.services.imports.keeping import imported_file
from backorder_core.services.imports.preview import (
    discard,
    mapping_of,
    preview_file,
    preview_rows,
    rejected_csv,
    rejections,
)
from backorder_core.services.imports.undoing import undo_import

__all__ = [
    "ANSWERS",
    "Counts",
    "ImportOptions",
    "ImportResult",
    "PastImport",
    "Preview",
    "PreviewRow",
    "Rejection",
    "answered_import",
    "apply_file",
    "discard",
    "imported_file",
    "list_imports",
    "mapping_of",
    "preview_file",
    "preview_rows",
    "rejected_csv",
    "rejections",
    "rejections_of",
    "remember_mapping",
    "remembered_mapping",
    "undo_import",
]
