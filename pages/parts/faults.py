"""What a page shows where the program fails: a reference, never a path, a value or a line of code."""

from __future__ import annotations

import streamlit as st

from backorder_core.services import faults


def shown(fault: Exception) -> bool:
    """Log a fault and show its reference in its place; False in development, where it is shown itself."""
    reference = faults.noted("a page", fault)
    if st.get_option("client.showErrorDetails") == "full":
        return False
    st.error(
        "Something went wrong here, and what you did last may not be saved. Reload the page and look; where "
        f"it happens again, tell whoever runs this app the reference **{reference}**.",
        icon=":material/error:",
    )
    return True
