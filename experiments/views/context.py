"""What every template may print: the owner's facts, and this page in the other languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override

IN_ITS_OWN_WORDS = {"fi": "Suomeksi", "sv": "På svenska", "en": "In English"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in one language."""

    code: str
    name: str
    url: str
    is_current: bool

    @property
    def absolute_url(self) -> str:
        return f"{settings.SERVICE_URL}{self.url}"


def owner_facts(_request: HttpRequest) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "owner": {
            key: value[language] if isinstance(value, dict) else value
            for key, value in settings.OWNER.items()
        },
        "is_demo": settings.DEMO,
    }


def languages(request: HttpRequest) -> dict[str, Any]:
    current = get_language() or settings.LANGUAGE_CODE
    links = [
        LanguageLink(code, name, _in_language(request, code), code == current)
        for code, name in IN_ITS_OWN_WORDS.items()
    ]
    return {"language_links": links}


def _in_language(request: HttpRequest, code: str) -> str:
    """Return this page's address in the language; the front page's where there is no such page."""
    here = request.get_full_path()
    there = translate_url(here, code)
    if request.resolver_match is None or (there == here and code != get_language()):
        with override(code):
            return reverse("pages:front")
    return there
