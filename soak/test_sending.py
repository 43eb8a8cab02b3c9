"""Hundreds of kills around sending."""

from __future__ import annotations

import random
from pathlib import Path

from soak.conftest import Figures, Scale
from tests.delivery.conftest import Clock, Mailbox
from tests.reliability import sending


def test_kills_around_sending(
    tmp_path: Path, mailbox: Mailbox, clock: Clock, scale: Scale, figures: Figures
) -> None:
    wanted = scale(200)
    backorders = 2 * wanted + 4
    post = sending.Post(tmp_path / "store.duckdb", mailbox, clock, random.Random(11))
    post.with_store(lambda store: sending.to_be_told(store, tmp_path, mailbox, backorders))
    while post.kills < wanted:
        assert post.left(), f"everything was sent after {post.kills} kills"
        post.kill()
        print(f"{post.kills} kills, {post.left()} left", flush=True)
    post.finish()
    copies = post.prove(backorders)
    assert copies <= post.kills
    mails = backorders * len(sending.READERS)
    figures(
        "kill -9 around sending",
        f"{post.kills} kills, {mails:,} mails, none missing, {copies} came again under the same Message-ID, "
        f"each exactly once in its inbox; {post.dead} were given up after eight tries and sent by hand",
    )
