"""The URL map: each language has its own addresses, whose words are translated with the texts."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from experiments.views import errors, pages

urlpatterns = [
    path("", pages.choose_language),
    path("healthz", pages.health),
    *i18n_patterns(
        path("", include("experiments.urls")),
        path("admin/", admin.site.urls),
    ),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
