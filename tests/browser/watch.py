"""Notices what a browser would only whisper to its developer tools."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

SERVER_ERROR, CLIENT_ERROR = 500, 400


class Watch:
    """Collects faults; that a page (not a file) answers 4xx is left to the test."""

    def __init__(self, own_address: str) -> None:
        self.harmless = (f"{own_address}/", "data:", "blob:", "about:")
        self.faults: list[str] = []

    def over(self, context: BrowserContext) -> BrowserContext:
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("requestfailed", self._on_request_failed)
        return context

    def forgive(self, text: str) -> None:
        """Take back the faults with this text, which the test brought about on purpose.

        Fails if there are none.
        """
        kept = [fault for fault in self.faults if text not in fault]
        assert len(kept) < len(self.faults), f"The browser did not report: {text}"
        self.faults = kept

    def _on_console(self, message: ConsoleMessage) -> None:
        # Content-Security-Policy violations arrive here; answers of 4xx and 5xx also below.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            place = message.location
            self.faults.append(f"console: {place['url']}:{place['lineNumber']}: {message.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith(self.harmless):
            self.faults.append(f"request to another host: {request.url}")

    def _on_response(self, response: Response) -> None:
        allowed_below = SERVER_ERROR if response.request.is_navigation_request() else CLIENT_ERROR
        if response.status >= allowed_below:
            self.faults.append(f"HTTP {response.status}: {response.request.method} {response.url}")

    def _on_request_failed(self, request: Request) -> None:
        # A browser that moves on, or saves a download, aborts the request itself.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"request failed, {request.failure}: {request.url}")
