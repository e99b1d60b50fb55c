"""Looks at pages as WCAG 2.2 asks, in a wide and in a narrow window."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG_22_AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
# 320 px is what is left of a window of 1280 px at 400 % (WCAG 1.4.10).
WIDTHS = (1280, 320)
HEIGHT = 900
# How wide the page is, and what sticks out of its window, to find the cause.
_OVERFLOW = """() => {
    const page = document.documentElement;
    const sticksOut = element => {
        const box = element.getBoundingClientRect();
        const isOpen = getComputedStyle(element).overflowX === "visible";
        const right = isOpen ? Math.max(box.right, box.left + element.scrollWidth) : box.right;
        return right > page.clientWidth + 1;
    };
    const culprits = [...document.body.querySelectorAll("*")]
        .filter(element => sticksOut(element) && ![...element.children].some(sticksOut))
        .map(element => element.cloneNode(false).outerHTML);
    return { width: page.scrollWidth, isTooWide: page.scrollWidth > page.clientWidth, culprits };
}"""


class Inspection:
    """Gathers all that is wrong with the pages it is shown, each named for the report."""

    def __init__(self, page: Page, language: str, rules: dict[str, Any]) -> None:
        self.page = page
        self.language = language
        self.rules = rules
        self.faults: list[str] = []

    def look(self, name: str) -> None:
        """Inspect the page that is open, in both widths."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            faults = [*self._against_wcag(), *self._sideways()]
            self.faults += [f"{name}, {self.language}, {width} px: {fault}" for fault in faults]

    def _against_wcag(self) -> list[str]:
        options = {
            "runOnly": self.rules,
            "resultTypes": ["violations"],
            # Would write style sheets into the page, which its Content-Security-Policy forbids.
            "preload": False,
        }
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        return [
            f"{rule['id']}: {rule['help']}\n    {node['target']}\n    {node['html']}"
            for rule in self.page.evaluate("options => axe.run(options)", options)["violations"]
            for node in rule["nodes"]
        ]

    def _sideways(self) -> list[str]:
        page = self.page.evaluate(_OVERFLOW)
        causes = "".join(f"\n    {tag}" for tag in page["culprits"])
        return [f"scrolls sideways, {page['width']} px{causes}"] if page["isTooWide"] else []


@contextmanager
def inspected(
    page: Page, language: str, *, rules: dict[str, Any] = WCAG_22_AA
) -> Iterator[Inspection]:
    """Fail at the end if anything was wrong with the pages that were looked at."""
    inspection = Inspection(page, language, rules)
    yield inspection
    if inspection.faults:
        pytest.fail("\n".join(inspection.faults), pytrace=False)
