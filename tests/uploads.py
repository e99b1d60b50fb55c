"""Makes files as people, and others, upload them."""

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(content: bytes, name: str = "kuva.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def picture(
    kind: str = "PNG", *, mode: str = "RGB", size: tuple[int, int] = (8, 6), **options: Any
) -> bytes:
    """Return the bytes of a picture; its left half is red and its right half blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    kept = BytesIO()
    image.convert(mode).save(kept, kind, **options)
    return kept.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header promises this many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def animation(kind: str, *colors: str) -> bytes:
    """Return a moving picture of one frame a colour."""
    first, *others = [Image.new("RGB", (8, 6), color) for color in colors]
    kept = BytesIO()
    first.save(kept, kind, save_all=True, append_images=others, duration=100)
    return kept.getvalue()


def heic() -> bytes:
    """Return the beginning of a phone's HEIC photo."""
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100


def jpeg_of_scans(more: int) -> bytes:
    """Return a JPEG in whose middle as many scans more are announced than it has."""
    whole = picture("JPEG", size=(80, 60), progressive=True)
    scan = whole.index(b"\xff\xda")
    length = 2 + int.from_bytes(whole[scan + 2 : scan + 4], "big")
    return whole[:scan] + whole[scan : scan + length] * more + whole[scan:]


def webp_that_claims(side: int) -> bytes:
    """Return an animated WebP of a few bytes whose canvas is this many pixels square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)

    edge = (side - 1).to_bytes(3, "little")
    frame = b"\0" * 6 + (7).to_bytes(3, "little") + (5).to_bytes(3, "little") + b"\x64\0\0\0"
    body = (
        b"WEBP"
        + chunk(b"VP8X", b"\x02\0\0\0" + edge * 2)
        + chunk(b"ANIM", b"\0" * 6)
        + chunk(b"ANMF", frame + picture("WEBP")[12:])
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body
