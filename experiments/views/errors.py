"""Pages for what went wrong, in the look and language of the rest."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve

from experiments.views import reporting


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a page of the report form again with all that was typed; else tell what to do.

    Nothing is saved: the answers may come from another site. Whoever has the page before them sees
    what they would save, and presses the button.
    """
    match = resolve(request.path_info)
    if match.view_name == "reporting:step":
        with suppress(Http404):
            page = reporting.shown_again(request, **match.kwargs)
            page.status_code = 403
            return page
    return render(request, "403_csrf.html", status=403)
