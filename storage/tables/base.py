"""What all tables share: the names of constraints and the kinds of columns."""

from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, Enum, MetaData
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Ids travel in buttons: one that was deleted must never come back as another noun's.
# sqlite.org/autoinc.html
NEVER_REUSED = {"sqlite_autoincrement": True}


class Row(SQLModel):
    """A row of one of our tables; columns are named as the fields of the noun they keep."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


def one_of(kind: type[StrEnum], name: str = "") -> Enum:
    """Return a text column that admits the values of this enumeration, kept by a CHECK.

    A constraint can be exchanged in a migration like any other; a native PostgreSQL enumeration
    cannot lose a value: postgresql.org/docs/current/datatype-enum.html
    """
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        name=name or kind.__name__.lower(),
        length=32,
    )


def within(column: str, least: int, most: int) -> CheckConstraint:
    """Return a constraint that keeps a number between two others, both admitted."""
    return CheckConstraint(f"{column} BETWEEN {least} AND {most}", name=column)
