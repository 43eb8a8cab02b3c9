"""What can be refused, and in which words.

Every refusal carries one sentence that says what, where and what to do. The screen, the command line
(exit code 2) and the API (4xx) show that sentence as it is; anything that is not a ``Refusal`` is a bug.
"""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - the field's word: a refusal is an answer, not a fault
    """Base of everything the core refuses; ``str(refusal)`` is the sentence to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.places: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The sentence for people who do not run the program: without the ``places`` on its disk."""
        text = self.sentence
        for place in sorted(self.places, key=len, reverse=True):
            text = text.replace(f" {place}", "").replace(place, "…")
        return text


class InvalidInput(Refusal):
    """The input itself is wrong or ambiguous."""


class NeedsAnswer(InvalidInput):
    """The input can be read in more than one way: ``field`` names what to ask, ``choices`` the answers."""

    def __init__(self, sentence: str, field: str, choices: dict[str, str]) -> None:
        super().__init__(sentence)
        self.field = field
        self.choices = choices


class NotFound(Refusal):
    """The named thing does not exist in this store."""


class NotAllowed(Refusal):
    """This person may not do this; ``logged`` once it stands in the log."""

    logged = False


class IllegalStep(Refusal):
    """The thing exists, but not in a state from which this step can be taken."""


class Conflict(Refusal):
    """Somebody else changed it meanwhile: reload and decide again."""


class Unavailable(Refusal):
    """The store cannot be used right now: locked, read-only, newer than this program, damaged."""
