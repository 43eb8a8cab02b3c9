"""Foreign text on its way into widgets that read markdown: shown letter by letter, never obeyed."""

from __future__ import annotations

import re

PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
JOINER = "\u2060"
LIVE = re.compile(r"(?i)(:(?=[a-z0-9+_/])|www(?=\.)|@)")
BREAKS = re.compile(r"\s+")


def safe(text: object) -> str:
    """Text that came from a file, a person or the store, harmless wherever markdown is read.

    Punctuation is escaped, line breaks become spaces, and an invisible joiner keeps addresses and ``:icon:``
    words from becoming links and pictures.
    """
    plain = BREAKS.sub(" ", str(text)).strip()
    return PUNCTUATION.sub(r"\\\1", LIVE.sub(lambda found: found[0] + JOINER, plain))
