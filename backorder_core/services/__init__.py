"""Use-cases: gather what the store knows, decide with the domain, write everything in one transaction."""
