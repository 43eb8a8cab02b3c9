"""The one filter bar over backorders: every choice stands in the URL, so a view can be sent as a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

import streamlit as st

from backorder_core.domain.values import Band, Cause, Code, Status, Tier
from backorder_core.services.backorders import Choices, Filters
from pages.parts.format import day, either, money, sign
from pages.parts.frame import EARLIEST, LATEST, Frame
from pages.parts.naming import Named, named, one_of

C = TypeVar("C", bound=Code)
STATES = {"open": "Open", "closed": "Closed", "all": "Open and closed"}
KEYS = (
    "q",
    "band",
    "tier",
    "state",
    "supplier",
    "product",
    "age_from",
    "age_to",
    "value_from",
    "value_to",
    "status",
    "cause",
    "eta",
    "customer",
    "owner",
    "category",
    "created_from",
    "created_to",
    "closed_from",
    "closed_to",
)
MORE = KEYS[KEYS.index("status") :]
OPENED = "more_filters"
Query = dict[str, str | list[str]]


def labels(codes: Sequence[Code]) -> list[str]:
    """The words of some codes."""
    return [code.label for code in codes]


def query(filters: Filters, choices: Choices) -> Query:
    """The URL parameters that show exactly these filters on the backorders page."""
    by_code = {
        "supplier": (filters.supplier, choices.suppliers),
        "product": (filters.product, choices.products),
        "customer": (filters.customer, choices.customers),
        "owner": (filters.owner, choices.owners),
        "category": (filters.category, choices.categories),
    }
    several = {
        "band": filters.bands,
        "tier": filters.tiers,
        "status": filters.statuses,
        "cause": filters.causes,
    }
    plain = {
        "q": filters.search,
        "state": None if filters.state == "open" else STATES[filters.state],
        "eta": dict(choices.pipeline).get(filters.pipeline or ""),
        "age_from": filters.age_from,
        "age_to": filters.age_to,
        "value_from": filters.value_from,
        "value_to": filters.value_to,
        "created_from": filters.created_from,
        "created_to": filters.created_to,
        "closed_from": filters.closed_from,
        "closed_to": filters.closed_to,
        **{key: _named(code, pairs) for key, (code, pairs) in by_code.items()},
    }
    found: Query = {key: labels(codes) for key, codes in several.items() if codes}
    found.update({key: str(value) for key, value in plain.items() if value is not None})
    return found


def _named(code: str | None, pairs: Named) -> str | None:
    return next((named(pair) for pair in pairs if pair[0] == code), code)


def bar(frame: Frame, choices: Choices) -> Filters:
    """Draw the filter bar; what it is set to. The rarer ones are drawn where they are looked at or set."""
    with st.container(border=True):
        foremost = _foremost(frame, choices)
        set_already = _any_more()
        if set_already:
            st.session_state.setdefault(OPENED, True)
        more = st.expander("More filters", icon=":material/tune:", on_change="rerun", key=OPENED)
        with more:
            return _more(frame, foremost, choices) if set_already or more.open else foremost


def _foremost(frame: Frame, choices: Choices) -> Filters:
    with st.grid(4, min_column_width=200):
        search = _search()
        supplier = _choice(frame, "supplier", choices.suppliers)
        product = _choice(frame, "product", choices.products)
        state = _word("Shown", "state", STATES, index=0)
    with st.grid(4, min_column_width=200):
        bands = _codes("Priority", "band", Band)
        tiers = _codes("Customer tier", "tier", Tier)
        age_from, age_to = _range("Age in days", "age", 1)
        value_from, value_to = _range(f"Value in {sign(frame.settings.currency)}", "value", 1000)
    return Filters(
        state=state or "open",
        bands=bands,
        tiers=tiers,
        supplier=supplier,
        product=product,
        age_from=age_from,
        age_to=age_to,
        value_from=None if value_from is None else Decimal(value_from),
        value_to=None if value_to is None else Decimal(value_to),
        search=search or None,
    )


def _more(frame: Frame, foremost: Filters, choices: Choices) -> Filters:
    with st.grid(4, min_column_width=200):
        statuses = _codes("Status", "status", Status)
        causes = _codes("Cause", "cause", Cause)
        pipeline = _word("Expected", "eta", dict(choices.pipeline))
        customer = _choice(frame, "customer", choices.customers)
        owner = _choice(frame, "owner", choices.owners)
        category = _choice(frame, "category", choices.categories)
        created_from, created_to = _days("Created", "created")
        closed_from, closed_to = _days("Closed", "closed")
    return replace(
        foremost,
        statuses=statuses,
        causes=causes,
        pipeline=pipeline,
        customer=customer,
        owner=owner,
        category=category,
        created_from=created_from,
        created_to=created_to,
        closed_from=closed_from,
        closed_to=closed_to,
    )


def _search() -> str:
    return st.text_input(
        "Search",
        key="q",
        bind="query-params",
        on_change=first_page,
        icon=":material/search:",
        placeholder="Number, PO, customer, product…",
    )


def _word(label: str, key: str, words_by_key: dict[str, str], index: int | None = None) -> str | None:
    return st.selectbox(
        label,
        list(words_by_key),
        index=index,
        format_func=words_by_key.__getitem__,
        key=key,
        bind="query-params",
        on_change=first_page,
        placeholder="Any",
    )


def _any_more() -> bool:
    return any(st.session_state.get(key) or key in st.query_params for key in MORE)


def _choice(frame: Frame, what: str, pairs: Named) -> str | None:
    return one_of(frame, what, pairs, what, on_change=first_page)


def _codes(label: str, key: str, kind: type[C]) -> tuple[C, ...]:
    chosen = st.multiselect(
        label,
        list(kind),
        format_func=lambda code: code.label,
        key=key,
        bind="query-params",
        on_change=first_page,
        placeholder="Any",
    )
    return tuple(chosen)


def _range(label: str, key: str, step: int) -> tuple[int | None, int | None]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", wrap=False):
        low = st.number_input(
            f"{label}, from",
            value=None,
            min_value=0,
            step=step,
            key=f"{key}_from",
            bind="query-params",
            on_change=first_page,
            placeholder="from",
        )
        high = st.number_input(
            "to",
            value=None,
            min_value=0,
            step=step,
            key=f"{key}_to",
            bind="query-params",
            on_change=first_page,
            placeholder="to",
        )
    return low, high


def _days(label: str, key: str) -> tuple[date | None, date | None]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        low = _day(f"{label}, from", f"{key}_from")
        high = _day("to, the last day", f"{key}_to")
    return low, high


def _day(label: str, key: str) -> date | None:
    return st.date_input(
        label,
        value=None,
        min_value=EARLIEST,
        max_value=LATEST,
        key=key,
        bind="query-params",
        on_change=first_page,
        format="YYYY-MM-DD",
    )


def first_page() -> None:
    """Back to the first page: what is on the others changes with the filters."""
    st.session_state["page"] = 1


def arrive() -> None:
    """Coming from another page, show what the address says and nothing that was set here before."""
    if st.session_state.pop("arrived", False):
        for key in (*KEYS, "sort", "page"):
            if key not in st.query_params and key in st.session_state:
                st.session_state[key] = EMPTY.get(key)


def clear() -> None:
    """Empty the filter bar; meant as a button's callback."""
    for key in KEYS:
        st.session_state[key] = EMPTY.get(key)
    first_page()


EMPTY: dict[str, object] = {
    "q": "",
    "state": "open",
    "band": [],
    "tier": [],
    "status": [],
    "cause": [],
    "sort": "Score, highest first",
    "page": 1,
}


def words(filters: Filters, choices: Choices, currency: str) -> list[str]:
    """The active filters as short phrases, none where everything open is shown."""
    phrases = [
        STATES[filters.state].lower() if filters.state != "open" else "",
        f"priority {either(labels(filters.bands))}" if filters.bands else "",
        f"tier {either(labels(filters.tiers))}" if filters.tiers else "",
        f"status {either(labels(filters.statuses))}" if filters.statuses else "",
        f"cause {either(labels(filters.causes))}" if filters.causes else "",
        _is("supplier", filters.supplier, choices.suppliers),
        _is("product", filters.product, choices.products),
        _is("customer", filters.customer, choices.customers),
        _is("owner", filters.owner, choices.owners),
        _between("age", filters.age_from, filters.age_to, "{} days".format),
        _between("value", filters.value_from, filters.value_to, lambda v: money(Decimal(v), currency)),
        _is("category", filters.category, choices.categories),
        _between("created", filters.created_from, filters.created_to, day),
        _between("closed", filters.closed_from, filters.closed_to, day),
        _expected(filters.pipeline, choices.pipeline),
        f"containing “{filters.search}”" if filters.search else "",
    ]
    return [phrase for phrase in phrases if phrase]


def _is(what: str, code: str | None, pairs: Named) -> str:
    return f"{what} {dict(pairs).get(code, code)}" if code else ""


def _expected(key: str | None, pairs: Named) -> str:
    return f"expected: {dict(pairs).get(key, key)}" if key else ""


def _between(what: str, low: object, high: object, shown: object) -> str:
    write = shown if callable(shown) else str
    if low is not None and high is not None:
        return f"{what} {write(low)} to {write(high)}"
    if low is not None:
        return f"{what} from {write(low)}"
    return f"{what} up to {write(high)}" if high is not None else ""
