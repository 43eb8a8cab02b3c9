"""Files as people really send them: found out what they are, then read row by row in bounded memory."""

from backorder_core.services.files.inspecting import inspect
from backorder_core.services.files.reading import batches
from backorder_core.services.files.shape import ENCODINGS, FileShape, ReadOptions

__all__ = ["ENCODINGS", "FileShape", "ReadOptions", "batches", "inspect"]
