"""How names and e-mails are written for comparing: without case, accents and punctuation."""

import re
import unicodedata

_BETWEEN_PARTS = re.compile(r"[\W_]+")


def folded(words: str) -> str:
    """Return the words in lower case without accents, their parts divided by single spaces.

    "Jörg-Peter  MÜLLER" becomes "jorg peter muller".
    """
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _BETWEEN_PARTS.sub(" ", plain).strip()


def findable(name: str, email: str) -> str:
    """Return a person's name and e-mail so that every part stands behind a space."""
    return f" {folded(name)} {folded(email)}"


def address_as_kept(email: str) -> str:
    """Return an e-mail as it is kept and compared: without spaces around, in lower case."""
    return email.strip().lower()
