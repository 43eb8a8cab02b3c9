"""Plots say what they show: order, marks beyond the limits, figures in the cells, cumulative shares."""

from __future__ import annotations

from decimal import Decimal

from pages.parts import charts, plots
from pages.parts.charts import COLOURS, Bar
from pages.parts.plots import Point, Span

BARS = [Bar("supplier", "Supplier delay", 5, "5"), Bar("quality", "Quality issue", 2, "2")]


def test_only_points_beyond_a_limit_are_marked() -> None:
    points = [Point("Jan", 4, 1, 9), Point("Feb", 10, 1, 9), Point("Mar", 0, 1, 9), Point("Apr", None, 1, 9)]
    assert [point.outside for point in points] == [False, True, True, False]
    drawn = plots.line(points, "backorders", 5.0).data
    assert [trace.mode for trace in drawn] == ["lines", "lines", "lines+markers+text"]
    assert list(drawn[-1].marker.symbol) == ["circle", "diamond", "diamond", "circle"]
    assert list(drawn[-1].text) == ["4", "10", "0", ""]


def test_a_line_without_limits_has_none() -> None:
    assert len(plots.line([Point("Jan", 4), Point("Feb", 5)], "days").data) == 1


def test_a_heat_map_writes_its_numbers_into_the_cells_and_leaves_empty_ones_blank() -> None:
    cells, clicks = plots.heat(["Global", "Apex"], ["Quality", "Demand"], [[3, 0], [1, 1200]]).data
    assert [list(row) for row in cells.z] == [[3, 0], [1, 1200]]
    assert list(zip(clicks.y, clicks.x, clicks.text, strict=True)) == [
        ("Global", "Quality", "3"),
        ("Apex", "Quality", "1"),
        ("Apex", "Demand", "1,200"),
    ]
    assert plots.heat(["Global"], ["Quality"], [[3]]).layout.yaxis.autorange == "reversed"
    assert plots.heat(["Global"], ["Quality"], [[0]]).data[0].zmax == 1


def test_a_pareto_keeps_colours_and_order_and_draws_the_cumulative_share() -> None:
    figure = plots.pareto(BARS, [Decimal("71.4"), Decimal("100.0")], {"quality"})
    bars, line = figure.data
    assert list(figure.layout.yaxis.categoryarray) == ["Quality issue", "Supplier delay"]
    assert list(bars.marker.color) == [COLOURS["supplier"], COLOURS["quality"]]
    assert list(bars.marker.opacity) == [1, plots.FADED]
    assert list(line.x) == [71.4, 100.0]
    assert len(plots.pareto(BARS, []).data) == 1
    assert plots.pareto([], []).layout.height > 0


def test_intervals_reach_from_their_low_to_their_high_end() -> None:
    (drawn,) = plots.intervals([Span("PO-1", 2, 5, 9, "5 (2 to 9)")], "days").data
    assert (drawn.error_x.arrayminus[0], drawn.error_x.array[0]) == (3, 4)


def test_the_camera_keeps_a_picture_under_the_name_of_the_plot() -> None:
    kept = charts.config("causes-2025-01-28", "png")["toImageButtonOptions"]
    assert (kept["filename"], kept["format"]) == ("causes-2025-01-28", "png")
