"""One file per group of pages; function views."""
