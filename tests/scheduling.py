"""Which worker runs which file of tests, also where a worker dies in the midst of one."""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController


class Files(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """A file of tests for one worker, as ``--dist loadfile`` has it; a worker's death is one failure.

    What xdist hands on of a dead worker begins with the files that it had finished, which give the next
    worker nothing to do, or is a single test, which a worker does not begin before it knows what comes after
    it: both wait until somebody stops the run. Here only what is left is handed on, without the test that the
    worker died of, until the next one can begin.
    """

    def remove_node(self, node: WorkerController) -> str | None:
        """Take a worker out; the test that it died of, None where it had nothing left to do."""
        work = self.assigned_work.pop(node)
        left: list[tuple[dict[str, bool], str]] = [
            (unit, test) for unit in work.values() for test, done in unit.items() if not done
        ]
        if not left:
            return None
        unit, died_of = left[0]
        unit[died_of] = True
        self.workqueue.update({scope: unit for scope, unit in work.items() if not all(unit.values())})
        for other in self.assigned_work:
            self._reschedule(other)
        return died_of

    def _reschedule(self, node: WorkerController) -> None:
        super()._reschedule(node)
        while not node.shutting_down and self._pending_of(self.assigned_work[node]) < 2:
            super()._reschedule(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Files | None:
    """Ours for ``--dist loadfile``."""
    return Files(config, log) if config.getvalue("dist") == "loadfile" else None
