"""What machines ask beside the app: health, imports, backorders, reports; off where no token was made."""

from backorder_core.api.routing import routes

__all__ = ["routes"]
