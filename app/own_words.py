"""The folder with an operator's own words: read whole, laid over ours, or refused with every reason."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.refusal import Refusal
from app.settings import Settings
from bot.model import Language
from bot.texts import FIXED, Complaint, Words, laid_over, load_words, own_templates

ENDING = ".toml"


@dataclass(frozen=True)
class OwnWords:
    """What a folder holds, and everything that is wrong with it."""

    folder: Path
    own: Mapping[Language, Mapping[str, str]]
    complaints: tuple[Complaint, ...]
    ours: Mapping[Language, Words] = field(default_factory=load_words)

    @property
    def words(self) -> Mapping[Language, Words]:
        """Return our words with those of the folder in their place; raises Refusal on complaints."""
        if self.complaints:
            count = len(self.complaints)
            told = "\n".join(each.line for each in self.complaints)
            problems = "1 problem" if count == 1 else f"{count} problems"
            raise Refusal(f"the words in {self.folder} cannot be used, {problems}:\n{told}")
        return laid_over(self.ours, self.own)

    @property
    def changed(self) -> Mapping[Language, int]:
        """Return how many texts of each language differ from ours."""
        return {
            language: sum(
                words.templates[key] != value for key, value in self.own[language].items()
            )
            for language, words in self.ours.items()
        }


def words_of(settings: Settings) -> Mapping[Language, Words]:
    """Return the words that people read; raises Refusal for own ones that cannot be used."""
    return read_own_words(Path(settings.content)).words if settings.content else load_words()


def read_own_words(folder: Path) -> OwnWords:
    """Read a folder with de/*.toml and en/*.toml; what is wrong with it becomes complaints."""
    ours = load_words()
    own: dict[Language, dict[str, str]] = {language: {} for language in Language}
    complaints: list[Complaint] = []
    for found in _files(folder):
        if isinstance(found, Complaint):
            complaints.append(found)
            continue
        good, wrong = _read(ours[Language(found.parent.name)], found)
        own[Language(found.parent.name)] |= good
        complaints += wrong
    return OwnWords(folder, own, tuple(complaints), ours)


def _files(folder: Path) -> Iterator[Path | Complaint]:
    """Yield the files of both languages, and what else stands there and would not be read."""
    for entry in _inside(folder, str(folder)):
        if isinstance(entry, Complaint):
            yield entry
        elif entry.name in set(Language):
            yield from _inside(entry, entry.name)
        elif entry.suffix == ENDING:
            yield Complaint(entry.name, "", "stands in no language", "move it into de/ or en/")
        elif _is_folder(entry):
            advice = "name it de or en, or move it out of the folder"
            yield Complaint(f"{entry.name}/", "", "is the folder of no language of ours", advice)


def _is_folder(path: Path) -> bool:
    """Tell whether this is a folder; where nobody may look, `de` and `en` are what is missed."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _inside(folder: Path, name: str) -> Iterator[Path | Complaint]:
    """Yield what stands in a folder in the order of names, except for what is hidden.

    Where Kubernetes mounts a folder, its files lead into hidden ones, such as `..data`: links are
    followed. Source: kubernetes.io/docs/concepts/configuration/configmap.
    """
    try:
        entries = sorted(folder.iterdir())
    except OSError as problem:
        advice = "create it, let this user read it, or name another folder"
        yield Complaint(name, "", f"is no folder that can be read ({problem.strerror})", advice)
        return
    yield from (entry for entry in entries if not entry.name.startswith("."))


def _read(ours: Words, file: Path) -> tuple[Mapping[str, str], tuple[Complaint, ...]]:
    """Return the good texts of one file by their keys, and what is wrong with it."""
    shown = f"{ours.language}/{file.name}"
    fault = _unwelcome(ours, file)
    if fault:
        return {}, (Complaint(shown, "", *fault),)
    try:
        content = tomllib.loads(_regular(file).decode("utf-8-sig"))
    except OSError as problem:
        fault = f"cannot be read ({problem.strerror})", "let this user read it, or mend the link"
    except UnicodeDecodeError:
        fault = "is not in UTF-8", "save it in UTF-8"
    except tomllib.TOMLDecodeError as broken:
        fault = f"is no TOML: {broken}", "mend that line"
    except RecursionError:
        fault = "nests tables too deeply", "write it in the shape of ours"
    else:
        return own_templates(ours, file.stem, content)
    return {}, (Complaint(shown, "", *fault),)


def _unwelcome(ours: Words, file: Path) -> tuple[str, str] | None:
    """Return why a file is not even opened, and what to do; None where it is."""
    if file.suffix != ENDING:
        return "does not end in .toml and is not read", "rename it, or move it out of the folder"
    if file.stem in FIXED:
        return (
            "holds words that people agree to, which are kept by their version",
            "take the file away: only a new version of Kehrwert changes them",
        )
    names = {key.partition(".")[0] for key in ours.templates} - FIXED
    if file.stem not in names:
        return "is no file of ours", f"put its texts into one of {', '.join(sorted(names))}"
    return None


def _regular(file: Path) -> bytes:
    """Return a file's bytes; raises OSError, also for a pipe, which would be waited for."""
    if file.exists() and not file.is_file():
        raise OSError(0, "it is no regular file")
    return file.read_bytes()
