"""HiGHS for sourcing plans where exact search alone takes too long: it says which options to use.

What it says is only where the exact search goes on from (``domain/fixed_charge.Searched``): quantities and
costs are worked out again in integers, so its floating point decides nothing.
"""

from __future__ import annotations

import highspy
import numpy as np

from backorder_core.domain.fixed_charge import Charges

SECONDS = 1.0
LARGEST_COST = 1e6
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "time_limit": SECONDS,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
}


def suggest(charges: Charges) -> list[int] | None:
    """The options that the best plan uses at these prices, by their place; None where HiGHS finds no plan."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(charges))
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    count = len(charges.most)
    paid = solver.getSolution().col_value[count:]
    return [at for at in range(count) if paid[at] > 0.5]


def _model(charges: Charges) -> highspy.HighsLp:
    """Shares of what every option can give, 0 to 1, and whether its fixed cost is paid, 0 or 1."""
    count = len(charges.most)
    costs = [each * most for each, most in zip(charges.each, charges.most, strict=True)]
    largest = max(*costs, *charges.fixed)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = 2 * count, count + 1
    model.col_cost_ = np.array([LARGEST_COST * (cost / largest) for cost in [*costs, *charges.fixed]])
    model.col_lower_, model.col_upper_ = np.zeros(2 * count), np.ones(2 * count)
    model.integrality_ = [highspy.HighsVarType.kContinuous] * count + [highspy.HighsVarType.kInteger] * count
    # The first row fills the need; every other one takes from an option only what is paid for.
    model.row_lower_ = np.concatenate([[1.0], np.full(count, -highspy.kHighsInf)])
    model.row_upper_ = np.concatenate([[1.0], np.zeros(count)])
    shares = np.array([most / charges.need for most in charges.most])
    places = np.arange(count, dtype=np.int32) + 1
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate([2 * places - 2, 2 * count + places - 1, [3 * count]])
    model.a_matrix_.index_ = np.concatenate([np.stack([0 * places, places], axis=1).ravel(), places])
    model.a_matrix_.value_ = np.concatenate(
        [np.stack([shares, np.ones(count)], axis=1).ravel(), -np.ones(count)]
    )
    return model
