"""The admin's front door: its name, its menu and its first page."""

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse_lazy
from django.utils.translation import gettext_lazy as _

from experiments.admin.desk import desk_of

MENU: Final = ("Report", "AwardRound", "Agency", "User", "Group")


class StaffSite(admin.AdminSite):
    site_title = site_header = _("Work 2.0")
    index_title = _("For staff")
    site_url = reverse_lazy("pages:front")  # type: ignore[assignment]  # the stubs know no lazy text
    enable_nav_sidebar = False  # the menu is in the header: templates/admin/base_site.html

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002  (Django's signature)
        """Let no browser or proxy keep any page behind the sign-in."""
        return super().admin_view(view, cacheable=False)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out the redirect from any object to its public page.

        It would answer for drafts too, and the address it leads to holds the title.
        """
        return [
            pattern
            for pattern in super().get_urls()
            if not (isinstance(pattern, URLPattern) and pattern.name == "view_on_site")
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return what this person may open, in the order of MENU; what is not there comes last."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=_place)
        return sorted(apps, key=lambda app: _place(app["models"][0]))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits for this person above the list of what they may open."""
        return super().index(request, {"desk": desk_of(request.user), **(extra_context or {})})


def _place(model: dict[str, Any]) -> int:
    name = model["object_name"]
    return MENU.index(name) if name in MENU else len(MENU)
