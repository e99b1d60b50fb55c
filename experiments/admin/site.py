"""The admin's front door: its name, its menu and its first page."""

from typing import Any, Final, cast

from allauth.account.utils import perform_login
from django.contrib import admin
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from experiments.admin.desk import desk_of
from experiments.forms.sign_in import StaffForm

MENU: Final = ("Report", "AwardRound", "Agency", "User", "Group")


class StaffLoginView(LoginView):
    """Takes the password and goes on to the second factor, where there is one."""

    authentication_form = StaffForm
    template_name = "admin/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        return perform_login(self.request, form.get_user(), redirect_url=self.get_success_url())


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

    @method_decorator(never_cache)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for the password, then for the second factor.

        Django's own signs in by the password alone, and only afterwards could more be asked.
        """
        index = reverse("admin:index", current_app=self.name)
        if request.method == "GET" and self.has_permission(request):
            return redirect(index)
        context = self.each_context(request) | {
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        view = StaffLoginView.as_view(extra_context=context, next_page=index)
        return cast(HttpResponse, view(request))

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
