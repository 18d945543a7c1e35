"""Taking files in: never onto the disk, and never more of them in memory than a form could use."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

MOST_FILES = 3


class Small(FileUploadHandler):
    """What goes on beyond the limit is read and dropped; its size is told, so that the form can say why."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._room = MOST_FILES * settings.PAPER_BYTES
        self._kept = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._kept.tell() < settings.PAPER_BYTES and len(raw_data) <= self._room:
            self._kept.write(raw_data)
            self._room -= len(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )
