"""The addresses of the public side, a namespace for each views file."""

from allauth.account import views as allauth
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from experiments.views import (
    awards,
    following,
    gallery,
    mine,
    pages,
    reporting,
    resuming,
    sending,
    sign_in,
)

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
    path(_("report/follow/"), following.follow, name="follow"),
    path(_("report/continue/<str:secret>/"), resuming.resume, name="resume"),
    path(_("report/<uuid:key>/step-<int:number>/"), reporting.step, name="step"),
    path(_("report/<uuid:key>/step-<int:number>/draft/"), reporting.autosave, name="autosave"),
    path(_("report/<uuid:key>/later/"), resuming.later, name="later"),
    path(_("report/<uuid:key>/check/"), sending.check, name="check"),
    path(_("report/<uuid:key>/received/"), sending.receipt, name="receipt"),
]

mine_urls = [
    path(_("mine/"), mine.reports, name="list"),
    path(_("mine/<uuid:key>/stage/"), mine.stage, name="stage"),
    path(_("mine/<uuid:key>/withdraw/"), mine.withdraw, name="withdraw"),
    path(_("mine/<uuid:key>/delete/"), mine.delete, name="delete"),
]

# Without a namespace, under the names by which allauth looks for its pages. Of allauth's own list
# only these are there: no page to sign up, to set a password or to change the address.
account_urls = [
    *(
        path(_("sign-in/"), sign_in.AskForCodeView.as_view(), name=name)
        for name in ("account_request_login_code", "account_signup", "account_login")
    ),
    path(_("sign-in/code/"), sign_in.EnterCodeView.as_view(), name="account_confirm_login_code"),
    path(_("sign-in/closed/"), never_cache(allauth.account_inactive), name="account_inactive"),
    path(_("sign-in/again/"), never_cache(allauth.reauthenticate), name="account_reauthenticate"),
    path(_("sign-out/"), never_cache(allauth.logout), name="account_logout"),
    path(_("second-factor/picture.svg"), sign_in.app_picture, name="app_picture"),
    path(_("second-factor/"), include("allauth.mfa.urls")),
]

urlpatterns = [
    path("", include((pages_urls, "pages"))),
    path("", include((gallery_urls, "gallery"))),
    path("", include((award_urls, "award"))),
    path("", include((reporting_urls, "reporting"))),
    path("", include((mine_urls, "mine"))),
    *account_urls,
]
