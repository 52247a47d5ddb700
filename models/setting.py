"""Settings that change results; machine matters such as window sizes are kept elsewhere."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Record


class StoredSetting(Record):
    """One setting that differs from its default; what the key means stands in services.settings."""

    __tablename__ = "setting"
    term = "设置"
    searched: ClassVar[tuple[str, ...]] = ("key",)

    key: Mapped[str] = mapped_column(String(50), unique=True)
    value: Mapped[str] = mapped_column(Text)  # JSON text
