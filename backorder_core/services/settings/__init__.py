"""Settings: changed as a whole, in versions, with their effect seen first (chapter, Settings Management)."""

from backorder_core.services.settings.changing import (
    Saved,
    Version,
    confirm_thresholds,
    history,
    restore,
    save,
    waiting_proposal,
    withdraw_thresholds,
)
from backorder_core.services.settings.comparing import Difference, differences, named, said
from backorder_core.services.settings.effects import Effect, Move, effect
from backorder_core.services.settings.files import from_toml, to_toml, validated

__all__ = [
    "Difference",
    "Effect",
    "Move",
    "Saved",
    "Version",
    "confirm_thresholds",
    "differences",
    "effect",
    "from_toml",
    "history",
    "named",
    "restore",
    "said",
    "save",
    "to_toml",
    "validated",
    "waiting_proposal",
    "withdraw_thresholds",
]
