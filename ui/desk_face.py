"""What the window asks of the opened desk, answered by its services; imported only after signing in."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from services import history
from services.access import Actor
from services.backup import automatic_backup, list_backups
from services.desk import Desk
from services.errors import NotFoundError
from services.folder import low_space
from services.integrity import quick_check
from services.keys import KeyFile
from services.opening import OpenedDesk
from services.query import Outcome
from services.search import Hit
from services.tries import Tries
from services.uow import ChangeSet

LOOKED_AT = 200
NOTHING_TO_UNDO = "没有可以撤销的操作。更早的操作在记录的历史里撤销。"
NOTHING_TO_REDO = "没有可以重做的操作。"


class DeskFace:
    """Reads the settings that the window shows once; made in a job, because it reads the file."""

    def __init__(self, desk: Desk, opened: OpenedDesk) -> None:
        self._desk, self._opened = desk, opened
        self.bureau: str = desk.settings.get("bureau_name")
        self.idle_minutes: int = desk.settings.get("idle_lock_minutes")
        self._lock = threading.Lock()
        self._acts: list[int] = []
        self._taken_back: list[int] = []
        self._reversing = False
        desk.database.subscribe(self._note)

    @property
    def actor(self) -> Actor:
        """Who is signed in."""
        return self._desk.actor

    @property
    def data_folder(self) -> Path:
        """The folder that the data lie in."""
        return self._desk.folder.root

    def now(self) -> datetime:
        """Local time by the desk's clock."""
        return self._desk.now()

    def sample_present(self) -> bool:
        """Whether sample data are in the file."""
        return self._desk.sample.present()

    def last_backup(self) -> datetime | None:
        """When the newest readable backup was made, local time."""
        return next((info.at for info in list_backups(self._desk.folder.backups) if not info.problem), None)

    def catch_up(self) -> int:
        """What has come round since the desk was last open: reports of periods that began; how many rows."""
        return self._desk.reporting.catch_up()

    def reminder_count(self) -> int:
        """How many reminders nobody has seen yet."""
        return self._desk.reminders.waiting()

    def search_everywhere(self, text: str) -> Sequence[Hit]:
        """Ctrl+K."""
        return self._desk.search_everywhere(text)

    def password_matches(self, password: str) -> bool:
        """Whether the password opens the data; takes its time on purpose. SignInError says how many tries are left."""
        folder, user, now = self._opened.folder, self._opened.user, self.now()
        tries = Tries(folder.tries)
        tries.require_open(user, now)
        if KeyFile.load(folder.keys).open(user, password) is None:
            raise tries.failed(user, now)
        tries.succeeded(user)
        return True

    def undo(self, group: int) -> Outcome:
        """Take one act back."""
        return self._desk.undo(group)

    def undo_last(self) -> Outcome:
        """The last act of this session that is not taken back yet; NotFoundError when there is none."""
        undone = {group.id for group in history.recent(self._desk.database, LOOKED_AT) if group.undone}
        with self._lock:
            while self._acts and self._acts[-1] in undone:
                self._acts.pop()
            if not self._acts:
                raise NotFoundError(NOTHING_TO_UNDO)
            group = self._acts.pop()
        outcome = self._reverse(group)
        with self._lock:
            if outcome.group is not None:
                self._taken_back.append(outcome.group)
        return outcome

    def redo_last(self) -> Outcome:
        """Take the last undo back; NotFoundError when there is none."""
        with self._lock:
            if not self._taken_back:
                raise NotFoundError(NOTHING_TO_REDO)
            group = self._taken_back.pop()
        outcome = self._reverse(group)
        with self._lock:
            if outcome.group is not None:
                self._acts.append(outcome.group)
        return outcome

    def forget_acts(self) -> None:
        """What was done so far is no longer taken back by Ctrl+Z; the history still can."""
        with self._lock:
            self._acts.clear()
            self._taken_back.clear()

    def clear_sample_data(self) -> Outcome:
        """Sample rows into the 回收站, in one act."""
        return self._desk.sample.clear()

    def damage(self) -> str:
        """What the quick check of the file found, in a sentence; empty when it is sound."""
        found = quick_check(self._desk.database)
        return found[0].message if found else ""

    def low_space(self) -> str:
        """A sentence when the disk of the data folder is nearly full; empty while there is room."""
        return low_space(self._opened.folder) or ""

    def back_up(self, *, closing: bool = False) -> datetime | None:
        """An automatic backup where one is due: when it was made, None where nothing was due. StorageError."""
        second = str(self._desk.settings.get("backup_folder"))
        made = automatic_backup(
            self._opened.folder, self._opened.key, self.now(), closing_desk=closing, second_folder=second
        )
        return made.at if made else None

    def close(self) -> None:
        """Close the file and give the folder free."""
        self._desk.close()

    def _reverse(self, group: int) -> Outcome:
        self._reversing = True  # writes run one after another on one thread
        try:
            return self._desk.undo(group)
        finally:
            self._reversing = False

    def _note(self, changes: ChangeSet) -> None:
        """A new act ends what could be redone."""
        if changes.group is None or self._reversing:
            return
        with self._lock:
            self._acts.append(changes.group)
            self._taken_back.clear()
