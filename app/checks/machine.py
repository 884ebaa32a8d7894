"""Checks of this machine and of what was installed on it."""

import shutil
import sys
from pathlib import Path

from app.checks.finding import Finding
from app.own_words import read_own_words
from app.settings import Settings, setting_sources
from bot.cadence import known_zone
from bot.matching import Catalogue
from bot.texts import load_words

LEAST_FREE_BYTES = 200 * 1024 * 1024  # a year of a large programme is below 100 MB
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def python() -> Finding:
    """Tell which Python runs."""
    return Finding(sys.version.split()[0])


def settings(told: Settings) -> Finding:
    """Tell whose programme this is, and which names in the environment nobody reads."""
    if not told.organisation:
        advice = "set organisation (KEHRWERT_ORGANISATION) to your company's name"
        return Finding("no organisation is named", advice)
    ignored = ", ".join(setting_sources().ignored())
    rest = f"; {ignored} in the environment is none of ours" if ignored else ""
    return Finding(f"a programme of {told.organisation}{rest}")


def listening(told: Settings) -> Finding:
    """Tell where HTTP would be taken, and by whom it is reached."""
    where = f"{told.host}:{told.port}"
    if told.host in LOOPBACK:
        return Finding(f"{where}, this machine only")
    return Finding(f"{where}, reachable from outside: put TLS in front of it")


def disk() -> Finding:
    """Tell how much room is left in this folder."""
    free = shutil.disk_usage(Path.cwd()).free
    advice = "" if free >= LEAST_FREE_BYTES else "make room: 200 MB should be free"
    return Finding(f"{free // (1024 * 1024)} MB free", advice)


def time_zones() -> Finding:
    """Tell whether the data of time zones is there."""
    well = known_zone("Europe/Berlin") and known_zone("Asia/Kolkata")
    return Finding("known" if well else "missing", "" if well else "run make install")


def texts() -> Finding:
    """Tell how many texts each language has."""
    counts = {language.value: len(words.templates) for language, words in load_words().items()}
    told = ", ".join(f"{count} in {language}" for language, count in counts.items())
    return Finding(told, "" if len(set(counts.values())) == 1 else "reinstall Kehrwert")


def own_words(told: Settings) -> Finding:
    """Tell what the operator says in words of her own, and whether it can be used."""
    folder = told.content
    if not folder:
        return Finding("none, KEHRWERT_CONTENT names no folder")
    found = read_own_words(Path(folder))
    changed = ", ".join(f"{count} in {language}" for language, count in found.changed.items())
    count = len(found.complaints)
    advice = f"run kehrwert texts check: it names {count} problem{'s' * (count != 1)}"
    return Finding(f"{folder}: {changed}", advice if found.complaints else "")


def catalogue() -> Finding:
    """Tell how many topics people can choose from."""
    return Finding(f"{len(Catalogue.load().topics)} topics")
