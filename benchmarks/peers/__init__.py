"""The same questions to the same rows, asked of this app's core and written plainly for others."""
