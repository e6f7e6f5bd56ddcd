"""Documents from people -> records."""
