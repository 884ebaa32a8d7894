"""The programme's week on one page: what recurs, how often, and in whose time.

The database is the schedule: a thing that is due stands in a row with its instant, and the clock
only looks. What people see at an hour of theirs is therefore not timed here; it is planned by the
core (a check-in in the pair's zone, a notice in the reader's working hours, the figures on Monday
06:00 in the programme's zone) and taken up by the tick that follows.

| what                                   | by                     | how often, in whose time     |
|----------------------------------------|------------------------|------------------------------|
| chores that are due are done           | chores                 | every second                 |
| answers that somebody waits for go out | answers                | twice a second               |
| notices that are due go out            | deliveries             | every second                 |
| the same as jobs of Procrastinate      | sweep                  | every second, in one process |
| rows that nobody needs are deleted     | housekeeping           | every hour, in one process   |
| the tenant's people, read from Graph   | directory              | every hour                   |
| check-ins are planned                  | pairing.plan           | weekly, the pair's           |
| have both prepared?                    | checkin.readiness      | the day before, the pair's   |
| how does the tandem fare?              | pairing.care           | weekly, the pair's           |
| a note for the mentor                  | pairing.coach          | three weeks, the pair's      |
| a survey is asked, or reminded of      | participant.surveys    | a quiet day, the reader's    |
| a new programme is told of             | programme.again        | once, an instant             |
| reminders; did you meet?               | a notice each          | the reader's working hours   |
| nobody said whether they met           | checkin.close          | once, the pair's             |
| a pairing ends                         | pairing.complete       | once, the pair's             |
| half of a proposal's time is over      | proposal.remind        | once, an instant             |
| a proposal ends                        | proposal.expire        | once, an instant             |
| half of a group's time is over         | group.remind           | once, an instant             |
| a group begins, or comes to nothing    | group.expire           | once, an instant             |
| the reason of a no is forgotten        | proposal.forget_reason | once, an instant             |
| somebody was left without a partner    | participant.seek       | once, an instant             |
| somebody joins after the first round   | participant.join_late  | once, at once                |
| three matters in a row went unanswered | participant.rest       | once, at once                |
| a pause is over                        | participant.resume     | once, an instant             |
| a round is computed                    | round.solve            | at once, when asked          |
| the short waiting list is solved       | programme.waiting      | Tue, Thu 9, the programme's  |
| somebody is employed no longer         | person.depart          | at once, when heard of       |
| the week's figures are frozen          | programme.freeze       | Mondays, the programme's     |
| kept long enough, and deleted          | programme.retain       | nightly, the programme's     |
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Recurring:
    """Something the clock does again and again, `every` so long, until the process ends."""

    name: str
    every: timedelta


CHORES = Recurring("chores", timedelta(seconds=1))
ANSWERS = Recurring("answers", timedelta(milliseconds=500))
DELIVERIES = Recurring("deliveries", timedelta(seconds=1))
SWEEP = Recurring("sweep", timedelta(seconds=1))
HOUSEKEEPING = Recurring("housekeeping", timedelta(hours=1))
DIRECTORY = Recurring("directory", timedelta(hours=1))
DEMO_TICK = Recurring("whatever is due in the try-out", timedelta(milliseconds=300))
