"""The programme's week on one page: what recurs, how often, and in whose time.

The database is the schedule: a thing that is due stands in a row with its instant, and the clock
only looks. What people see at an hour of theirs is therefore not timed here; it is planned by the
core (a check-in in the pair's zone, a notice in the reader's working hours, the figures on Monday
06:00 in the programme's zone) and taken up by the tick that follows.

| what                                              | how often      | whose time          |
|---------------------------------------------------|----------------|---------------------|
| chores and notices that are due                   | every second   | the instant is a row|
| answers that somebody waits for                   | twice a second | the instant is a row|
| rows that nobody needs any more are deleted       | every hour     | –                   |
| the tenant's people, where Graph names them       | every hour     | –                   |
| planning of a pairing's check-ins                 | a chore a week | the pair's          |
| reminder the working day before, and at the hour  | a notice each  | the reader's        |
| did you meet?                                     | a notice each  | the reader's        |
| proposals: reminder, expiry                       | a chore each   | instants            |
| the week's figures are frozen                     | a chore a week | the programme's     |
| what has been kept long enough is deleted         | a chore a night| the programme's     |
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
