"""Somebody who uses no mouse: everything is reached by Tab and worked by keys."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 150  # more presses of Tab than any page has stops

# The control that has the focus; a card draws the ring around itself instead of around its link.
_LOOK = """() => {
    const control = document.activeElement;
    const ringed = [control, control.closest(".card")].some(element => {
        const style = element && getComputedStyle(element);
        return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1;
    });
    const box = control.getBoundingClientRect();
    const isDown = box.bottom > 0 && box.top < innerHeight;
    const isAcross = box.right > 0 && box.left < innerWidth;
    return {
        id: control.id,
        kind: control.type || control.localName,
        name: control.name || "",
        value: control.value || "",
        text: (control.labels?.[0] ?? control).innerText?.trim() || control.value || "",
        isSeen: control !== document.body && ringed && isDown && isAcross,
    };
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """What has the focus after a press of Tab."""

    id: str
    kind: str
    name: str
    value: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name or self.id} “{self.text}”"


class Keyboard:
    """Presses keys, and insists that the focus is seen wherever it goes."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab(self) -> Stop:
        """Go to the next stop, whose focus must be visible and inside the window."""
        self.page.keyboard.press("Tab")
        seen = self.page.evaluate(_LOOK)
        is_seen = seen.pop("isSeen")
        stop = Stop(**seen)
        assert is_seen, f"{self.page.url}: the focus on {stop} is not visible"
        return stop

    def tab_to(self, text: str) -> Stop:
        """Press Tab until the link or button with this text has the focus."""
        stops = []
        while len(stops) < MOST_STOPS:
            stops.append(self.tab())
            if stops[-1].text == text:
                return stops[-1]
        raise AssertionError(f"Tab does not reach “{text}”, only:\n" + "\n".join(map(str, stops)))

    def press(self, text: str, key: str = "Enter") -> None:
        """Go to the link or button and press it; it must lead to another page."""
        self.tab_to(text)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def fill_in(self, answers: dict[str, Any], *, until: str) -> None:
        """Answer at each stop what it asks, up to the button; every answer must find its stop."""
        left = dict(answers)
        while (stop := self.tab()).text != until:
            if stop.name in left and self._answer(stop, left[stop.name]):
                del left[stop.name]
        assert not left, f"Tab did not reach {', '.join(left)}"

    def _answer(self, stop: Stop, answer: Any) -> bool:
        """Type or choose at this stop; return whether the question is answered with it."""
        match stop.kind:
            case "radio":
                self._choose(stop.name, answer)
            case "checkbox":
                return self._tick(stop, answer)
            case "select-one":
                # As people do: typing the beginning of a choice finds it.
                self.page.keyboard.type(self._choice(stop.id, answer))
            case _:
                self.page.keyboard.press("Control+A")
                self.page.keyboard.type(answer)
        return True

    def _choose(self, name: str, value: str) -> None:
        """Take the first of the radio buttons with Space, and go on to the wanted one by arrows."""
        self.page.keyboard.press("Space")
        chosen = self.page.locator(f'[name="{name}"]:checked')
        for _ in range(10):
            if chosen.get_attribute("value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrow keys do not reach {name} = {value}")

    def _tick(self, stop: Stop, wanted: str | list[str]) -> bool:
        values = [wanted] if isinstance(wanted, str) else wanted
        if stop.value in values:
            self.page.keyboard.press("Space")
        return stop.value == values[-1]

    def _choice(self, select: str, value: str) -> str:
        return self.page.locator(f'#{select} option[value="{value}"]').inner_text()
