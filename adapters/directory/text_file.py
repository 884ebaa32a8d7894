"""From the bytes of a file to its text, whoever saved it: UTF-8 or Windows-1252, BOM or none."""

import codecs
from pathlib import Path

BYTES_PER_MEGABYTE = 1024 * 1024
LARGEST_FILE = 50 * BYTES_PER_MEGABYTE
BEGINNINGS_OF_OTHERS = {
    b"PK\x03\x04": "is an Excel workbook; save it as 'CSV UTF-8'",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook; save it as 'CSV UTF-8'",
    codecs.BOM_UTF16_LE: "is saved as UTF-16; save it as 'CSV UTF-8'",
    codecs.BOM_UTF16_BE: "is saved as UTF-16; save it as 'CSV UTF-8'",
}
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def read_text(path: Path) -> str:
    """Return the text of a file, at most 50 MB, line ends as they are.

    UTF-8 with or without BOM, else Windows-1252. ValueError, in one sentence naming the file, when
    it is missing, not readable, empty, too large, or no text.
    """
    content = _content(path)
    for beginning, what in BEGINNINGS_OF_OTHERS.items():
        if content.startswith(beginning):
            raise ValueError(f"{path} {what}.")
    if b"\0" in content:
        raise ValueError(f"{path} is not a text file; expected a table saved as CSV.")
    text = _decoded(path, content)
    if not text.strip():
        raise ValueError(f"{path} is empty; expected a header line and rows below it.")
    return text


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ValueError(f"{path} is a folder; expected a CSV file.")
        if path.exists() and not path.is_file():
            raise ValueError(f"{path} is no ordinary file; expected a CSV file.")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            megabytes = size / BYTES_PER_MEGABYTE
            raise ValueError(
                f"{path} has {megabytes:.0f} MB; expected a CSV file of at most 50 MB."
            )
        return path.read_bytes()
    except FileNotFoundError as missing:
        raise ValueError(f"{path} does not exist; check the name and the folder.") from missing
    except OSError as refused:
        raise ValueError(f"{path} cannot be read: {refused.strerror}.") from refused


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
    try:
        if not _meant_as_utf_8(content):
            return content.decode("cp1252")
    except UnicodeDecodeError as strange:
        line = content.count(b"\n", 0, strange.start) + 1
    raise ValueError(
        f"{path} has characters in line {line} that are neither UTF-8 nor Windows-1252; "
        "save it as 'CSV UTF-8'."
    )


def _meant_as_utf_8(content: bytes) -> bool:
    """Whether a file that is not quite UTF-8 mostly is: read otherwise it would turn to "MÃ¼ller"."""
    if content.startswith(codecs.BOM_UTF8):
        return True
    text = content.decode("utf-8", errors="replace")
    broken = text.count(REPLACEMENT)
    whole = sum(not char.isascii() for char in text) - broken
    return whole > broken
