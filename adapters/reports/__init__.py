"""Reports as files: a CSV, a workbook, a PDF; each form is imported when the first is asked for."""

from importlib import import_module

from bot.model import Language
from bot.said import CSV, PDF, XLSX, Report

ROOMS = {CSV: "delimited", XLSX: "workbook", PDF: "paper"}


def written(report: Report, language: Language) -> bytes:
    """Return the content of a worded report, the same bytes for the same report.

    Raises KeyError for a media type that nobody writes.
    """
    # A third of a second and twenty megabytes, which most processes never need.
    room = import_module(f"{__name__}.{ROOMS[report.media_type]}")
    content: bytes = room.written(report, language)
    return content
