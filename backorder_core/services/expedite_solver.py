"""HiGHS chooses what to expedite: at most one offer for each backorder, all of them within the budget.

Its floating point decides nothing about money: what it chooses is summed up again in decimals, and where a
rounding let it spend too much, it is asked again with a cent less.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import highspy
import numpy as np

from backorder_core.domain.expediting import Candidate, total
from backorder_core.domain.values import CENT
from backorder_core.services.sourcing_solver import OPTIONS


def choose(candidates: Sequence[Candidate], budget: Decimal) -> tuple[Candidate, ...]:
    """The candidates that protect the most within the budget, in the order given."""
    useful = [one for one in candidates if one.protected > 0 and one.cost <= budget]
    left = budget
    while useful and left >= 0:
        chosen = _solved(useful, left)
        if total(chosen, "cost") <= budget:
            return chosen
        left -= CENT
    return ()


def _solved(candidates: Sequence[Candidate], budget: Decimal) -> tuple[Candidate, ...]:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(candidates, budget))
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return ()
    taken = solver.getSolution().col_value
    return tuple(one for one, share in zip(candidates, taken, strict=True) if share > 0.5)


def _model(candidates: Sequence[Candidate], budget: Decimal) -> highspy.HighsLp:
    """One binary a candidate; a row for the budget in cents, and one for each backorder."""
    count, numbers = len(candidates), sorted({one.number for one in candidates})
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, 1 + len(numbers)
    model.sense_ = highspy.ObjSense.kMaximize
    most = max(float(one.protected) for one in candidates)
    model.col_cost_ = np.array([1e6 * float(one.protected) / most for one in candidates])
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    model.row_lower_ = np.full(1 + len(numbers), -highspy.kHighsInf)
    model.row_upper_ = np.array([float(budget * 100), *[1.0] * len(numbers)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, 2 * count + 1, 2, dtype=np.int32)
    rows = [(0, 1 + numbers.index(one.number)) for one in candidates]
    model.a_matrix_.index_ = np.array(rows, dtype=np.int32).ravel()
    cells = [(float(one.cost * 100), 1.0) for one in candidates]
    model.a_matrix_.value_ = np.array(cells).ravel()
    return model
