"""The guard of every use-case: whoever calls it, through whatever door, must be allowed to."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from backorder_core.domain.access import Permission, require

P = ParamSpec("P")
T = TypeVar("T")
ACTOR = "actor"


def permitted(*permissions: Permission) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A use-case whose ``actor`` needs one of the permissions; ``NotAllowed`` where they have none."""

    def guard(use_case: Callable[P, T]) -> Callable[P, T]:
        signature = inspect.signature(use_case)
        if ACTOR not in signature.parameters:
            raise TypeError(f"{use_case.__qualname__} has no actor to guard")

        @wraps(use_case)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            require(signature.bind(*args, **kwargs).arguments[ACTOR], *permissions)
            return use_case(*args, **kwargs)

        guarded.__dict__["permissions"] = permissions
        return guarded

    return guard
