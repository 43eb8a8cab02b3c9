"""Nothing but a button: what a run costs before a page does anything."""

import streamlit as st

st.button("Again")
