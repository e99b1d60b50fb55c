"""Takes pictures in: whatever was sent is decoded and written anew, so only pixels remain."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from experiments.exceptions import PictureRefusedError

MAX_BYTES: Final = 10_000_000
# Half for WebP: its decoder holds four copies of the pixels, those of the others one.
MAX_PIXELS: Final = {"JPEG": 40_000_000, "PNG": 40_000_000, "WEBP": 20_000_000}
MAX_SCANS: Final = 100  # of a JPEG; honest ones have about ten, and each costs a pass over all
LONGEST_SIDE: Final = 1600  # pixels of the picture that is kept
SMALLER_WIDTHS: Final = (480, 960)
JPEG_WIDTH: Final = 960
WEBP_QUALITY: Final = 80
JPEG_QUALITY: Final = 80

_ORIENTATION: Final = 0x0112  # of EXIF: how the camera was held
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_HEIC_BRANDS: Final = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
)


@dataclass(frozen=True, slots=True)
class Renditions:
    """A picture as it is kept: WebP of at most 1600 pixels a side, and copies for small screens.

    `smaller` holds their content by name, the width and the format: 480.webp, 960.jpg.
    """

    whole: bytes
    smaller: dict[str, bytes]


def rewrite(file: UploadedFile) -> Renditions:
    """Decode a picture and return it written anew in all its sizes, upright, without metadata.

    Raises PictureRefusedError, with a text for the sender, if the file is empty or too large, is
    not a JPEG, PNG or WebP whatever its name says, is damaged, or has more pixels than MAX_PIXELS.
    """
    if not file.size:
        raise PictureRefusedError(_("The file is empty. Choose another one."))
    if file.size > MAX_BYTES:
        raise PictureRefusedError(_("The file must be smaller than 10 MB"))
    try:
        pixels = _decode(file)
    except UnidentifiedImageError as error:
        raise PictureRefusedError(_why_unknown(file)) from error
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
    return _renditions(pixels)


def _decode(file: UploadedFile) -> Image.Image:
    """Return the pixels alone, upright and made to fit; the memory of one decoded copy suffices."""
    image = Image.open(file, formats=tuple(MAX_PIXELS))
    if image.width * image.height > MAX_PIXELS[image.format or ""]:
        raise PictureRefusedError(
            _("The picture has too many pixels. Make it smaller and send it again.")
        )
    if image.format == "JPEG":
        _refuse_many_scans(file)
        # A large photo is decoded straight to a half, quarter or eighth: less memory and time.
        shrink = max(1, max(image.size) / (2 * LONGEST_SIDE))
        image.draft(None, (int(image.width / shrink), int(image.height / shrink)))
    image.load()
    turn = _UPRIGHT.get(_orientation(image))
    pixels = _in_mixable_colours(image)
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    pixels = pixels.convert("RGBA" if pixels.has_transparency_data else "RGB")
    if turn is not None:
        pixels = pixels.transpose(turn)
    # From bytes: whatever else the image object carries is left behind.
    return Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())


def _refuse_many_scans(file: UploadedFile) -> None:
    file.seek(0)
    if file.read().count(b"\xff\xda") > MAX_SCANS:
        raise ValueError("too many scans")
    file.seek(0)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # whatever is wrong with a camera's notes, its photo is not
        return 1


def _in_mixable_colours(image: Image.Image) -> Image.Image:
    """Return the image in colours that can be averaged when it is made smaller."""
    if image.mode.startswith("I"):
        # 16 bits of grey: convert() alone would cut off all that is above 255, to white.
        return image.point(lambda level: level * (1 / 256)).convert("L")
    if image.mode in ("1", "P"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _why_unknown(file: UploadedFile) -> str:
    file.seek(0)
    start = file.read(12)
    if start[4:8] == b"ftyp" and start[8:12] in _HEIC_BRANDS:
        return _(
            "The picture is in the HEIC format of phones. Save or export it as a JPG and choose "
            "that file, or set the phone's camera to the most compatible format."
        )
    return _("The file must be a JPG, PNG or WebP")


def _renditions(pixels: Image.Image) -> Renditions:
    smaller = {
        f"{width}.webp": _webp(_narrowed(pixels, width))
        for width in SMALLER_WIDTHS
        if width < pixels.width
    }
    jpeg = _narrowed(pixels, min(JPEG_WIDTH, pixels.width))
    smaller[f"{jpeg.width}.jpg"] = _jpeg(jpeg)
    return Renditions(whole=_webp(pixels), smaller=smaller)


def _narrowed(pixels: Image.Image, width: int) -> Image.Image:
    return pixels.resize((width, max(1, round(pixels.height * width / pixels.width))))


def _webp(pixels: Image.Image) -> bytes:
    kept = BytesIO()
    pixels.save(kept, "WEBP", quality=WEBP_QUALITY)
    return kept.getvalue()


def _jpeg(pixels: Image.Image) -> bytes:
    """Return a JPEG for programs that know no WebP; what shows through becomes white."""
    if pixels.mode == "RGBA":
        paper = Image.new("RGBA", pixels.size, "white")
        pixels = Image.alpha_composite(paper, pixels).convert("RGB")
    kept = BytesIO()
    pixels.save(kept, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return kept.getvalue()
