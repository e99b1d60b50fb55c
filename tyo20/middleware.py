"""What every request passes before Django reads it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refuse_foreign_encodings(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to a body that says it is anything else than UTF-8.

    Every page here is UTF-8 and so is every form a browser sends from it. Django refuses another
    encoding only when the body is first read, which is inside its CSRF check and ends in a 500.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        declared = (request.content_params or {}).get("charset", "utf-8").strip("\"'").lower()
        if declared not in {"utf-8", "utf8"}:
            request.encoding = "utf-8"
            return render(request, "400.html", status=400)
        return get_response(request)

    return middleware
