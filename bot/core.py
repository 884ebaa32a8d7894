"""The one way in: what was heard becomes a request, is handled in one transaction, and answered.

Long because whatever comes in, from people or the clock, comes in here and nowhere else.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.commands import Chore, Request
from bot.exit import Exit
from bot.flows import (
    CHORES,
    HANDLERS,
    NOTICES,
    STUDIES,
    export,
    forgetting,
    onboarding,
    silence,
    which_programme,
)
from bot.flows.newcomers import newcomer
from bot.grammar import NotARequest, asked
from bot.heard import Actor, Heard, Typed
from bot.matching import Catalogue
from bot.model import IllegalMove, Language, Notice, Person, Programme
from bot.ports import Books, Conflict, OnlyReading, Store, Write
from bot.said import File, Message, Note, Option, Reply, Text, every, text, verbatim
from bot.texts import Audience, Words
from bot.turn import Gone, NotAllowed, Turn, topics_for

log = logging.getLogger(__name__)

# A turn that met another is run again: of sixteen newcomers at once, some met others five times.
ATTEMPTS = 12
PUT_OFF = timedelta(minutes=5)
PARKED = timedelta(minutes=1)  # what only newer code knows, which may be starting beside this one
CHORES_AT_ONCE = 200
SUGGESTIONS = 12

Said = TypeVar("Said")
CHORE_KINDS: Mapping[str, type[Chore]] = {kind.name: kind for kind in CHORES}


class Bot:
    """The programme's colleague. Synchronous and without a clock: `now` is always an argument."""

    def __init__(
        self, books: Books, words: Mapping[Language, Words], catalogue: Catalogue, write: Write
    ) -> None:
        self.books = books
        self.catalogue = catalogue
        self._exit = Exit(words, write)
        self._once_more = threading.Lock()

    def hear(self, heard: Heard, now: datetime) -> Reply:
        """Answer somebody, in her language. Never raises: what goes wrong is said in plain words."""
        try:
            return self._exit.with_files(self._heard(heard, now))
        except NotAllowed as refusal:
            return self._refused(heard, refusal.text, now)
        except (NotARequest, IllegalMove, Gone):
            # An old button, a double click or a forged payload: the state says it is over.
            return self._refused(heard, text("refusal.no_longer"), now)
        except Exception:
            reference = uuid.uuid4().hex[:8]
            log.exception("turn failed", extra={"reference": reference})
            return self._refusal(heard, text("refusal.broken", reference=reference))

    def at_a_glance(self, heard: Heard) -> bool:
        """Tell whether somebody only looks up a little, as many do at the same moment."""
        return _leaves_no_trace(heard) and asked(heard)[0].at_a_glance

    def hear_together(self, several: Sequence[Heard], now: datetime) -> Sequence[Reply]:
        """Answer many `at_a_glance`, each as `hear` would; what they ask alike is asked once."""
        if len(several) == 1:
            return [self.hear(several[0], now)]
        found: Sequence[Reply | Exception] = [Gone()] * len(several)
        looks = [partial(self._looked_up, heard, now) for heard in several]
        with suppress(Exception):  # a database that went away; `hear` says so to each of them
            found = self.books.read_together(looks)
        return [
            self.hear(heard, now) if isinstance(reply, Exception) else reply
            for heard, reply in zip(several, found, strict=True)
        ]

    def suggest_topics(self, actor: Actor, words: str) -> tuple[Option, ...]:
        """Return topics that begin like, or are written nearly like, what somebody is typing."""
        with self.books.read() as store:
            person = store.person_at(actor.address)
            catalogue = topics_for(person, store, self.catalogue) if person else self.catalogue
        found = catalogue.search(words, actor.language, SUGGESTIONS)
        options = tuple(Option(each.key, verbatim(each.name(actor.language))) for each in found)
        return self._exit.finished(options, Audience(actor.language, "UTC"))

    def suggest_people(self, actor: Actor, words: str) -> tuple[Option, ...]:
        """Return colleagues of the actor whose names begin with what is typed."""
        with self.books.read() as store:
            asking = store.person_at(actor.address)
            if asking is None:
                return ()
            found = store.people_named(asking.organisation, words, SUGGESTIONS)
        others = [each for each in found if each.id != asking.id]
        options = tuple(Option(str(each.id), verbatim(each.name)) for each in others)
        return self._exit.finished(options, Audience(actor.language, "UTC"))

    def compose(self, store: Store, notice: Notice, now: datetime) -> Message | None:
        """Return what a notice says at this moment, None when it is no longer worth saying.

        Many may share the open store, so that what they have in common is read once.
        """
        person = store.get(Person, notice.person)
        if person is None or not person.employed:
            return None
        turn = Turn(now, store, self.catalogue, person, language=person.language)
        try:
            message = NOTICES[notice.kind](turn, notice)
        except Gone:
            return None
        audience = Audience(person.language, person.hours.time_zone)
        return message and self._exit.finished(message, audience)

    def reports(
        self, programme: int, forms: Iterable[str], language: Language, now: datetime
    ) -> tuple[File, ...]:
        """Return a programme's figures as files, one of each form; none before the first figures.

        They say what its HR leads may see. Raises Gone when there is no such programme.
        """
        with self.books.read() as store:
            turn = Turn(now, store, self.catalogue, language=language)
            about = turn.known(Programme, programme)
            found = export.reports(turn, about, about.hr_leads, forms)
            found = self._exit.finished(found, Audience(language, about.time_zone))
        return tuple(self._exit.file(each, language) for each in found)

    def knows(self, kind: str) -> bool:
        """Tell whether this version can word notices of a kind, and the log when it cannot."""
        if kind not in NOTICES:
            log.warning("a notice of a later version waits for it", extra={"kind": kind})
        return kind in NOTICES

    def erase(self, person: int, now: datetime, *, quietly: bool = False) -> None:
        """Forget a person, as she could herself; `quietly` tells her partners nothing.

        Raises Gone when there is no such person.
        """

        def run(store: Store) -> None:
            turn = Turn(now, store, self.catalogue)
            forgetting.erase(turn, turn.known(Person, person), quietly=quietly)

        self._again_on_conflict(run)

    def do_chores(self, now: datetime, limit: int = CHORES_AT_ONCE) -> int:
        """Do what is due, each chore in a transaction of its own; return how many were due.

        A chore that fails is put off, so that it never stops the others; so is one that this version
        does not know.
        """
        due = self.books.due_chores(now, limit)
        for name, subject, _since in due:
            if name not in CHORE_KINDS:
                log.warning("a chore of a later version waits for it", extra={"chore": name})
                self.books.put_off(name, subject, now + PARKED)
                continue
            try:
                chore = CHORE_KINDS[name](subject)
                finding = self._study(chore, now)
                self._again_on_conflict(partial(self._do, chore, now, finding))
            except Gone:
                self._again_on_conflict(partial(_drop, chore))
            except Exception:
                log.exception("chore failed", extra={"chore": name, "subject": subject})
                self.books.put_off(name, subject, now + PUT_OFF)
        return len(due)

    def _study(self, chore: Chore, now: datetime) -> object:
        """Do the long part of a chore, which only reads, while others may write."""
        if type(chore) not in STUDIES:
            return None
        with self.books.read() as store:
            return STUDIES[type(chore)](Turn(now, store, self.catalogue), chore)

    def _do(self, chore: Chore, now: datetime, finding: object, store: Store) -> None:
        if store.take(chore, now):
            CHORES[type(chore)](Turn(now, store, self.catalogue, finding=finding), chore)

    def _heard(self, heard: Heard, now: datetime) -> Reply:
        """Answer beside the writers where nothing is to be written down, else in a turn.

        Whoever comes for the first time, or after a while, is written down in a short turn of its
        own, which meets few others. So is an event that may come again, with its answer.
        """
        if _leaves_no_trace(heard):
            look = self.books.glance if asked(heard)[0].at_a_glance else self.books.read
            with suppress(OnlyReading, Conflict), look() as store:
                return self._looked_up(heard, now, store)
            self._again_on_conflict(lambda store: self._who(store, heard.actor, now))
            with suppress(OnlyReading, Conflict), look() as store:
                return self._looked_up(heard, now, store)
        return self._again_on_conflict(lambda store: self._answer_once(store, heard, now))

    def _looked_up(self, heard: Heard, now: datetime, store: Store) -> Reply:
        return self._answer(store, heard, self._who(store, heard.actor, now), now)

    def _answer_once(self, store: Store, heard: Heard, now: datetime) -> Reply:
        if heard.event and store.heard_before(heard.event, now):
            return self._said_before(store, heard)
        person = self._who(store, heard.actor, now)
        said = self._answer(store, heard, person, now)
        # Of whoever had herself forgotten nothing is kept.
        after = store.get(Person, person.id) if heard.event else None
        # A file holds a person's data, and is kept nowhere a second time.
        if after is not None and after.employed and not every(File, said):
            store.keep_answer(heard.event, person.id, said)
        return said

    def _answer(self, store: Store, heard: Heard, person: Person, now: datetime) -> Reply:
        request, answers = asked(heard)
        turn = Turn(now, store, self.catalogue, person, answers, person.language)
        reply = _handled(turn, request)
        # Read again: the turn may have changed the language or the zone, or forgotten her.
        after = turn.known(Person, person.id)
        person = after if after.employed else person
        return self._exit.finished(reply, Audience(person.language, person.hours.time_zone))

    def _said_before(self, store: Store, heard: Heard) -> Reply:
        """Answer an event that came again as it was answered first; only to whom that was said."""
        person = store.person_at(heard.actor.address)
        said = store.answer_to(heard.event, person.id) if person else None
        said = said or self._refusal(heard, text("refusal.already_done"))
        return replace(said, repeated=True)

    def _who(self, store: Store, actor: Actor, now: datetime) -> Person:
        """Return who the verified actor is: by address, else by work e-mail, else somebody new."""
        familiar = store.familiar(actor.address, now)
        if familiar is not None and familiar.employed and not actor.guest:
            return familiar
        organisation = store.organisation_of(actor.address.platform, actor.address.workspace)
        if organisation is None or actor.guest:
            raise NotAllowed("refusal.guest" if organisation else "refusal.stranger")
        person = store.person_at(actor.address)
        if person is None:
            person = store.person_by_email(organisation.id, actor.email) if actor.email else None
            person = person or newcomer(store, organisation, actor)
        if not person.employed:
            raise NotAllowed("refusal.not_employed")
        store.link(person.id, actor.address, now)
        silence.broken(store, person.id)
        return person

    def _refused(self, heard: Heard, words: Text, now: datetime) -> Reply:
        """Refuse, and remember that somebody is there: all else that she did was taken back."""
        with suppress(Exception):  # a database that went away; the refusal is the same
            with self.books.glance() as store:
                familiar = store.familiar(heard.actor.address, now)
            if familiar is None:
                self._again_on_conflict(partial(silence.broken_by, actor=heard.actor, now=now))
        return self._refusal(heard, words)

    def _refusal(self, heard: Heard, words: Text) -> Reply:
        """Refuse politely: a typed word gets a message, a press or a form a short note."""
        with self.books.read() as store:
            person = store.person_at(heard.actor.address)
        language = person.language if person else heard.actor.language
        reply: Reply = onboarding.refused(words) if isinstance(heard, Typed) else Note(words)
        return self._exit.finished(reply, Audience(language, heard.actor.time_zone))

    def _again_on_conflict(self, run: Callable[[Store], Said]) -> Said:
        """Run a turn until it meets nobody; those that met others wait for each other."""
        with suppress(Conflict), self.books.turn() as store:
            return run(store)
        with self._once_more:
            for _ in range(2, ATTEMPTS):
                with suppress(Conflict), self.books.turn() as store:
                    return run(store)
            with self.books.turn() as store:
                return run(store)


def _drop(chore: Chore, store: Store) -> None:
    """Forget a chore whose noun is forgotten."""
    log.info("a chore has lost its noun", extra={"chore": chore.name, "subject": chore.subject})
    store.never_mind(chore)


def _leaves_no_trace(heard: Heard) -> bool:
    """Tell whether answering changes nothing, and the event need not be remembered either."""
    if heard.event and not heard.comes_once:
        return False
    try:
        return asked(heard)[0].only_reads
    except NotARequest:
        return False


def _handled(turn: Turn, request: Request) -> Reply:
    turn, request = which_programme.meant(turn, request)
    try:
        question = which_programme.ask_first(turn, request) or onboarding.ask_again(turn, request)
        return question or HANDLERS[type(request)](turn, request)
    except OnlyReading:
        log.exception("a request that only reads wrote", extra={"request": request.name})
        raise
