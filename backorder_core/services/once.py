"""Do a use-case once, however often its form is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from backorder_core.domain.errors import Conflict
from backorder_core.store import Store, Writer


def once(store: Store, key: str | None, request: object, work: Callable[[Writer], str]) -> str:
    """The answer of ``work``, done in one transaction; the same key and request again give the first answer.

    ``request`` must have a telling ``repr``. Raises ``Conflict`` where the key was used for something else.
    """
    if key is None:
        return store.write(work)
    digest = hashlib.sha256(repr(request).encode()).hexdigest()

    def guarded(writer: Writer) -> str:
        earlier = writer.one("find_command", key=key)
        if earlier is not None:
            if earlier[0] != digest:
                raise Conflict("This form was already sent with other entries: reload it and send it again.")
            return str(earlier[1])
        answer = work(writer)
        writer.run("insert_command", key=key, request_hash=digest, answer=answer, now=writer.now)
        return answer

    return store.write(guarded)
