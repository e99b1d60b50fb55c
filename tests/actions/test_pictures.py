import struct
import warnings
from contextlib import suppress
from functools import partial
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from experiments.actions.pictures import LONGEST_SIDE, remove_picture, rewrite, set_picture
from experiments.exceptions import AlreadySentError, PictureRefusedError
from experiments.models import Picture
from tests.factories import PictureFactory, ReportFactory
from tests.uploads import picture, png_that_claims, upload

pytestmark = pytest.mark.usefixtures("in_english")

NOT_A_PICTURE = "The file must be a JPG, PNG or WebP"
TOO_LARGE = "The file must be smaller than 10 MB"
TOO_MANY_PIXELS = "too many pixels"
DAMAGED = "The picture could not be read"
RED, BLUE = (254, 0, 0), (0, 0, 254)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x0110


def _rewritten(content: bytes, name: str = "kuva.png") -> Image.Image:
    return Image.open(BytesIO(rewrite(upload(content, name)).read()))


def _looks_like(pixel, color):
    return all(abs(have - want) < 40 for have, want in zip(pixel, color, strict=True))


@pytest.mark.parametrize("name", ["kuva.png", "kuva", "../../kuva.php", "kuva.svg"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_becomes_webp_whatever_its_name_says(kind, name):
    rewritten = _rewritten(picture(kind), name)

    assert (rewritten.format, rewritten.size, rewritten.mode) == ("WEBP", (8, 6), "RGB")


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "1"),
        ("PNG", "L"),
        ("PNG", "P"),
        ("PNG", "I;16"),
    ],
)
def test_picture_may_have_any_colours(kind, mode):
    if mode == "I;16":  # Pillow converts to it from grey only
        kept = BytesIO()
        Image.new("I;16", (8, 6), 40_000).save(kept, "PNG")
        content = kept.getvalue()
    else:
        content = picture(kind, mode=mode)

    assert _rewritten(content).size == (8, 6)


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        b"<!doctype html><script>alert(1)</script>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) print\n%%EOF\n",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"\0" * 100,
        b"x",
        picture("GIF"),
        picture("TIFF"),
        picture("BMP"),
        picture("ICO", size=(16, 16)),
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"RIFF\x00\x00\x00\x00WEBP",
    ],
)
@pytest.mark.parametrize("name", ["kuva.png", "kuva.jpg"])
def test_what_is_not_a_picture_is_refused_whatever_its_name_says(content, name):
    with pytest.raises(PictureRefusedError, match=NOT_A_PICTURE):
        rewrite(upload(content, name))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_truncated_picture_is_refused(kind, kept):
    whole = picture(kind, size=(200, 200))

    with pytest.raises(PictureRefusedError):
        rewrite(upload(whole[: int(len(whole) * kept)]))


def test_truncated_photo_is_called_damaged():
    whole = picture("JPEG", size=(200, 200))

    with pytest.raises(PictureRefusedError, match=DAMAGED):
        rewrite(upload(whole[: len(whole) - 200]))


@pytest.mark.parametrize("size", [(50_000, 50_000), (2**31 - 1, 2**31 - 1), (10_000, 10_000)])
def test_decompression_bomb_is_refused_by_its_header(size):
    with pytest.raises(PictureRefusedError):
        rewrite(upload(png_that_claims(*size)))


def test_picture_of_too_many_pixels_is_refused_before_it_is_decoded():
    with pytest.raises(PictureRefusedError, match=TOO_MANY_PIXELS):
        rewrite(upload(png_that_claims(8000, 5001)))
    with pytest.raises(PictureRefusedError, match=DAMAGED):  # decoded: the limit itself is allowed
        rewrite(upload(png_that_claims(8000, 5000)))


def test_file_of_more_than_ten_megabytes_is_refused_unread():
    whole = picture()

    with pytest.raises(PictureRefusedError, match=TOO_LARGE):
        rewrite(upload(whole + b"\0" * (10_000_001 - len(whole))))

    assert _rewritten(whole + b"\0" * (10_000_000 - len(whole))).size == (8, 6)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_and_with_what_it_was_taken_is_not_kept(kind):
    exif = Image.Exif()
    exif[CAMERA] = "Kamera 3000"
    exif.get_ifd(GPS)[2] = (60.0, 10.0, 15.0)
    original = picture(kind, exif=exif.tobytes(), icc_profile=b"salainen profiili")
    assert Image.open(BytesIO(original)).getexif().get_ifd(GPS)

    rewritten = rewrite(upload(original)).read()

    assert b"Kamera" not in rewritten
    assert b"profiili" not in rewritten
    assert {chunk for chunk in (b"EXIF", b"XMP ", b"ICCP") if chunk in rewritten} == set()
    assert not Image.open(BytesIO(rewritten)).getexif()


def test_picture_hidden_behind_the_picture_is_not_kept():
    original = picture("JPEG") + SVG

    assert b"<script>" not in rewrite(upload(original)).read()


@pytest.mark.parametrize(
    ("orientation", "size", "top_left", "bottom_right"),
    [
        (1, (80, 60), RED, BLUE),
        (2, (80, 60), BLUE, RED),
        (3, (80, 60), BLUE, RED),
        (4, (80, 60), RED, BLUE),
        (5, (60, 80), RED, BLUE),
        (6, (60, 80), RED, BLUE),
        (7, (60, 80), BLUE, RED),
        (8, (60, 80), BLUE, RED),
        (99, (80, 60), RED, BLUE),
    ],
)
def test_photo_taken_sideways_is_put_upright(orientation, size, top_left, bottom_right):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation

    upright = _rewritten(picture("JPEG", size=(80, 60), exif=exif.tobytes()))

    assert upright.size == size
    assert _looks_like(upright.getpixel((2, 2)), top_left)
    assert _looks_like(upright.getpixel((size[0] - 3, size[1] - 3)), bottom_right)


@pytest.mark.parametrize(
    ("tag", "kind", "count", "value"),
    [
        (CAMERA, 3, 2, b"\1\0\2\0"),  # a name that is two numbers
        (CAMERA, 11, 1, b"\0\0\x80\x3f"),  # a name that is a fraction
        (0x011A, 2, 3, b"ab\0\0"),  # a resolution that is a word
        (0x0100, 2, 3, b"ab\0\0"),  # a width that is a word
        (GPS, 2, 3, b"ab\0\0"),  # a place that is a word
    ],
)
def test_odd_notes_of_a_camera_do_not_spoil_its_photo(tag, kind, count, value):
    upright = struct.pack("<HHIHH", ORIENTATION, 3, 1, 6, 0)
    entries = sorted([upright, struct.pack("<HHI4s", tag, kind, count, value)])
    notes = b"II*\0" + struct.pack("<IH", 8, 2) + b"".join(entries)
    photo = picture("JPEG", size=(80, 60), exif=b"Exif\0\0" + notes + b"\0" * 4)

    assert _rewritten(photo).size == (60, 80)


def test_transparency_is_kept():
    kept = BytesIO()
    Image.new("RGBA", (8, 6), (255, 0, 0, 0)).save(kept, "PNG")

    rewritten = _rewritten(kept.getvalue())

    assert rewritten.mode == "RGBA"
    assert rewritten.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("size", "expected"),
    [((3200, 1000), (1600, 500)), ((1000, 3200), (500, 1600)), ((1600, 1600), (1600, 1600))],
)
def test_large_picture_is_made_to_fit(size, expected):
    assert LONGEST_SIDE == 1600
    assert _rewritten(picture("JPEG", size=size)).size == expected


def test_moving_picture_is_kept_as_its_first_frame():
    frames = [Image.new("RGB", (8, 6), color) for color in ("red", "blue")]
    kept = BytesIO()
    frames[0].save(kept, "WEBP", save_all=True, append_images=frames[1:], duration=100)

    rewritten = _rewritten(kept.getvalue())

    assert getattr(rewritten, "n_frames", 1) == 1
    assert _looks_like(rewritten.getpixel((0, 0)), RED)


def _hostile_originals():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[CAMERA] = "Kamera 3000"
    exif.get_ifd(GPS)[2] = (60.0, 10.0, 15.0)
    return [picture(kind, size=(40, 30), exif=exif.tobytes()) for kind in ("JPEG", "PNG", "WEBP")]


@given(
    original=st.sampled_from(_hostile_originals()),
    cut=st.one_of(st.none(), st.integers(0, 2000)),
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8),
)
def test_damage_of_any_kind_is_refused_or_survived(original, cut, changes):
    damaged = bytearray(original[:cut])
    for place, value in changes:
        if damaged:
            damaged[place % len(damaged)] = value

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on what it mended, as in production
        try:
            rewrite(upload(bytes(damaged)))
        except PictureRefusedError as refusal:
            text = str(refusal)
        else:
            text = ""

    assert not text or text.endswith((".", "WebP", "MB"))


@pytest.fixture
def report(db):
    return ReportFactory()


WORDS = {"text_alternative": "Polku.", "is_decorative": False, "has_rights": True}


def _content():
    return ContentFile(picture("WEBP"), name="picture.webp")


def _stored_files():
    if not default_storage.exists("pictures"):
        return set()
    return {f"pictures/{name}" for name in default_storage.listdir("pictures")[1]}


def test_set_picture_gives_the_report_its_picture(report):
    set_picture(report=report, content=_content(), **WORDS)

    stored = report.pictures.get()
    assert (stored.width, stored.height) == (8, 6)
    assert (stored.text_alternative, stored.is_decorative, stored.has_rights) == (
        "Polku.",
        False,
        True,
    )
    assert _stored_files() == {stored.image.name}


def test_new_picture_replaces_the_old_one_and_its_file_after_commit(
    report, django_capture_on_commit_callbacks
):
    old = PictureFactory(report=report).image.name

    with django_capture_on_commit_callbacks() as callbacks:
        set_picture(report=report, content=_content(), **WORDS)
    new = report.pictures.get().image.name

    assert _stored_files() == {old, new}
    for callback in callbacks:
        callback()
    assert _stored_files() == {new}


def test_words_change_without_the_picture(report, django_capture_on_commit_callbacks):
    old = PictureFactory(report=report, has_rights=False)

    with django_capture_on_commit_callbacks(execute=True):
        set_picture(report=report, content=None, **WORDS)

    stored = report.pictures.get()
    assert (stored.image.name, stored.text_alternative) == (old.image.name, "Polku.")
    assert (stored.has_rights, stored.width) == (True, 8)
    assert _stored_files() == {old.image.name}


def test_decoration_has_no_words(report):
    set_picture(
        report=report,
        content=_content(),
        text_alternative="Polku.",
        is_decorative=True,
        has_rights=True,
    )

    assert report.pictures.values_list("text_alternative", "is_decorative").get() == ("", True)


def test_removing_deletes_the_file_only_after_commit(report, django_capture_on_commit_callbacks):
    name = PictureFactory(report=report).image.name
    elsewhere = PictureFactory().image.name

    with django_capture_on_commit_callbacks() as callbacks:
        remove_picture(report=report)

    assert not report.pictures.exists()
    assert _stored_files() == {name, elsewhere}
    for callback in callbacks:
        callback()
    assert _stored_files() == {elsewhere}


def test_removing_what_is_not_there_is_no_fault(report):
    remove_picture(report=report)

    assert not Picture.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "published", "withdrawn"])
@pytest.mark.parametrize("action", [partial(set_picture, content=None, **WORDS), remove_picture])
def test_picture_of_a_report_that_was_sent_is_not_touched(state, action, db):
    picture = PictureFactory(report=ReportFactory(**{state: True}), text_alternative="Ennen.")

    with pytest.raises(AlreadySentError):
        action(report=picture.report)

    assert Picture.objects.get().text_alternative == "Ennen."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "action", [partial(set_picture, content=_content(), **WORDS), remove_picture]
)
def test_file_survives_what_is_rolled_back(action):
    old = PictureFactory()

    with suppress(ZeroDivisionError), transaction.atomic():
        action(report=old.report)
        raise ZeroDivisionError

    assert Picture.objects.get().image.name == old.image.name
    assert old.image.name in _stored_files()
