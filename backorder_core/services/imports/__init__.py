"""Import of PO delays: preview, apply, undo; the preview is the same path without the write."""

from backorder_core.services.imports.applying import ImportResult, apply_delays
from backorder_core.services.imports.history import (
    PastImport,
    list_imports,
    rejections_of,
    remember_mapping,
    remembered_mapping,
)
from backorder_core.services.imports.preview import (
    Counts,
    DelayOptions,
    DelayPreview,
    PreviewRow,
    Rejection,
    discard,
    mapping_of,
    preview_delays,
    preview_rows,
    rejected_csv,
    rejections,
)
from backorder_core.services.imports.undoing import undo_import

__all__ = [
    "Counts",
    "DelayOptions",
    "DelayPreview",
    "ImportResult",
    "PastImport",
    "PreviewRow",
    "Rejection",
    "apply_delays",
    "discard",
    "list_imports",
    "mapping_of",
    "preview_delays",
    "preview_rows",
    "rejected_csv",
    "rejections",
    "rejections_of",
    "remember_mapping",
    "remembered_mapping",
    "undo_import",
]
