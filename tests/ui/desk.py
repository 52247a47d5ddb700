"""A desk that lives in memory: what the window needs, with invented data."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from services.access import Actor, Role
from services.query import Outcome


@dataclass(frozen=True)
class Found:
    ledger: str
    page_key: str
    row_id: int
    title: str
    subtitle: str = ""


@dataclass
class SmallDesk:
    actor: Actor = field(default_factory=lambda: Actor("齐明川", Role.CLERK))
    bureau: str = "示例县司法局"
    data_folder: Path = Path("示例县")
    sample_data: bool = False
    idle_minutes: int = 0
    password: str = "Shili-2026"
    moment: datetime = datetime(2026, 6, 15, 14, 5)
    backup: datetime | None = datetime(2026, 6, 15, 12, 30)
    reminders: int = 0
    broken: str = ""
    narrow: str = ""
    entries: list = field(default_factory=list)
    done: list = field(default_factory=list)
    caught_up: int = 0

    def now(self):
        return self.moment

    def last_backup(self):
        return self.backup

    def reminder_count(self):
        return self.reminders

    def search_everywhere(self, text):
        return [hit for hit in self.entries if text in hit.title]

    def password_matches(self, password):
        return password == self.password

    def sample_present(self):
        return self.sample_data

    def undo(self, group):
        self.done.append(("undo", group))
        return Outcome("已撤销“移入回收站”，3条记录回到之前的样子。")

    def undo_last(self):
        return self.undo("last")

    def redo_last(self):
        self.done.append("redo")
        return Outcome("已重做“移入回收站”。")

    def clear_sample_data(self):
        self.sample_data = False
        return Outcome("已清除样例数据。", 5)

    def damage(self):
        return self.broken

    def low_space(self):
        return self.narrow

    def catch_up(self):
        self.caught_up += 1
        return 0

    def back_up(self, *, closing=False):
        self.done.append("backup")
        return self.moment

    def close(self):
        self.done.append("close")
