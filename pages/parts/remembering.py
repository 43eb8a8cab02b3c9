"""Results that are remembered: nobody changes them, so they are handed out as they are and never copied.

Looked up by equality: Streamlit's cache hashes the arguments anew at each look, and a run of a page looks
some dozen times.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from inspect import signature
from threading import Lock
from typing import Any, ParamSpec, TypeVar

import streamlit as st

P = ParamSpec("P")
T = TypeVar("T")
_ALL: list[_Answers] = []


class _Answer:
    """One answer, or the place where it will be: whoever asks for it meanwhile waits."""

    __slots__ = ("known", "making", "value")

    def __init__(self) -> None:
        self.making = Lock()
        self.known = False
        self.value: Any = None


class _Answers:
    """The newest answers of one read."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._looking = Lock()
        self._kept: OrderedDict[Hashable, _Answer] = OrderedDict()
        _ALL.append(self)

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer to ``key``, made where it is not kept; whatever making it raises."""
        answer = self._place(key)
        if not answer.known:
            with answer.making:
                if not answer.known:
                    try:
                        answer.value = make()
                    except BaseException:
                        self._drop(key, answer)
                        raise
                    answer.known = True
        value: T = answer.value
        return value

    def _place(self, key: Hashable) -> _Answer:
        """Where the answer is kept; the one that nobody asked for longest gives way to a new one."""
        with self._looking:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
            while len(self._kept) >= self._most:
                self._kept.popitem(last=False)
            return self._kept.setdefault(key, _Answer())

    def _drop(self, key: Hashable, answer: _Answer) -> None:
        """Keep that place no more, unless another took it."""
        with self._looking:
            if self._kept.get(key) is answer:
                del self._kept[key]

    def clear(self) -> None:
        """Keep nothing."""
        with self._looking:
            self._kept.clear()


def remembered(most: int, spinner: str = "") -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the newest ``most`` answers of a read, by its arguments; a refusal is not kept.

    The arguments must name what the answer depends on: the store, its data version, the day. Those whose
    name begins with an underscore are none of them. One that is being made is made once, however many wait,
    and ``spinner`` is shown meanwhile.
    """

    def keep(read: Callable[P, T]) -> Callable[P, T]:
        answers = _Answers(most)
        keyed = tuple(
            place for place, name in enumerate(signature(read).parameters) if not name.startswith("_")
        )

        @wraps(read)
        def answered(*given: P.args, **named: P.kwargs) -> T:
            key = (*(given[place] for place in keyed if place < len(given)), *sorted(named.items()))
            return answers.of(key, lambda: _made(read, spinner, *given, **named))

        return answered

    return keep


def _made(read: Callable[P, T], spinner: str, *given: P.args, **named: P.kwargs) -> T:
    if not spinner:
        return read(*given, **named)
    with st.spinner(spinner):
        return read(*given, **named)


def drawn_once(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the newest ``most`` figures by what they show: putting one together takes longer than a query.

    What they show are values and sequences of them. Nobody changes a figure that was drawn.
    """

    def keep(draw: Callable[P, T]) -> Callable[P, T]:
        answers = _Answers(most)

        @wraps(draw)
        def figure(*given: P.args, **named: P.kwargs) -> T:
            key = (_as_key(given), *((name, _as_key(value)) for name, value in sorted(named.items())))
            return answers.of(key, lambda: draw(*given, **named))

        return figure

    return keep


def _as_key(value: Any) -> Hashable:
    if isinstance(value, (list, tuple)):
        return tuple(map(_as_key, value))
    if isinstance(value, set):
        return frozenset(value)
    kept: Hashable = value
    return kept


def forget() -> None:
    """Forget every answer."""
    for answers in _ALL:
        answers.clear()
