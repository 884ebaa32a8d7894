"""Names for the people of the invented company, and the e-mail addresses made of them."""

import unicodedata
from itertools import count
from random import Random

from adapters.directory.sample_cast import MAIL_DOMAIN
from adapters.directory.sample_words import Origin

LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "ı": "i", "đ": "d", "ø": "oe", " ": "."}
)
GIVEN_ONCE_TRIED = 10  # times before a given name is heard again
NAMES_TRIED = 20  # times before a further middle initial is given
INITIALS = "ABCDEFGHJKLMNPRSTW"


class NameGiver:
    """Gives names that nobody has yet, and given names that nobody has while there are enough."""

    def __init__(self, emails_taken: set[str], names_taken: set[str]) -> None:
        self._emails = emails_taken
        self._given: set[str] = {name.split()[0] for name in names_taken}

    def name(self, origin: Origin, rng: Random) -> tuple[str, str]:
        """Return a name and its e-mail address; where names run out there are middle initials."""
        for attempt in count():
            given, family = rng.choice(origin.given), rng.choice(origin.family)
            # One initial more each time that names seem to have run out.
            initials = rng.choices(INITIALS, k=attempt // NAMES_TRIED)
            name = " ".join([given, *(f"{initial}." for initial in initials), family])
            email = f"{in_letters(name)}@{MAIL_DOMAIN}"
            heard = attempt < GIVEN_ONCE_TRIED and given in self._given
            if not heard and email not in self._emails:
                self._given.add(given)
                self._emails.add(email)
                return name, email
        raise AssertionError("names with ever more initials never run out")


def in_letters(name: str) -> str:
    """The name as it stands in an e-mail address: "Hana Yılmaz" is "hana.yilmaz"."""
    folded = unicodedata.normalize("NFKD", name.replace(".", "").lower().translate(LETTERS))
    return "".join(char for char in folded if char.isascii())
