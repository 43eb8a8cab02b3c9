"""Long runs that prove what the documents promise: ``make soak``; each records its figure when it holds."""
