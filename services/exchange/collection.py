"""报送情况: rounds of collecting lists from units, who has sent back, who has not, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.exchange import CollectionReturn, CollectionRound
from models.officer import EnforcementOfficer
from services.access import Right
from services.clock import Clock, utc_from_local
from services.documents.reminder import Sender
from services.documents.signing import Paper
from services.errors import ConflictError, NotFoundError, ValidationError
from services.exchange.collection_letter import collection_letter
from services.exchange.collection_views import ReturnView, RoundView
from services.exchange.returns import MISSING, ReturnState, state_of
from services.exchange.send_out import Recipient, Sending, rows_by_unit, send_out
from services.parts import put_away
from services.query import LedgerRow, Outcome
from services.settings import Settings
from services.spec import LedgerSpec
from services.uow import Database
from services.words import storable
from services.workdays import WorkCalendar

GONE = "这次报送已不在了，可能被移走。刷新后再看。"
Progress = Callable[[int, int], None]


class Sheets(Protocol):
    """What sending out needs of the import office."""

    def kinds(self) -> Sequence[tuple[str, str]]: ...
    def spec(self, kind: str) -> LedgerSpec: ...
    def rows(self, kind: str) -> Sequence[LedgerRow]: ...


class TakesPapers(Protocol):
    """What 催报 needs of the drafting desk."""

    def take(self, paper: Paper, words: str) -> int: ...


class Collections:
    """Everything that the page asks for; writing has one undo per act."""

    def __init__(
        self, database: Database, settings: Settings, sheets: Sheets, drafting: TakesPapers, now: Clock
    ) -> None:
        self._db, self._settings, self._sheets = database, settings, sheets
        self._drafting, self._now = drafting, now

    @property
    def _today(self) -> date:
        return self._now().date()

    # --- reading -----------------------------------------------------------------------------
    def rounds(self) -> Sequence[RoundView]:
        """All rounds, the newest first."""
        titles = dict(self._sheets.kinds())
        with self._db.read() as session:
            found = session.scalars(
                select(CollectionRound).where(CollectionRound.deleted_at.is_(None)).order_by(CollectionRound.id.desc())
            ).all()
            owed: dict[int, list[CollectionReturn]] = {each.id: [] for each in found}
            for item in session.scalars(select(CollectionReturn).where(CollectionReturn.deleted_at.is_(None))):
                owed.setdefault(item.round_id, []).append(item)
        views = []
        for each in found:
            counts = dict.fromkeys(ReturnState, 0)
            for item in owed[each.id]:
                counts[state_of(item.returned_on, item.error_count, each.due_on, self._today)] += 1
            title = titles.get(each.kind, each.kind)
            views.append(
                RoundView(each.id, each.kind, title, each.title, each.due_on, each.sent_on, each.note or "", counts)
            )
        return views

    def returns(self, round_id: int) -> Sequence[ReturnView]:
        """The units of a round: what is late first, then what is missing, then what is to be corrected; by name."""
        statement = (
            select(CollectionReturn, EnforcementAgency)
            .join(EnforcementAgency, EnforcementAgency.id == CollectionReturn.agency_id)
            .where(CollectionReturn.round_id == round_id, CollectionReturn.deleted_at.is_(None))
            .order_by(EnforcementAgency.name.collate("PINYIN"), CollectionReturn.id)
        )
        with self._db.read() as session:
            due_on = self._round(session, round_id).due_on
            found = [self._view(item, unit, due_on) for item, unit in session.execute(statement)]
        order = list(ReturnState)
        return sorted(found, key=lambda view: order.index(view.state))

    def units(self) -> Sequence[tuple[int, str]]:
        """Every registered unit but the bureau itself, by name."""
        own = self._settings.get("bureau_name"), self._settings.get("county_name")
        statement = select(EnforcementAgency.id, EnforcementAgency.name).where(EnforcementAgency.deleted_at.is_(None))
        with self._db.read() as session:
            rows = session.execute(statement.order_by(EnforcementAgency.name.collate("PINYIN"))).all()
        mine = {own[0], own[0].removeprefix(own[1]), "县" + own[0].removeprefix(own[1])}
        return [(row_id, name) for row_id, name in rows if name not in mine]

    # --- rounds ------------------------------------------------------------------------------
    def open_round(
        self, kind: str, title: str, due_on: date | None, agency_ids: Collection[int], note: str = ""
    ) -> int:
        """A new round that asks these units; ValidationError names what is missing. Returns its id."""
        problems = {}
        title = storable(title).strip()
        if kind not in dict(self._sheets.kinds()):
            problems["kind"] = "请选要报送的台账。"
        if not title or len(title) > 100:
            problems["title"] = "请填写“名称”，最多100字。"
        if not agency_ids:
            problems["agency_ids"] = "没有选单位。至少选一个要报送的单位。"
        if due_on is not None and due_on < self._today:
            problems["due_on"] = "报送期限早于今天，请改期限。"
        if problems:
            raise ValidationError(problems)
        with self._db.write(f"新建报送：{title}"[:100]) as session:
            made = CollectionRound(kind=kind, title=title, due_on=due_on, note=storable(note).strip()[:500] or None)
            session.add(made)
            session.flush()
            for agency_id in agency_ids:
                session.add(CollectionReturn(round_id=made.id, agency_id=agency_id))
            session.flush()
            return made.id

    def extend(self, round_id: int, due_on: date | None) -> Outcome:
        """Another last day for all units of the round."""
        with self._db.write("改报送期限") as session:
            self._round(session, round_id).due_on = due_on
            session.flush()
            group = session.info.get("group")
        return Outcome("已改报送期限。" if due_on else "已去掉报送期限。", group)

    def remove(self, round_id: int) -> Outcome:
        """Into the 回收站 with what was noted of its units; the imported data stays."""
        with self._db.write("移走一次报送", Right.DELETE) as session:
            put_away(session, self._round(session, round_id), utc_from_local(self._now()))
            session.flush()
            group = session.info.get("group")
        return Outcome("已移走这次报送，导入的数据不受影响。", group)

    # --- acts --------------------------------------------------------------------------------
    def send(
        self, round_id: int, folder: Path, *, prefilled: bool = False, progress: Progress | None = None
    ) -> Outcome:
        """发出空表: a workbook for every unit of the round and the list, into `folder`; with `prefilled` the registered
        rows stand in it, which takes the right to export full numbers."""
        if prefilled:
            self._db.actor().require(Right.EXPORT_FULL)
        with self._db.read() as session:
            found = self._round(session, round_id)
            kind, due_on = found.kind, found.due_on
            officers = session.execute(select(EnforcementOfficer.id, EnforcementOfficer.agency_id)).all()
        recipients = [
            Recipient(view.agency_id, view.unit, view.contact, view.phone)
            for view in sorted(self.returns(round_id), key=lambda view: view.agency_id)
        ]
        spec = self._sheets.spec(kind)
        rows = self._sheets.rows(kind) if prefilled else ()
        by_unit = rows_by_unit(spec, rows, {row.id: row.agency_id for row in officers})
        written = send_out(Sending(spec, round_id, due_on, by_unit), recipients, folder, progress)
        with self._db.write(f"发出空表：{spec.title}") as session:
            self._round(session, round_id).sent_on = self._today
            for item in self._items(session, round_id):
                item.sent_on = item.sent_on or self._today
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已生成{len(written) - 1}个单位的填报表和发出清单。", group, str(folder))

    def receive(self, return_ids: Collection[int], on: date | None = None) -> Outcome:
        """登记收到 by hand: on paper, or a file that came another way."""
        day = on or self._today
        if day > self._today:
            raise ValidationError({"on": "收到日期晚于今天，请填实际日期。"})
        with self._db.write("登记收到报送") as session:
            for item in self._several(session, return_ids):
                item.returned_on = day
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已登记收到{len(return_ids)}个单位。", group)

    def take_back(self, return_ids: Collection[int]) -> Outcome:
        """退回重报: the unit owes its list again; what was imported stays."""
        with self._db.write("退回重报") as session:
            for item in self._several(session, return_ids):
                item.returned_on, item.error_count = None, 0
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已把{len(return_ids)}个单位改为未报。", group)

    def remind(self, round_id: int, return_ids: Collection[int]) -> int:
        """催报: a letter to these units on the drafting desk; the draft's id. ConflictError where one has sent."""
        views = [view for view in self.returns(round_id) if view.id in set(return_ids)]
        if not views:
            raise ConflictError("没有要催报的单位。")
        if came := next((view.unit for view in views if view.state not in MISSING), None):
            raise ConflictError(f"{came}已经报送，不用催报。只选未报的单位。")
        today = self._today
        with self._db.read() as session:
            found = self._round(session, round_id)
            title, due_on = found.title, found.due_on
            reply = WorkCalendar.load(session).add_workdays(today, self._settings.get("reply_workdays"))
        words = ("bureau_name", "contact_name", "contact_phone")
        sender = Sender(*(str(self._settings.get(key)) for key in words))
        content = collection_letter(sender, [view.unit for view in views], title, due_on, reply, today)
        only = views[0].agency_id if len(views) == 1 else None
        paper = Paper("reminder", content, only, reply, CollectionRound.__tablename__, round_id)
        draft_id = self._drafting.take(paper, title)
        with self._db.write("登记催报") as session:
            for item in self._several(session, return_ids):
                item.reminded_on = today
        return draft_id

    def print_missing(self, round_id: int, target: Path) -> int:
        """未报名单 as PDF; returns its pages."""
        from services.exchange.missing_print import print_missing  # brings the print faces

        with self._db.read() as session:
            found = self._round(session, round_id)
            title, due_on = found.title, found.due_on
        return print_missing(title, due_on, self.returns(round_id), self._today, target)

    # --- inside ------------------------------------------------------------------------------
    def _view(self, item: CollectionReturn, unit: EnforcementAgency, due_on: date | None) -> ReturnView:
        state = state_of(item.returned_on, item.error_count, due_on, self._today)
        late = (self._today - due_on).days if due_on and state is ReturnState.LATE else 0
        counts = (item.new_count, item.changed_count, item.same_count, item.error_count)
        return ReturnView(
            item.id,
            unit.id,
            unit.name,
            unit.contact or "",
            unit.phone or "",
            state,
            item.sent_on,
            item.returned_on,
            item.file_name or "",
            counts,
            late,
            item.reminded_on,
        )

    @staticmethod
    def _round(session: Session, round_id: int) -> CollectionRound:
        found = session.get(CollectionRound, round_id)
        if found is None or found.deleted_at is not None:
            raise NotFoundError(GONE)
        return found

    @staticmethod
    def _items(session: Session, round_id: int) -> Sequence[CollectionReturn]:
        owed = CollectionReturn.round_id == round_id, CollectionReturn.deleted_at.is_(None)
        return session.scalars(select(CollectionReturn).where(*owed)).all()

    @staticmethod
    def _several(session: Session, return_ids: Collection[int]) -> Sequence[CollectionReturn]:
        wanted = CollectionReturn.id.in_(return_ids), CollectionReturn.deleted_at.is_(None)
        found = session.scalars(select(CollectionReturn).where(*wanted)).all()
        if len(found) < len(set(return_ids)):
            raise NotFoundError(GONE)
        return found
