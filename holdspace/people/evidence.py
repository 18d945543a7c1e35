"""What a file really is, whatever it is called: a PDF that carries nothing else, or a picture, made anew.

Pictures are decoded and written again, so that only what the eye sees is left: no place, no camera, no comment, no
second file behind the first. A PDF is kept as it came, is never opened by the server, and leaves it as a download only.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MOST_DOTS = 20_000_000
PDF, PNG, JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
END_OF_PDF, END_OF_ZIP = b"%%EOF", b"PK\x05\x06"
END_WITHIN = 66_000  # bytes: a zip is found by what stands this near to its end
CARRIES = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, struct.error, Image.DecompressionBombError)

EMPTY = _("The file is empty. Perhaps it was still being saved; please choose it again.")
TOO_BIG = _("A file may have at most %(most)s MB. A photograph of the paper, or fewer pages, will do.")
OTHER = _("This is neither a PDF nor a picture (PNG or JPEG), whatever its name says. Please choose another file.")
NOT_WHOLE = _(
    "The file is not whole: its end is missing or it cannot be read. Please save it again and choose it anew."
)
TOO_WIDE = _("This picture is larger than can be opened safely: 20 million dots are the most. Please make it smaller.")
CARRIES_MORE = _("This PDF carries a program or another file inside. Please print it into a new PDF, or photograph it.")


@dataclass(frozen=True)
class Examined:
    kind: str
    data: bytes


def examine(upload: UploadedFile[bytes]) -> Examined:
    """What may be kept of it; a ValidationError says why not."""
    if not upload.size:
        raise ValidationError(EMPTY)
    if upload.size > settings.PAPER_BYTES:
        raise ValidationError(TOO_BIG, params={"most": settings.PAPER_BYTES // 1_000_000})
    data = upload.read()
    if data.startswith(PDF):
        return Examined("pdf", _plain_pdf(data))
    if data.startswith((PNG, JPEG)):
        return _made_anew(data)
    raise ValidationError(OTHER)


def _plain_pdf(data: bytes) -> bytes:
    if END_OF_PDF not in data[-1024:]:
        raise ValidationError(NOT_WHOLE)
    if END_OF_ZIP in data[-END_WITHIN:] or any(word in data for word in CARRIES):
        raise ValidationError(CARRIES_MORE)
    return data


def _made_anew(data: bytes) -> Examined:
    try:
        with Image.open(BytesIO(data), formats=["PNG", "JPEG"]) as picture:
            kind = "png" if picture.format == "PNG" else "jpeg"
            return Examined(kind, _bare(picture, kind))
    except BROKEN:
        raise ValidationError(NOT_WHOLE) from None


def _bare(picture: Image.Image, kind: str) -> bytes:
    if picture.width * picture.height > MOST_DOTS:
        raise ValidationError(TOO_WIDE)
    ImageOps.exif_transpose(picture, in_place=True)
    bare = picture.convert("RGB")
    bare.info = {}  # comments and colour profiles would be written along
    written = BytesIO()
    bare.save(written, format=kind.upper(), **({"quality": 88} if kind == "jpeg" else {}))
    return written.getvalue()
