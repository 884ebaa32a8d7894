"""What a browser tells of its reader: which of our languages she would rather read."""

from collections.abc import Iterator

from bot.model import Language

MOST_LANGUAGES = 50  # of a header that anybody may send; browsers name a handful
FALLBACK = Language.EN


def asked_language(header: str) -> Language:
    """Return the one of our languages that an Accept-Language header wants most, else English.

    Of two wanted alike the first counts; a weight of 0 is a no, and what is no weight leaves its
    language out. "*" is any language, and ours is English then. Source: RFC 9110, 12.5.4 and 12.4.2.
    """
    wanted = sorted(_wanted(header), key=lambda each: -each[1])
    return wanted[0][0] if wanted else FALLBACK


def _wanted(header: str) -> Iterator[tuple[Language, float]]:
    for part in header.split(",")[:MOST_LANGUAGES]:
        name, _, parameter = (each.strip().lower() for each in part.partition(";"))
        primary = name.partition("-")[0]
        language = FALLBACK.value if primary == "*" else primary
        weight = _weight(parameter)
        if language in set(Language) and weight > 0:
            yield Language(language), weight


def _weight(parameter: str) -> float:
    """Return a weight of 0 to 1; 1 where none is given, 0 for what is none."""
    name, _, value = (each.strip() for each in parameter.partition("="))
    if not parameter:
        return 1.0
    digits = value.replace(".", "", 1)
    sound = name == "q" and digits.isascii() and digits.isdigit()
    return float(value) if sound and float(value) <= 1 else 0.0
