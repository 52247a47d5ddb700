"""What differs by province or county and is therefore a row that a clerk can edit, with its basis in sight."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from sqlalchemy import String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record, stored
from models.types import words


class ReasonGroup(StrEnum):
    """Which act asks for the reason."""

    CANCEL = "cancel"
    SUSPEND = "suspend"
    REVOKE = "revoke"
    EXIT = "exit"
    DISCIPLINE = "discipline"


class ProvinceRule(Record):
    """One rule of one profile. `value` is None where nobody could say: the desk then asks or leaves it open."""

    term = "省级规则"
    searched: ClassVar[tuple[str, ...]] = ("profile", "key", "basis")
    __tablename__ = "province_rule"
    __table_args__ = (UniqueConstraint("profile", "key"),)

    profile: Mapped[str] = mapped_column(words(30))
    key: Mapped[str] = mapped_column(String(40))
    value: Mapped[str | None] = mapped_column(String(300), default=None)
    basis: Mapped[str | None] = mapped_column(String(300), default=None)
    verified: Mapped[bool] = mapped_column(default=False, server_default=text("0"))


class ReasonCode(Record):
    """A reason that an act may have: code and words. `months` is how long a discipline bars."""

    term = "原因代码"
    searched: ClassVar[tuple[str, ...]] = ("code", "label")
    __tablename__ = "reason_code"
    __table_args__ = (UniqueConstraint("group", "code"),)

    group: Mapped[ReasonGroup] = mapped_column(stored(ReasonGroup))
    code: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(words(60))
    months: Mapped[int | None] = mapped_column(default=None)
    basis: Mapped[str | None] = mapped_column(String(200), default=None)
    retired: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
