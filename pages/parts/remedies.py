"""The pieces of the prevention page: which remedy, what it avoids and costs, its rows, its frontier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from backorder_core.delivery.exports import Cell
from backorder_core.domain.prevention import Helped, Outcome, Step, Total
from backorder_core.domain.windows import Window
from backorder_core.services import prevention
from backorder_core.services.prevention import Past, Remedy, Replayed, helped
from backorder_core.store import Store
from pages.parts import charts, files, links, naming, reads, tables
from pages.parts.cards import figure
from pages.parts.charts import Bar
from pages.parts.files import Sheet
from pages.parts.format import capital, count, day, money, number, percent
from pages.parts.frame import Frame
from pages.parts.remembering import remembered

SIZES = {
    Remedy.STOCK: ("Units kept of each product", 20),
    Remedy.SOURCE: ("Lead time of the second source, days", 5),
    Remedy.EARLIER: ("Days earlier", 7),
}
PRICES = {
    Remedy.STOCK: "Holding cost per unit and year",
    Remedy.SOURCE: "Premium per unit bought there",
    Remedy.EARLIER: "Holding cost per unit and year",
}
COLOURS = {Helped.WHOLLY: "green", Helped.PARTLY: "yellow", Helped.NOT: "gray"}
COLUMNS = (
    *("Backorder", "Made on", "Product", "Supplier", "Customer", "Late units", "Late value"),
    *("Units in time after all", "Avoided value", "Result"),
)


@dataclass(frozen=True)
class Choice:
    """What is replayed: a remedy in a size, at a price where one was given."""

    remedy: Remedy
    size: int
    price: Decimal | None


def only(frame: Frame) -> tuple[str | None, str | None]:
    """(product, supplier) that are looked at; both stand in the address."""
    choices = reads.choices(frame)
    with st.container(horizontal=True):
        product = naming.one_of(frame, "product", choices.products, "product", width=300)
        supplier = naming.one_of(frame, "supplier", choices.suppliers, "supplier", width=300)
    return product, supplier


def choice(frame: Frame) -> Choice:
    """Which remedy, how much of it, and at which price; no price is assumed."""
    with st.container(border=True):
        remedy = st.segmented_control(
            "What might have been done",
            list(Remedy),
            default=Remedy.STOCK,
            required=True,
            format_func=capital,
            key="remedy",
            bind="query-params",
        )
        chosen = remedy or Remedy.STOCK
        label, usual = SIZES[chosen]
        with st.grid(3, min_column_width=200):
            size = st.number_input(
                label,
                min_value=0,
                value=usual,
                step=1,
                key=f"size_{chosen.name.lower()}",
                bind="query-params",
            )
            price = st.number_input(
                f"{PRICES[chosen]}, {frame.settings.currency}",
                min_value=0.0,
                value=None,
                placeholder="not said: no cost",
                key="premium" if chosen is Remedy.SOURCE else "holding",
                bind="query-params",
            )
    return Choice(chosen, int(size), None if price is None else Decimal(str(price)))


@remembered(16)
def _past(
    _store: Store, key: tuple[object, ...], window: Window, product: str | None, supplier: str | None
) -> Past:
    return prevention.past(_store, window, key[2], product=product, supplier=supplier)  # type: ignore[arg-type]


def past(frame: Frame, window: Window, product: str | None, supplier: str | None) -> Past:
    """The backorders of the window as known on the frame's day."""
    key = (frame.store.url, frame.version, frame.as_of)
    return _past(frame.store, key, window, product, supplier)


@remembered(16, "Trying every stock …")
def _best(
    _store: Store, key: tuple[object, ...], window: Window, product: str | None, supplier: str | None
) -> tuple[Step, ...]:
    return prevention.best_stock(
        prevention.past(_store, window, key[2], product=product, supplier=supplier)  # type: ignore[arg-type]
    )


def best(frame: Frame, found: Past, product: str | None, supplier: str | None) -> None:
    """Which units to keep first, whatever their product; no other stock of as many units avoids more."""
    key = (frame.store.url, frame.version, frame.as_of)
    steps = _best(frame.store, key, found.window, product, supplier)
    if not steps:
        return
    st.markdown("**Which units to keep first**")
    st.caption(
        "The units of most value first: after each row, no other stock of as many units avoids more. "
        f"Replayed over the backorders made {day(found.window.since)} to {day(found.window.last)}."
    )
    cells, columns = _steps(frame, found, steps)
    head = ("Product", "Keep", "More", "Avoids", "Units so far", "Avoided so far")
    sheet = Sheet(
        f"best-stock-{found.window.since}-{found.window.until}",
        head,
        lambda: [(one.product, one.size, one.more, one.gain, one.units, one.value) for one in steps],
        ("Avoids", "Avoided so far"),
    )
    tables.show(cells, columns, "Which units to keep first", most=12, sheet=sheet)


def _steps(frame: Frame, found: Past, steps: Sequence[Step]) -> tuple[list[dict[str, object]], tables.Config]:
    names = {one.product: found.about[one.number].product_name for one in found.shortages}
    cells: list[dict[str, object]] = [
        {
            "product": f"{one.product} {names[one.product]}",
            "size": one.size,
            "more": one.more,
            "gain": one.gain,
            "each": one.gain / one.more,
            "units": one.units,
            "value": one.value,
            "share": float(one.value * 100 / found.value),
        }
        for one in steps
    ]
    currency = frame.settings.currency
    columns = {
        "product": tables.text("Product", 280, pinned=True),
        "size": tables.number("Keep", [0], "Units of this product kept from here on", 60),
        "more": tables.number("More", [0], "Units that this row adds", 60),
        "gain": tables.money("Avoids", currency, "Revenue at risk that these units avoid", 110),
        "each": tables.money("Per unit", currency, width=100),
        "units": tables.number("Units so far", [0], width=96),
        "value": tables.money("Avoided so far", currency, width=120),
        "share": st.column_config.NumberColumn("Share", format="%.1f %%", width=76),
    }
    return cells, columns


def figures(frame: Frame, found: Past, answer: Replayed) -> None:
    """How many backorders, how many of them avoided, what that is worth and costs."""
    currency = frame.settings.currency
    share = answer.total.value * 100 / found.value if found.value else Decimal(0)
    with st.grid(4, min_column_width=170):
        worth = f"{money(found.value, currency)} at risk"
        figure("prevention_late", f"{found.late:,}", about=worth)
        figure("prevention_avoided", f"{answer.total.wholly:,}", about=f"and {answer.total.partly:,} partly")
        saved = f"{percent(round(share, 1))} of what was at risk"
        figure("prevention_value", money(answer.total.value, currency), about=saved)
        cost = "not said" if answer.cost is None else money(answer.cost, currency)
        figure("prevention_cost", cost, about=_driver(found, answer))


def _driver(found: Past, answer: Replayed) -> str:
    if answer.remedy is Remedy.STOCK:
        products = count(found.products, "product")
        return f"{count(answer.size, 'unit')} of {products} for {count(found.window.days, 'day')}"
    if answer.remedy is Remedy.SOURCE:
        return f"{number(answer.total.units)} units bought there"
    return f"{number(found.ordered)} units lie {count(answer.size, 'day')} longer"


def rows(frame: Frame, found: Past, answer: Replayed) -> None:
    """Each backorder that would have been avoided, wholly or partly; a click opens it."""
    everything = st.toggle("Those that nothing would have changed, too", key="all_rows", bind="query-params")
    shown = helped(answer.outcomes, nothing=everything)
    if not shown:
        st.info("No backorder of these days would have been avoided.", icon=":material/info:")
        return
    cells = [_cells(found, one) for one in shown]
    columns = {
        "number": tables.text("Backorder", 108, pinned=True),
        "result": tables.badge("Result", {_Word(key): colour for key, colour in COLOURS.items()}, width=118),
        "saved": tables.money("Avoided value", frame.settings.currency, width=108),
        "value": tables.money("Late value", frame.settings.currency, width=100),
        "units": tables.text("Units in time", 104, "Of the late units"),
        "made": tables.date("Made on", width=96),
        "product": tables.text("Product", 210),
        "supplier": tables.text("Supplier", 160),
        "customer": tables.text("Customer", 170, "The one served first; +n: so many others"),
    }
    ids = [one.shortage.number for one in shown]
    place = tables.picked(
        cells,
        columns,
        tables.key_of("avoided", ids),
        "Backorders avoided",
        most=15,
        sheet=_sheet(found, shown),
    )
    if place is not None:
        links.open_backorder(frame, shown[place].shortage.number)


class _Word(str):
    """A result as the badge column wants its options."""

    @property
    def label(self) -> str:
        return capital(str(self))


def _cells(found: Past, one: Outcome) -> dict[str, object]:
    about = found.about[one.shortage.number]
    others = f" +{about.customers - 1}" if about.customers > 1 else ""
    return {
        "number": one.shortage.number,
        "result": [capital(one.helped.value)],
        "saved": one.value,
        "value": one.shortage.value,
        "units": f"{number(one.units)} of {number(one.shortage.units)}",
        "made": one.shortage.created_on,
        "product": about.product_name,
        "supplier": about.supplier_name,
        "customer": f"{about.customer}{others}",
    }


def _sheet(found: Past, shown: Sequence[Outcome]) -> Sheet:
    name = f"prevention-{found.window.since}-{found.window.until}"
    return Sheet(name, COLUMNS, lambda: [_line(found, one) for one in shown], ("Late value", "Avoided value"))


def _line(found: Past, one: Outcome) -> tuple[Cell, ...]:
    about, short = found.about[one.shortage.number], one.shortage
    return (
        *(short.number, short.created_on, about.product_name, about.supplier_name, about.customer),
        *(short.units, short.value, one.units, one.value, one.helped.value),
    )


def frontier(frame: Frame, found: Past, chosen: Choice) -> None:
    """What more of the remedy avoids: only sizes that avoid more than every cheaper one."""
    steps = prevention.frontier(found, chosen.remedy)
    if not steps:
        st.info("No size of this remedy would have avoided anything.", icon=":material/info:")
        return
    label = SIZES[chosen.remedy][0]
    st.caption(
        f"{label}: avoided revenue at risk of backorders made {day(found.window.since)} to "
        f"{day(found.window.last)}, as known on {day(frame.as_of)}. Cheapest first; a size that avoids no "
        "more than a cheaper one is left out."
    )
    bars = [_bar(frame, found, chosen, one) for one in steps]
    alt = "; ".join(f"{bar.label}: {bar.figures}" for bar in bars)
    head = (label, "Avoided value", "Avoided wholly", "Avoided partly", "Cost")
    rows = [
        (
            one.size,
            one.value,
            one.wholly,
            one.partly,
            prevention.cost(found, chosen.remedy, one, chosen.price),
        )
        for one in steps
    ]
    sheet = Sheet(files.named("What more avoids"), head, lambda: rows, ("Avoided value", "Cost"))
    charts.clicked(bars, f"frontier_{chosen.remedy.name}", alt, sheet)


def _bar(frame: Frame, found: Past, chosen: Choice, one: Total) -> Bar:
    currency = frame.settings.currency
    share = percent(round(one.value * 100 / found.value, 1))
    cost = prevention.cost(found, chosen.remedy, one, chosen.price)
    paid = "" if cost is None else f" · costs {money(cost, currency)}"
    said = f"{money(one.value, currency)} · {share} · {count(one.wholly, 'backorder')} wholly{paid}"
    unit = "unit" if chosen.remedy is Remedy.STOCK else "day"
    return Bar("supplier", count(one.size, unit), int(one.value), said)


def products(frame: Frame, found: Past, answer: Replayed) -> None:
    """The same by product: where the remedy avoids most."""
    by_product: dict[str, list[Outcome]] = {}
    for one in answer.outcomes:
        if one.shortage.late:
            by_product.setdefault(one.shortage.product, []).append(one)
    cells = [
        {
            "product": f"{code} {found.about[some[0].shortage.number].product_name}",
            "late": len(some),
            "wholly": sum(one.helped is Helped.WHOLLY for one in some),
            "partly": sum(one.helped is Helped.PARTLY for one in some),
            "saved": sum((one.value for one in some), Decimal(0)),
            "value": sum((one.shortage.value for one in some), Decimal(0)),
        }
        for code, some in by_product.items()
    ]
    columns = {
        "product": tables.text("Product", 300, pinned=True),
        "saved": tables.money("Avoided value", frame.settings.currency),
        "value": tables.money("Late value", frame.settings.currency),
        "late": tables.number("With late units", [0], width=110),
        "wholly": tables.number("Avoided wholly", [0], width=110),
        "partly": tables.number("Partly", [0], width=80),
    }
    ordered = sorted(cells, key=lambda cell: (-Decimal(str(cell["saved"])), str(cell["product"])))
    if not ordered:
        st.caption("No product was late.")
        return
    tables.show(ordered, columns, "Avoided by product", most=15)
