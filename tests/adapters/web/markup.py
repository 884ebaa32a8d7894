"""Reads HTML as a browser would see it: which elements, which attributes, which words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "img", "input", "link", "meta"})


@dataclass(frozen=True)
class Seen:
    """The elements with their attributes, the words, and what was opened and never closed."""

    elements: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    words: str
    unbalanced: tuple[str, ...]

    @property
    def vocabulary(self) -> set[tuple[str, str]]:
        """Return every (element, attribute) and (element, "")."""
        named = {(tag, name) for tag, pairs in self.elements for name, _value in pairs}
        return named | {(tag, "") for tag, _pairs in self.elements}

    def values(self, attribute: str) -> list[str]:
        """Return the values of an attribute, in order."""
        return [
            value for _tag, pairs in self.elements for name, value in pairs if name == attribute
        ]


@dataclass
class _Reader(HTMLParser):
    elements: list[tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple((name, value or "") for name, value in attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def seen(html: str) -> Seen:
    """Return what stands in the HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Seen(tuple(reader.elements), "".join(reader.words), (*reader.unbalanced, *reader.open))
