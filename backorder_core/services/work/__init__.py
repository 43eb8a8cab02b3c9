"""What people do about one backorder or several, one use-case each (chapter, Backorder Management)."""
