"""Takes pictures in: whatever was sent is decoded and written anew, so only pixels remain."""

from io import BytesIO
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError

from experiments.actions.states import hold_for_author
from experiments.exceptions import PictureRefusedError
from experiments.models import Picture, Report

MAX_BYTES: Final = 10_000_000
MAX_PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 1600  # pixels of the picture that is kept
FORMATS: Final = ("JPEG", "PNG", "WEBP")
# How to put a picture upright, by what its camera noted. (Pillow's exif_transpose also writes the
# notes anew, which fails on the odd ones that some cameras make.)
_TURNS: Final[dict[object, Image.Transpose]] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def rewrite(file: UploadedFile) -> ContentFile:
    """Decode a picture and return it as WebP of at most 1600 pixels a side, without metadata.

    Raises PictureRefusedError, with a text for the sender, if the file is too large, is not a JPEG,
    PNG or WebP whatever its name says, is damaged, or would decode to more than 40 megapixels.
    """
    if (file.size or 0) > MAX_BYTES:
        raise PictureRefusedError(_("The file must be smaller than 10 MB"))
    try:
        image = Image.open(file, formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise PictureRefusedError(
                _("The picture has too many pixels. Make it smaller and send it again.")
            )
        pixels = image.convert("RGBA" if image.has_transparency_data else "RGB")
        turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation))
    except UnidentifiedImageError as error:
        raise PictureRefusedError(_("The file must be a JPG, PNG or WebP")) from error
    except (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        # Pillow says “damaged” in as many ways as there are formats.
        raise PictureRefusedError(
            _("The picture could not be read. It may be damaged or too large.")
        ) from error
    if turn is not None:
        pixels = pixels.transpose(turn)
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = BytesIO()
    Image.frombytes(pixels.mode, pixels.size, pixels.tobytes()).save(kept, "WEBP", quality=80)
    return ContentFile(kept.getvalue(), name="picture.webp")


@transaction.atomic
def set_picture(
    *,
    report: Report,
    content: ContentFile | None,
    text_alternative: str,
    is_decorative: bool,
    has_rights: bool,
) -> None:
    """Give the report its picture in place of an earlier one; without content only its words.

    Raises AlreadySentError if the report is no longer the author's to change.
    """
    hold_for_author(report)
    picture = report.pictures.first() or Picture(report=report)
    if content is not None:
        _delete_file_later(picture)
        picture.image.save("picture.webp", content, save=False)
    picture.is_decorative = is_decorative
    picture.text_alternative = "" if is_decorative else text_alternative
    picture.has_rights = has_rights
    picture.save()


@transaction.atomic
def remove_picture(*, report: Report) -> None:
    """Remove the report's picture and its file, if it has one. Raises as set_picture does."""
    hold_for_author(report)
    for picture in report.pictures.all():
        _delete_file_later(picture)
        picture.delete()


def _delete_file_later(picture: Picture) -> None:
    if picture.image:
        storage, name = picture.image.storage, picture.image.name
        transaction.on_commit(lambda: storage.delete(name))
