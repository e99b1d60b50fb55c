import struct
import warnings
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from experiments.actions.renditions import LONGEST_SIDE, rewrite
from experiments.exceptions import PictureRefusedError
from tests.uploads import (
    animation,
    heic,
    jpeg_of_scans,
    picture,
    png_that_claims,
    upload,
    webp_that_claims,
)

pytestmark = pytest.mark.usefixtures("in_english")

NOT_A_PICTURE = "The file must be a JPG, PNG or WebP"
TOO_LARGE = "The file must be smaller than 10 MB"
TOO_MANY_PIXELS = "too many pixels"
DAMAGED = "The picture could not be read"
RED, BLUE = (254, 0, 0), (0, 0, 254)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x0110


def _rewritten(content: bytes, name: str = "kuva.png") -> Image.Image:
    return Image.open(BytesIO(rewrite(upload(content, name)).whole))


def _all_of(content: bytes) -> dict[str, bytes]:
    """Return every file that is made of a picture."""
    renditions = rewrite(upload(content))
    return {"whole.webp": renditions.whole, **renditions.smaller}


def _looks_like(pixel, color):
    return all(abs(have - want) < 40 for have, want in zip(pixel, color, strict=True))


@pytest.mark.parametrize("name", ["kuva.png", "kuva", "../../kuva.php", "kuva.svg"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_becomes_webp_whatever_its_name_says(kind, name):
    rewritten = _rewritten(picture(kind), name)

    assert (rewritten.format, rewritten.size, rewritten.mode) == ("WEBP", (8, 6), "RGB")


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "CMYK"), ("PNG", "P"), ("PNG", "RGBA"), ("WEBP", "RGBA")],
)
def test_picture_may_have_any_colours(kind, mode):
    rewritten = _rewritten(picture(kind, mode=mode, size=(80, 60)))

    assert _looks_like(rewritten.convert("RGB").getpixel((5, 30)), RED)
    assert _looks_like(rewritten.convert("RGB").getpixel((75, 30)), BLUE)


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "L"), ("PNG", "1"), ("PNG", "L"), ("PNG", "LA")]
)
def test_picture_may_be_without_colours(kind, mode):
    assert _rewritten(picture(kind, mode=mode)).size == (8, 6)


@pytest.mark.parametrize(("level", "grey"), [(0, 0), (20_000, 78), (40_000, 156), (65_535, 255)])
def test_grey_of_sixteen_bits_keeps_its_shade(level, grey):
    kept = BytesIO()
    Image.new("I;16", (8, 6), level).save(kept, "PNG")

    assert _looks_like(_rewritten(kept.getvalue()).getpixel((4, 3)), (grey,) * 3)


def test_palette_with_a_transparent_colour_stays_transparent():
    drawing = Image.new("P", (80, 60), 0)
    drawing.putpalette([255, 0, 0, 0, 0, 255])
    drawing.paste(1, (40, 0, 80, 60))
    kept = BytesIO()
    drawing.save(kept, "PNG", transparency=0)

    rewritten = _rewritten(kept.getvalue())

    assert rewritten.getpixel((5, 30))[3] == 0
    assert _looks_like(rewritten.getpixel((75, 30))[:3], BLUE)


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


def test_webp_may_have_half_as_many_pixels_as_others():
    assert _rewritten(webp_that_claims(4000)).size == (1600, 1600)

    for side in (4500, 16_383):
        with pytest.raises(PictureRefusedError):
            rewrite(upload(webp_that_claims(side)))


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
    original = picture(kind, size=(1000, 20), exif=exif.tobytes(), icc_profile=b"salainen profiili")
    assert Image.open(BytesIO(original)).getexif().get_ifd(GPS)

    files = _all_of(original)

    assert list(files) == ["whole.webp", "480.webp", "960.webp", "960.jpg"]
    notes = (b"Kamera", b"profiili", b"EXIF", b"Exif", b"XMP ", b"ICCP", b"ICC_PROFILE", b"<x:xmp")
    for content in files.values():
        assert {note for note in notes if note in content} == set()
        assert not Image.open(BytesIO(content)).getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("hidden", [SVG, b"PK\x03\x04archive", b"%PDF-1.7", b"<?php echo 1;"])
def test_file_hidden_behind_the_picture_is_not_kept(kind, hidden):
    for content in _all_of(picture(kind) + hidden).values():
        assert hidden not in content


def test_photo_of_a_phone_in_heic_is_refused_with_the_way_out():
    with pytest.raises(PictureRefusedError, match=r"HEIC.*JPG"):
        rewrite(upload(heic(), "kuva.heic"))


def test_empty_file_is_refused():
    with pytest.raises(PictureRefusedError, match="The file is empty"):
        rewrite(upload(b""))


def test_photo_of_very_many_scans_is_refused():
    assert _rewritten(jpeg_of_scans(0)).size == (80, 60)

    with pytest.raises(PictureRefusedError, match=DAMAGED):
        rewrite(upload(jpeg_of_scans(200)))


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


@pytest.mark.parametrize(
    ("size", "names"),
    [
        ((8, 6), {"8.jpg": (8, 6)}),
        ((480, 240), {"480.jpg": (480, 240)}),
        ((700, 350), {"480.webp": (480, 240), "700.jpg": (700, 350)}),
        (
            (2000, 1000),
            {"480.webp": (480, 240), "960.webp": (960, 480), "960.jpg": (960, 480)},
        ),
    ],
)
def test_smaller_copies_are_never_made_larger(size, names):
    made = rewrite(upload(picture("JPEG", size=size))).smaller

    sizes = {name: Image.open(BytesIO(content)).size for name, content in made.items()}
    assert sizes == names
    assert {name.partition(".")[2]: Image.open(BytesIO(made[name])).format for name in made} == {
        "jpg": "JPEG"
    } | ({"webp": "WEBP"} if len(names) > 1 else {})


@pytest.mark.parametrize(
    ("size", "whole"), [((1, 40_000), (1, 1600)), ((40_000, 1), (1600, 1)), ((1, 1), (1, 1))]
)
def test_picture_may_be_of_any_shape(size, whole):
    files = _all_of(picture("PNG", size=size))

    assert Image.open(BytesIO(files["whole.webp"])).size == whole


def test_what_shows_through_is_white_in_the_jpeg():
    kept = BytesIO()
    Image.new("RGBA", (8, 6), (255, 0, 0, 0)).save(kept, "PNG")

    jpeg = Image.open(BytesIO(_all_of(kept.getvalue())["8.jpg"]))

    assert _looks_like(jpeg.getpixel((4, 3)), (255, 255, 255))


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_moving_picture_is_kept_as_its_first_frame(kind):
    rewritten = _rewritten(animation(kind, "red", "blue"))

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
