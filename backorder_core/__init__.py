"""Backorder Command Centre: every rule, every query and every use-case, free of any screen."""
