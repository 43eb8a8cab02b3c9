"""The only home of connections and SQL."""

from backorder_core.store.chain import Chain, LedgerEntry
from backorder_core.store.opening import InUse, open_store
from backorder_core.store.past import PastStore
from backorder_core.store.reading import Reader
from backorder_core.store.session import Inside, Store
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
    "open_store",
    "trial_of",
]
