"""The gallery of published reports, their pages and their pictures."""

from typing import Final

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from experiments.forms.gallery import GalleryForm
from experiments.models import Nomination, Picture, Report
from experiments.views.opened import opened_keys

PER_PAGE: Final = 24
PUBLIC_SECONDS: Final = 3600  # an unpublished picture is gone from caches within an hour
PRIVATE_SECONDS: Final = 86_400  # only in the browser of its author or handler


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    form = GalleryForm(request.GET)
    published = Report.objects.published()
    pages = Paginator(form.ordered(published).for_cards(), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "page_numbers": pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "facets": form.facets(published),
        "agencies": form.agencies(published),
        "chips": form.chips(),
        "orders": form.orders(),
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
def picture(request: HttpRequest, number: int, rendition: str = "") -> HttpResponseBase:
    """Send a picture or a smaller copy: of a published report to all, else to who may see it.

    What is published is asked first, without a look at the session: the answer is then the same for
    everybody, and shared caches may keep it as long as a report may take to vanish.
    """
    is_public = True
    picture = Picture.objects.published().filter(pk=number).first()
    if picture is None:
        is_public = False
        visible = Picture.objects.visible_to(request.user, opened=opened_keys(request))
        picture = get_object_or_404(visible, pk=number)
    name = picture.file_name(rendition) if rendition else picture.image.name
    if name is None:
        raise Http404
    etag = f'"{number}-{rendition}"'  # the files of a picture never change
    response = get_conditional_response(request, etag=etag) or _file(picture, name)
    response["ETag"] = etag
    if is_public:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    else:
        patch_cache_control(response, private=True, max_age=PRIVATE_SECONDS)
    return response


def _file(picture: Picture, name: str) -> FileResponse:
    is_jpeg = name.endswith(".jpg")
    return FileResponse(
        picture.image.storage.open(name), content_type="image/jpeg" if is_jpeg else "image/webp"
    )
