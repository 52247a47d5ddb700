"""Declarative base shared by every table."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import DateTime, Enum, MetaData, func
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table; constraints have names so that a batch migration can find them."""

    metadata = MetaData(naming_convention=NAMING)


class Record(Base):
    """What every ledger table carries: identity, optimistic lock, timestamps, soft delete, history."""

    __abstract__ = True
    __audited__ = True
    term: ClassVar[str]  # what clerks call one row; not the docstring, which python -OO drops
    searched: ClassVar[tuple[str, ...]] = ("name",)  # columns whose words and pinyin initials are searched
    part_of: ClassVar[str] = ""  # column of the record that a row is a part of: removed and restored along with it

    id: Mapped[int] = mapped_column(primary_key=True)
    row_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(DateTime, server_default=func.current_timestamp())
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime, default=None, index=True)
    search_words: Mapped[str] = mapped_column(default="", server_default="")  # lower case; kept by services.audit
    sample: Mapped[bool] = mapped_column(default=False, server_default="0")  # 示例县: marked until it is cleared

    @property
    def settled(self) -> bool:
        """Whether it was closed or answered, so that only an act of its own changes it."""
        return False

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {} if cls.__dict__.get("__abstract__") else {"version_id_col": cls.__table__.c.row_version}


def stored(kind: type[StrEnum], length: int = 20) -> Enum:
    """An enum column that stores the value's text, so that the file is readable without the program."""
    return Enum(kind, native_enum=False, length=length, values_callable=lambda e: [m.value for m in e])
