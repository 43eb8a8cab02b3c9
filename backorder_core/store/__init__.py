"""The only home of connections and SQL."""

from backorder_core.store.chain import Chain, LedgerEntry
from backorder_core.store.moving import copy_rows
from backorder_core.store.opening import InUse, open_store, path_of
from backorder_core.store.past import PastStore
from backorder_core.store.reading import Reader
from backorder_core.store.session import Inside, Store
from backorder_core.store.shared import is_shared
from backorder_core.store.trial import trial_of
from backorder_core.store.writing import Writer

__all__ = [
    "Chain",
    "InUse",
    "Inside",
    "LedgerEntry",
    "PastStore",
    "Reader",
    "Store",
    "Writer",
    "copy_rows",
    "is_shared",
    "open_store",
    "path_of",
    "trial_of",
]
