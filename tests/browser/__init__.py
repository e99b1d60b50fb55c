"""Tests that use the service in a real browser, as people do."""

import shutil


def find_chromium() -> str | None:
    """Return the path of the installed browser; one of Playwright's own is never downloaded."""
    return shutil.which("chromium") or shutil.which("/usr/bin/chromium")
