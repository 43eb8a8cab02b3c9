"""A demo company as of 2025-01-28, made from a seed and played through the same services as real data."""

from backorder_core.demo.plan import SEED
from backorder_core.demo.play import DemoSummary, build_demo

__all__ = ["SEED", "DemoSummary", "build_demo"]
