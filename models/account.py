"""Who may sign in."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record


class Account(Record):
    """A person's account. The password is nowhere in the file; keys.json holds the file's key wrapped by it."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("role IN ('administrator', 'head', 'clerk', 'reader')", name="role_known"),)
    term = "账户"
    searched: ClassVar[tuple[str, ...]] = ("display_name", "user_name")

    user_name: Mapped[str] = mapped_column(String(30), unique=True)  # lower case
    display_name: Mapped[str] = mapped_column(String(50))  # stands in the history
    role: Mapped[str] = mapped_column(String(20))  # services.access.Role
    active: Mapped[bool] = mapped_column(default=True, server_default="1")
    password_at: Mapped[datetime] = mapped_column(DateTime)  # UTC of the last set password
