"""Telling that something was done too often, and when to try again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext


def wait_text(minutes: int) -> str:
    """Return the words for having to wait so many minutes."""
    return ngettext(
        "Too many attempts. Wait %(minutes)d minute.",
        "Too many attempts. Wait %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def too_many(request: HttpRequest, minutes: int) -> HttpResponse:
    """Answer 429 with a page that says when to try again."""
    response = render(request, "429.html", {"text": wait_text(minutes)}, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response
