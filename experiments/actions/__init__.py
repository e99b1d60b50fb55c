"""Every state change of more than one row: keyword-only, atomic, logged."""
