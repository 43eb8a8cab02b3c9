"""The only home of connections and SQL."""

from backorder_core.store.opening import open_store
from backorder_core.store.past import PastStore
from backorder_core.store.reading import Reader
from backorder_core.store.session import Inside, LedgerEntry, Store, Writer
from backorder_core.store.trial import trial_of

__all__ = ["Inside", "LedgerEntry", "PastStore", "Reader", "Store", "Writer", "open_store", "trial_of"]
