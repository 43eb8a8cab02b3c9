"""A page with nothing on it but its title: what a run costs before a page does anything."""

import streamlit as st

st.title("Empty", anchor=False)
