"""What every page is handed: the bureau's services, jobs, notices and change signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from services.access import Actor
from services.query import Outcome
from ui.bridge import Bridge
from ui.jobs import Jobs
from ui.machine import MachineSettings
from ui.notify import Notify


class Hit(Protocol):
    """One thing that the search over everything found; `page_key` and `row_id` tell where it opens."""

    @property
    def ledger(self) -> str: ...
    @property
    def page_key(self) -> str: ...
    @property
    def row_id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def subtitle(self) -> str: ...


class DeskServices(Protocol):
    """What the window itself needs of the opened desk; `ui.desk_face.DeskFace` gives it.

    All but the first five may take a while and are called in jobs. `idle_minutes` is 0 where the desk never locks by
    itself.
    """

    @property
    def actor(self) -> Actor: ...
    @property
    def bureau(self) -> str: ...
    @property
    def data_folder(self) -> Path: ...
    @property
    def idle_minutes(self) -> int: ...
    def now(self) -> datetime: ...
    def sample_present(self) -> bool: ...
    def last_backup(self) -> datetime | None: ...
    def reminder_count(self) -> int: ...
    def search_everywhere(self, text: str) -> Sequence[Hit]: ...
    def password_matches(self, password: str) -> bool: ...
    def undo(self, group: int) -> Outcome: ...
    def undo_last(self) -> Outcome: ...
    def redo_last(self) -> Outcome: ...
    def clear_sample_data(self) -> Outcome: ...
    def damage(self) -> str: ...
    def low_space(self) -> str: ...
    def back_up(self, *, closing: bool = False) -> datetime | None: ...
    def catch_up(self) -> int: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class UiContext:
    """Built once at start-up. `desk` is the bundle of services that pages take their ledgers from.

    `machine` holds what belongs to this computer; without it such a choice lasts until the program ends.
    """

    desk: Any
    jobs: Jobs
    notify: Notify
    bridge: Bridge
    machine: MachineSettings | None = None

    def go(self, page_key: str, row_id: object = None) -> None:
        """Open a page, and a row of it (or what else that page knows as a place)."""
        self.bridge.page_wanted.emit(page_key, row_id)

    def tell(self, outcome: Outcome) -> None:
        """The toast of an act, with 撤销 where it can be taken back."""
        group = outcome.group
        self.notify.toast(outcome.message, None if group is None else lambda: self.take_back(group))

    def take_back(self, group: int) -> None:
        """Undo one act in a write job and say so."""
        undo = self.desk.undo
        self.jobs.write(self.bridge, lambda _job: undo(group), self._told)

    def _told(self, outcome: Outcome) -> None:
        self.notify.toast(outcome.message)
