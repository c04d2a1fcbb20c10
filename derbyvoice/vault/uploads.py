"""Uploads that must never lie on a disk: a view says so, and they stay in memory, up to its limit.

Django itself writes everything above 2.5 MB into a temporary file, in clear."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, TypeVar

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload

View = TypeVar("View", bound=Callable[..., Any])
PATIENCE = 4
"""Times the limit up to which a file is read to its end, so that the browser shows our answer and not an error."""


def uploads_in_memory(*, most: int) -> Callable[[View], View]:
    """Files sent to this view stay in memory. What is longer than `most` bytes arrives empty, with `too_large` set."""

    def mark(view: View) -> View:
        view.uploads_in_memory = most  # type: ignore[attr-defined]
        return view

    return mark


class NeverOnDisk(FileUploadHandler):
    """Takes the files of views that are marked; all others go to the handlers after it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        match = getattr(self.request, "resolver_match", None)
        self.most = getattr(match.func, "uploads_in_memory", 0) if match else 0
        self.kept, self.too_large = BytesIO(), False
        if self.most:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self.most:
            return raw_data
        end = start + len(raw_data)
        if end > self.most * PATIENCE:
            raise StopUpload(connection_reset=True)
        if end > self.most:
            self.kept, self.too_large = BytesIO(), True
        elif not self.too_large:
            self.kept.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if not self.most:
            return None
        self.kept.seek(0)
        size = len(self.kept.getbuffer())
        facts = (self.kept, self.field_name, self.file_name, self.content_type, size, self.charset)
        found = InMemoryUploadedFile(*facts, self.content_type_extra)
        found.too_large = self.too_large  # type: ignore[attr-defined]
        return found
