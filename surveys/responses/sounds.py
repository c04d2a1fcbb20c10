"""A recording as a browser's player asks for it: whole, or a part of it."""

import re

from django.http import HttpRequest, HttpResponse

PART = re.compile(r"bytes=(\d{0,12})-(\d{0,12})\Z", re.ASCII)


def sound_answer(request: HttpRequest, content: bytes) -> HttpResponse:
    """The sound, or the one part that was asked for (Safari plays nothing without). Never kept by the browser."""
    found = PART.match(request.headers.get("Range", ""))
    if found is None or found[0] == "bytes=-":
        answer = HttpResponse(content, content_type="audio/webm")
    else:
        answer = part_of(content, found[1], found[2])
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "no-store"
    answer["Content-Disposition"] = "inline"
    return answer


def part_of(content: bytes, first: str, last: str) -> HttpResponse:
    size = len(content)
    start = int(first) if first else max(0, size - int(last))
    end = min(size - 1, int(last)) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    facts = {"Content-Range": f"bytes {start}-{end}/{size}"}
    return HttpResponse(content[start : end + 1], status=206, content_type="audio/webm", headers=facts)
