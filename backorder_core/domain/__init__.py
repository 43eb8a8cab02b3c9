"""Pure rules about backorders: standard library and pydantic, no I/O, no clock, no SQL."""
