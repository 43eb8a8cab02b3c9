"""Where clicks begin: a link to one backorder and a button that writes."""

import streamlit as st

from backorder_core.services.backorders import Filters, SortKey
from backorder_core.services.holding import Seen
from backorder_core.services.work import caring
from pages.parts import frame, links, reads

now = frame.here()
found = reads.list_backorders(now, Filters(), SortKey.SCORE, True, 25, 0).rows
for row in found[:12]:
    links.backorder_link(now, row.number)
if st.button("Write"):
    caring.assign(now.store, [Seen(found[-1].number)], f"Buyer {now.version % 20}", now.actor, now.as_of)
