"""A report's pictures: added, described, put in order and removed, each with all its files.

The page that asks for them keeps the new version of the report, once for all of these.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from experiments.actions.renditions import Renditions
from experiments.actions.states import hold_for_author
from experiments.exceptions import TooManyPicturesError
from experiments.models import Picture, Report
from experiments.models.picture import MOST_PICTURES


@dataclass(frozen=True, slots=True)
class Words:
    """What is told of a picture; one that only decorates has no text alternative."""

    text_alternative: str = ""
    is_decorative: bool = False
    has_rights: bool = False


@transaction.atomic
def add_picture(*, report: Report, renditions: Renditions, words: Words | None = None) -> Picture:
    """Put a picture after the report's others.

    Raises TooManyPicturesError if the report has five, AlreadySentError if it is no longer the
    author's to change.
    """
    hold_for_author(report)
    if report.pictures.count() >= MOST_PICTURES:
        raise TooManyPicturesError(most=MOST_PICTURES)
    picture = Picture(report=report, position=_next_position(report))
    _tell(picture, words or Words())
    try:
        _store_files(picture, renditions)
        picture.save()
    except BaseException:
        _delete_files([picture])
        raise
    return picture


@transaction.atomic
def describe_pictures(*, report: Report, words: Mapping[int, Words]) -> None:
    """Keep what is told of the report's pictures, by their numbers. Raises AlreadySentError."""
    hold_for_author(report)
    pictures = list(report.pictures.filter(pk__in=words))
    for picture in pictures:
        _tell(picture, words[picture.pk])
    Picture.objects.bulk_update(pictures, ["text_alternative", "is_decorative", "has_rights"])


@transaction.atomic
def move_picture(*, report: Report, number: int, by: int) -> None:
    """Let the picture change places with the one before it (by = −1) or after it (by = 1).

    At either end, and if there is no such picture, nothing changes. Raises AlreadySentError.
    """
    hold_for_author(report)
    pictures = list(report.pictures.all())
    place = next((place for place, each in enumerate(pictures) if each.pk == number), None)
    if place is None or not 0 <= place + by < len(pictures):
        return
    moved, other = pictures[place], pictures[place + by]
    # By a third place: the database compares positions row by row, not at the end.
    _place(moved, _next_position(report))
    _place(other, moved.position)
    _place(moved, other.position)


@transaction.atomic
def remove_picture(*, report: Report, number: int) -> None:
    """Remove the picture, if the report has it, and after commit its files.

    Raises AlreadySentError.
    """
    hold_for_author(report)
    pictures = report.pictures.filter(pk=number)
    delete_files_later(pictures)
    pictures.delete()


def delete_files_later(pictures: Iterable[Picture]) -> None:
    """Delete the files of pictures that are being deleted, once that is certain: after commit."""
    gone = list(pictures)
    transaction.on_commit(lambda: _delete_files(gone), robust=True)


def _next_position(report: Report) -> int:
    last = report.pictures.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _place(picture: Picture, position: int) -> None:
    Picture.objects.filter(pk=picture.pk).update(position=position)


def _tell(picture: Picture, words: Words) -> None:
    picture.is_decorative = words.is_decorative
    picture.text_alternative = "" if words.is_decorative else words.text_alternative
    picture.has_rights = words.has_rights


def _store_files(picture: Picture, renditions: Renditions) -> None:
    # The content has a name, or Django would take it for no file and read no width from it.
    whole = ContentFile(renditions.whole, name="picture.webp")
    picture.image.save(whole.name, whole, save=False)
    picture.renditions = list(renditions.smaller)
    for rendition, content in renditions.smaller.items():
        picture.image.storage.save(picture.file_name(rendition), ContentFile(content))


def _delete_files(pictures: Iterable[Picture]) -> None:
    for picture in pictures:
        for name in picture.file_names:
            picture.image.storage.delete(name)
