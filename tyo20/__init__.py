"""The project: settings, addresses, formats. Nothing about experiments."""
