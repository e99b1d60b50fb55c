"""The gallery of published reports, their pages and their pictures."""

from typing import Final

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from experiments.forms.gallery import GalleryForm
from experiments.models import Nomination, Picture, Report
from experiments.views.opened import opened_keys

PER_PAGE: Final = 24


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    form = GalleryForm(request.GET)
    published = Report.objects.published()
    pages = Paginator(form.narrowed(published).for_cards(), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "page_numbers": pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "facets": form.facets(published),
        "agencies": form.agencies(published),
        "chips": form.chips(),
    }
    return render(request, "gallery/gallery.html", context)


@require_safe
def report(request: HttpRequest, number: int, words: str = "") -> HttpResponse:
    """Show a report; the number decides, and wrong words lead to the right address."""
    report = get_object_or_404(Report.objects.published().for_story(), pk=number)
    if request.path != report.get_absolute_url():
        return redirect(report, permanent=True)
    nominations = Nomination.objects.announced().filter(report=report).for_cards()
    return render(request, "gallery/report.html", {"report": report, "nominations": nominations})


@require_safe
def picture(request: HttpRequest, number: int) -> HttpResponseBase:
    """Send a picture: of a published report to all, else to handlers and who is writing it."""
    visible = Picture.objects.visible_to(request.user, opened=opened_keys(request))
    picture = get_object_or_404(visible, pk=number)
    response = FileResponse(picture.image.open(), content_type="image/webp")
    patch_cache_control(response, private=True, max_age=3600)
    return response
