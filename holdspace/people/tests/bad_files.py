"""Files that somebody may send instead of a diploma, each made here and harmless to this machine."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << >>\n%%EOF\n"
GPS = 0x8825


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **extra) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "seagreen").save(written, kind, **extra)
    return written.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Somebody's phone"
    exif.get_ifd(GPS).update({1: "N", 2: (53.0, 20.0, 51.0), 3: "W", 4: (6.0, 15.0, 37.0)})
    return picture(exif=exif, comment=b"taken at home")


def zipped(size: int) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("diploma.txt", b"\0" * size)
    return packed.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(side: int = 10_000) -> bytes:
    """Every dot black: a hundred million of them in a few kilobytes."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0" * ((side + 7) // 8)) * side, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A small picture whose comment unpacks to a hundred megabytes."""
    whole = picture("PNG")
    comment = b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000, 9)
    return whole[:33] + chunk(b"zTXt", comment) + whole[33:]


def bad_files() -> dict[str, tuple[str, bytes, str]]:
    """Name of the file, what is in it, and a few words of the answer."""
    neither, broken = "neither a PDF nor a picture", "The file is not whole"
    carries = "carries a program or another file"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    return {
        "empty": ("diploma.pdf", b"", "The file is empty"),
        "too large": ("diploma.pdf", PDF[:-6] + b"\0" * 6_000_000 + b"%%EOF\n", "at most 5 MB"),
        "a zip": ("diploma.pdf", zipped(10), neither),
        "a zip bomb": ("diploma.png", zipped(50_000_000), neither),
        "svg with a script": ("diploma.svg", svg, neither),
        "svg called png": ("diploma.png", svg, neither),
        "html called pdf": ("diploma.pdf", b"<!doctype html><script>alert(1)</script>", neither),
        "html with a pdf inside": ("diploma.pdf", b"<html>" + PDF, neither),
        "gif": ("diploma.png", picture("GIF"), neither),
        "bmp": ("diploma.jpg", picture("BMP"), neither),
        "tiff": ("diploma.jpg", picture("TIFF"), neither),
        "a program": ("diploma.pdf", b"\x7fELF" + b"\0" * 400, neither),
        "plain text": ("diploma.png", b"I am a psychologist, believe me.", neither),
        "a hundred million dots": ("diploma.png", huge_png(), "larger than can be opened safely"),
        "a comment that unpacks": ("diploma.png", text_bomb(), broken),
        "png cut off": ("diploma.png", picture("PNG", (400, 400))[:120], broken),
        "jpeg cut off": ("diploma.jpg", picture(size=(800, 800))[:700], broken),
        "png that is only a beginning": ("diploma.png", b"\x89PNG\r\n\x1a\n" + b"\1" * 50, broken),
        "jpeg that is only a beginning": ("diploma.jpg", b"\xff\xd8\xff" + b"\1" * 50, broken),
        "pdf cut off": ("diploma.pdf", PDF[:-7] + b"\0" * 2000, broken),
        "pdf with a script": ("diploma.pdf", PDF.replace(b"/Type", b"/JavaScript (app.alert(1)) /Type"), carries),
        "pdf that starts a program": ("diploma.pdf", PDF.replace(b"/Type", b"/Launch /Type"), carries),
        "pdf with a file inside": ("diploma.pdf", PDF.replace(b"/Type", b"/EmbeddedFile /Type"), carries),
        "pdf and zip at once": ("diploma.pdf", PDF + zipped(10), carries),
    }
