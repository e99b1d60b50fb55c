"""The addresses of the public side, a namespace for each views file."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from experiments.views import awards, gallery, pages, reporting, resuming

pages_urls = [
    path("", pages.front, name="front"),
    *(
        path(address, pages.information, {"page": page}, name=page)
        for page, address in {
            "about": _("about/"),
            "accessibility": _("accessibility/"),
            "privacy": _("privacy/"),
            "publicity": _("document-publicity/"),
        }.items()
    ),
]

gallery_urls = [
    path(_("experiments/"), gallery.gallery, name="list"),
    path(_("experiments/<int:number>-<slug:words>/"), gallery.report, name="report"),
    path(_("experiments/<int:number>/"), gallery.report, name="short"),
    path("pictures/<int:number>.webp", gallery.picture, name="picture"),
    path("pictures/<int:number>-<str:rendition>", gallery.picture, name="rendition"),
]

award_urls = [
    path(_("award/"), awards.award, name="latest"),
    path(_("award/<int:year>/"), awards.award, name="round"),
]

reporting_urls = [
    path(_("report/"), reporting.choose, name="choose"),
    path(_("report/experiment/"), reporting.start, {"kind": "experiment"}, name="experiment"),
    path(_("report/revelation/"), reporting.start, {"kind": "revelation"}, name="revelation"),
    path(_("report/continue/<str:secret>/"), resuming.resume, name="resume"),
    path(_("report/<uuid:key>/step-<int:number>/"), reporting.step, name="step"),
    path(_("report/<uuid:key>/step-<int:number>/draft/"), reporting.autosave, name="autosave"),
    path(_("report/<uuid:key>/later/"), resuming.later, name="later"),
    path(_("report/<uuid:key>/check/"), reporting.check, name="check"),
    path(_("report/<uuid:key>/received/"), reporting.receipt, name="receipt"),
]

urlpatterns = [
    path("", include((pages_urls, "pages"))),
    path("", include((gallery_urls, "gallery"))),
    path("", include((award_urls, "award"))),
    path("", include((reporting_urls, "reporting"))),
]
