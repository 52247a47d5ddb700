"""Acts at random on a stored task: nothing that was noted is lost, and no date moves but by an act that says so."""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.obligation import DueExtension, ExtensionState, NoteKind, ObligationState, TaskNote, TaskObligation
from models.plan import Plan, PlanDeadline, PlanTask, TaskState, UnitRole
from models.tables import Base
from services.errors import ServiceError
from services.plans.extensions import Asked, Decision, ask, decide
from services.plans.machine import OPEN, STEPS, Act
from services.plans.obligations import first_state, obligations_of
from services.plans.progress import Entry, Writer, carry_out
from services.plans.rounds import Closing, finish, look_at, meet_milestone, open_milestones, reopen

START = date(2026, 1, 5)
SHAPES = {
    "once": [("by_date", date(2026, 6, 30), None)],
    "two dates": [("by_date", date(2026, 4, 8), None), ("by_month_end", date(2026, 4, 30), None)],
    "yearly": [("annual", None, "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1")],
    "then for good": [("by_date", date(2026, 6, 30), None), ("ongoing", None, None)],
    "for good": [("ongoing", None, None)],
}
FIRST = {
    "once": date(2026, 6, 30),
    "two dates": date(2026, 4, 8),
    "yearly": date(2026, 6, 30),
    "then for good": date(2026, 6, 30),
    "for good": None,
}


class TaskLife(RuleBasedStateMachine):
    """One task of three units in a file of its own."""

    @initialize(shape=st.sampled_from(sorted(SHAPES)), soft=st.booleans())
    def begin(self, shape, soft):
        engine = create_engine("sqlite://")
        event.listen(engine, "connect", lambda c, _r: c.create_collation("PINYIN", lambda a, b: (a > b) - (a < b)))
        Base.metadata.create_all(engine)
        self.session, self.today = Session(engine), START
        plan = Plan(title="方案", source_text="", sha256="")
        self.session.add(plan)
        self.session.flush()
        self.task = PlanTask(
            plan_id=plan.id,
            position=1,
            no="1.",
            summary="任务",
            text="任务。",
            source_line=1,
            source_start=0,
            source_end=3,
            due_on=FIRST[shape],
            ongoing="for good" in shape,
            soft=soft,
        )
        self.session.add(self.task)
        self.session.flush()
        for kind, day, repeated in SHAPES[shape]:
            self.session.add(PlanDeadline(task_id=self.task.id, kind=kind, due_on=day, rule=repeated))
        for number in range(3):
            unit = EnforcementAgency(name=f"单位{number}", kind="department")
            self.session.add(unit)
            self.session.flush()
            owed = TaskObligation(
                task_id=self.task.id,
                agency_id=unit.id,
                printed=unit.name,
                role=UnitRole.RESPONSIBLE,
                state=first_state(self.task),
                due_on=self.task.due_on,
                original_due_on=self.task.due_on,
            )
            self.session.add(owed)
        self.session.flush()
        self.dates = {item.id: item.due_on for item in self.items}
        self.task_due, self.noted, self.checked = self.task.due_on, [], {}

    # --- what can happen -----------------------------------------------------------------
    @rule(days=st.integers(1, 120))
    def time_passes(self, days):
        self.today += timedelta(days)

    @rule(
        place=st.integers(0, 2),
        act=st.sampled_from(list(Act)),
        text=st.sampled_from(["", "已办"]),
        percent=st.one_of(st.none(), st.integers(-5, 120)),
        by=st.sampled_from([None, "容知秋"]),
        shift=st.integers(-20, 3),
    )
    def something_is_noted(self, place, act, text, percent, by, shift):
        item, before = self.items[place], self.items[place].state
        entry = Entry(self.today + timedelta(shift), text, percent, by)
        if self.tried(carry_out, item, act, entry, self.writer):
            assert before in STEPS[act].targets
            assert shift <= 0
            assert act is Act.PASS or text
            if act is Act.PASS:
                self.checked.setdefault(item.id, []).append(entry.on)

    @rule(place=st.integers(0, 2), then=st.sampled_from([Act.PASS, Act.RETURN]))
    def a_unit_reports_and_is_checked(self, place, then):
        """The usual way, which single acts at random rarely find."""
        item = self.items[place]
        if self.tried(carry_out, item, Act.REPORT, Entry(self.today, "已办完"), self.writer):
            assert self.tried(carry_out, item, then, Entry(self.today, "核过", by="容知秋"), self.writer)
            if then is Act.PASS:
                self.checked.setdefault(item.id, []).append(self.today)

    @rule(place=st.integers(0, 2))
    def a_unit_is_opened_again(self, place):
        item, before = self.items[place], self.items[place].state
        if self.tried(carry_out, item, Act.REOPEN, Entry(self.today, "抽查漏报"), self.writer):
            assert before in (ObligationState.DONE, ObligationState.EXEMPT)
            assert item.state in (ObligationState.RUNNING, ObligationState.ONGOING)

    @rule(place=st.one_of(st.none(), st.integers(0, 2)), days=st.integers(-5, 60), reason=st.sampled_from(["", "汛期"]))
    def more_time_is_asked_for(self, place, days, reason):
        item = None if place is None else self.items[place]
        old = self.task.due_on if item is None else item.due_on
        new = (old or self.today) + timedelta(days)
        if self.tried(ask, self.task, item, Asked(self.today, new, reason), self.writer):
            assert self.today <= old < new
            assert reason
            if self.task.soft:
                self.moved(item, new)

    @rule(granted=st.booleans(), words=st.sampled_from(["", "按期办"]))
    def a_request_is_decided(self, granted, words):
        waiting = self.session.scalars(
            select(DueExtension).where(DueExtension.state == ExtensionState.ASKED).order_by(DueExtension.id)
        ).first()
        if waiting is None:
            return
        item = next((i for i in self.items if i.id == waiting.obligation_id), None)
        if self.tried(decide, waiting, Decision(self.today, granted, "容知秋", words), self.writer) and granted:
            self.moved(item, waiting.new_due_on)

    @rule(why=st.sampled_from(["", "已当面报齐"]))
    def the_task_is_closed(self, why):
        open_units = any(item.state in OPEN for item in self.items)
        before = {item.id: item.state for item in self.items}
        if self.tried(finish, self.task, Closing(self.today, "办完", why), self.writer):
            assert why or not open_units
            self.went_on(before)

    @rule()
    def a_milestone_is_met(self):
        found = open_milestones(self.session, self.task)
        before = {item.id: item.state for item in self.items}
        if found and self.tried(meet_milestone, self.task, found[0].id, Entry(self.today, "报齐"), self.writer):
            assert self.task.state is not TaskState.DONE
            self.went_on(before)

    @precondition(lambda self: self.task.state is TaskState.DONE)
    @rule()
    def the_task_is_opened_again(self):
        due = self.task.due_on
        reopen(self.session, self.task, Entry(self.today, "漏报"), self.writer)
        self.session.flush()
        assert (self.task.due_on, self.task.done_on) == (due, None)

    @rule()
    def a_long_term_task_is_looked_at(self):
        long_term = self.task.ongoing and self.task.due_on is None
        if self.tried(look_at, self.task, Entry(self.today, "正常"), self.writer):
            assert long_term
            assert self.task.next_check_on > self.today

    # --- what always holds ---------------------------------------------------------------
    @invariant()
    def nothing_noted_is_lost_or_changed(self):
        now = [(n.id, n.kind, n.noted_on, n.text) for n in self.notes]
        assert now[: len(self.noted)] == self.noted
        self.noted = now

    @invariant()
    def dates_move_by_extensions_and_rounds_only(self):
        assert {item.id: item.due_on for item in self.items} == self.dates
        assert self.task.due_on == self.task_due

    @invariant()
    def who_is_done_was_checked(self):
        for item in self.items:
            assert 0 <= item.percent <= 100
            if item.state is ObligationState.DONE:
                assert (bool(item.done_on), bool(item.checked_by), item.percent) == (True, True, 100)
            else:
                assert item.done_on is None

    @invariant()
    def every_check_stays_in_the_notes(self):
        for row_id, days in self.checked.items():
            kept = [n.noted_on for n in self.notes if n.obligation_id == row_id and n.kind is NoteKind.CHECK]
            assert kept == days

    @invariant()
    def without_a_date_nothing_is_open_to_be_late(self):
        if self.task.due_on is None and self.task.ongoing:
            assert all(item.state not in (ObligationState.TODO, ObligationState.RETURNED) for item in self.items)

    # --- how -----------------------------------------------------------------------------
    @property
    def items(self):
        return obligations_of(self.session, self.task.id)

    @property
    def notes(self):
        return self.session.scalars(select(TaskNote).order_by(TaskNote.id)).all()

    @property
    def writer(self):
        return Writer("齐明川", self.today)

    def tried(self, act, *values):
        """Whether it was done; what was refused has changed nothing."""
        self.session.flush()
        try:
            act(self.session, *values)
        except ServiceError:
            assert not self.session.dirty
            assert not self.session.new
            return False
        self.session.flush()
        return True

    def moved(self, item, new):
        if item is not None:
            self.dates[item.id] = new
            assert item.original_due_on < new
            return
        assert self.task.original_due_on < new
        self.task_due = new
        for unit in self.items:
            if unit.state in OPEN and self.dates[unit.id] is not None and self.dates[unit.id] < new:
                self.dates[unit.id] = new

    def went_on(self, before):
        """Another date was taken up, or none; every unit follows, and what it did so far has its line."""
        if self.task.due_on == self.task_due:
            return
        assert self.task_due is not None
        assert self.task.due_on is None or self.task.due_on > self.task_due or self.task.original_due_on is None
        self.task_due = self.task.due_on
        self.dates = {item.id: self.task.due_on for item in self.items}
        closed = {n.obligation_id for n in self.notes if n.kind is NoteKind.CLOSED and n.noted_on == self.today}
        kept = {row_id for row_id, state in before.items() if state is not ObligationState.EXEMPT}
        assert kept <= closed


TestTaskLife = TaskLife.TestCase
TestTaskLife.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
