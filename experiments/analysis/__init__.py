"""Read-only computation; returns frozen dataclasses and knows no request."""
