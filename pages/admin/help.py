"""What the words mean: one short entry for each word on the screens."""

from __future__ import annotations

import streamlit as st

from pages.parts import frame, glossary

now = frame.here()
frame.heading(now, "What the words mean")
wanted = st.text_input(
    "Find a word",
    key="word",
    bind="query-params",
    live=True,
    icon=":material/search:",
    placeholder="For example: overdue",
)
found = glossary.entries(now.settings, wanted or "")
for section, words in found.items():
    st.subheader(section, anchor=False)
    for word, meaning in words:
        st.markdown(f"**{word}** — {meaning}")
if not found:
    st.info("No entry has this word: try a shorter one, or clear the field.", icon=":material/info:")
