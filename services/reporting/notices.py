"""通报 of those that lag: how many there are, how many are done, and by unit what is late; drafted for signing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.plan import Plan
from models.reporting import ReportDuty, ReportState, UnitReport
from services.clock import Clock
from services.documents.drafting import Drafting
from services.documents.signing import Paper
from services.errors import ConflictError, NotFoundError
from services.evaluation.plan_facts import task_facts
from services.evaluation.standing import Standing, standing_of
from services.ledger import GONE
from services.ratio import percent_words
from services.reporting.chase import sender_of
from services.reporting.overview import Overview, overview_of
from services.reporting.periods import ONCE
from services.settings import value_of
from services.uow import Database
from services.words import chinese_date
from services.workdays import WorkCalendar

EMPTY = "没有可以统计的任务或单位，写不了通报。"
MOST_IN_WORDS = 6  # late items; more of them are easier to find in a table


@dataclass(frozen=True, slots=True)
class Lagging:
    """One late item of one unit."""

    unit: str
    words: str
    due_on: date
    days_late: int


@dataclass(frozen=True, slots=True)
class NoticeFigures:
    """The head of a notice. `counted` is what one of them is called: 项任务, 个单位. Excused ones are left out."""

    subject: str
    counted: str
    total: int
    done: int
    done_late: int
    lagging: tuple[Lagging, ...]
    late_items: int
    long_term: int = 0  # without a date, and so in none of the other numbers

    @property
    def running(self) -> int:
        """Neither done nor late."""
        return self.total - self.done - self.late_items

    @property
    def units(self) -> int:
        """How many units something lags with."""
        return len({each.unit for each in self.lagging})


class Notices:
    """Figures are queries of the moment; the draft keeps what they were."""

    def __init__(self, database: Database, drafting: Drafting, now: Clock) -> None:
        self._db, self._drafting, self._now = database, drafting, now

    def subjects(self) -> Sequence[tuple[str, int, str, str]]:
        """What a notice can be about: (plan, id, empty, words) and (duty, id, period, words)."""
        with self._db.read() as session:
            plans = session.execute(
                select(Plan.id, Plan.title)
                .where(Plan.deleted_at.is_(None), Plan.closed_on.is_(None))
                .order_by(Plan.issued.desc().nulls_last(), Plan.id.desc())
            ).all()
            periods = overview_of(session, self._now().date())
        found = [("plan", row.id, "", f"《{row.title}》任务推进") for row in plans]
        return [
            *found,
            *(("duty", each.duty_id, each.period, f"{_named(each)}报送") for each in periods),
        ]

    def figures(self, kind: str, row_id: int, period: str = "") -> NoticeFigures:
        """The figures as they are now; NotFoundError where the plan or duty is gone."""
        today = self._now().date()
        with self._db.read() as session:
            if kind == "plan":
                return _plan_figures(session, row_id, today)
            return _duty_figures(session, row_id, period, today)

    def draft(self, kind: str, row_id: int, period: str = "") -> int:
        """The notice on the drafting desk; the draft's id. ConflictError where there is nothing to count."""
        figures = self.figures(kind, row_id, period)
        if not figures.total:
            raise ConflictError(EMPTY)
        today = self._now().date()
        with self._db.read() as session:
            reply = WorkCalendar.load(session).add_workdays(today, value_of(session, "reply_workdays"))
            bureau = sender_of(session).bureau
        content = notice(bureau, figures, reply, today)
        entity = Plan.__tablename__ if kind == "plan" else ReportDuty.__tablename__
        return self._drafting.take(Paper("circular", content, None, None, entity, row_id), figures.subject)


def notice(bureau: str, figures: NoticeFigures, reply_due_on: date, written_on: date) -> dict[str, Any]:
    """The document in the exchange form of the command line; its number comes at signing."""
    body: list[dict[str, Any]] = [
        {"level": 0, "text": f"现将{figures.subject}情况通报如下。"},
        {"level": 1, "text": "总体情况"},
        {"level": 0, "text": _overall(figures, written_on)},
    ]
    if figures.lagging:
        body.append({"level": 1, "text": "滞后事项"})
        body += _by_unit(figures.lagging)
        demand = (
            f"上述单位要对照滞后事项逐项说明原因，明确责任人和完成时间，于{chinese_date(reply_due_on)}前将办理情况"
            f"书面报{bureau}。逾期仍未办结的，按规定督办。其他单位要对照时限抓紧推进。"
        )
    else:
        demand = "各单位要对照时限继续抓紧推进，按期报送办理结果。"
    body += [{"level": 1, "text": "下步要求"}, {"level": 0, "text": demand}]
    return {
        "format": "文件",
        "mark": f"{bureau}文件",
        "issuer": bureau,
        "number": None,
        "title": f"{bureau}关于{figures.subject}情况的通报",
        "to": ["各乡镇人民政府", "县级各行政执法单位"],
        "body": body,
        "attachments": [],
        "sign": [{"name": bureau, "seal": True}],
        "date": written_on.isoformat(),
        "note": "",
        "cc": ["县人民政府办公室"],
        "printed_by": f"{bureau}办公室",
        "printed_on": None,
    }


def _share(part: int, whole: int) -> str:
    """As prose writes it: 25%, not 25.0%."""
    return percent_words(part, whole).replace(".0%", "%")


def _named(each: Overview) -> str:
    return each.title if each.period == ONCE else f"{each.title}（{each.period}）"


def _overall(figures: NoticeFigures, day: date) -> str:
    total, counted = figures.total, figures.counted
    done = f"已完成{figures.done}{counted}，占{_share(figures.done, total)}"
    late = f"（其中逾期完成{figures.done_late}{counted}）" if figures.done_late else ""
    running = f"正在推进{figures.running}{counted}，占{_share(figures.running, total)}"
    lag = f"已超过时限{figures.late_items}{counted}，占{_share(figures.late_items, total)}"
    units = f"，涉及{figures.units}个单位" if figures.units else ""
    long_term = f"另有长期坚持的任务{figures.long_term}项，不计入。" if figures.long_term else ""
    return f"截至{chinese_date(day)}，共{total}{counted}，{done}{late}；{running}；{lag}{units}。{long_term}"


def _by_unit(lagging: Sequence[Lagging]) -> Iterable[dict[str, Any]]:
    """由…负责的…: each unit with all its late items, those with most first; many of them in a table."""
    units: defaultdict[str, list[Lagging]] = defaultdict(list)
    for each in lagging:
        units[each.unit].append(each)
    ordered = sorted(units.items(), key=lambda pair: -len(pair[1]))
    if len(lagging) > MOST_IN_WORDS:
        yield {"level": 0, "text": "滞后事项按单位列表如下，项数多的在前。"}
        yield {"table": _table(ordered)}
        return
    for unit, items in ordered:
        listed = "；".join(f"{each.words}（时限{chinese_date(each.due_on)}，逾期{each.days_late}天）" for each in items)
        yield {"level": 2 if len(units) > 1 else 0, "text": f"由{unit}负责的{len(items)}项：{listed}。"}


def _table(units: Sequence[tuple[str, Sequence[Lagging]]]) -> dict[str, Any]:
    rows = [
        [
            {"text": unit, "rows": len(items)} if not number else None,
            each.words,
            f"{each.due_on:%Y-%m-%d}",
            f"{each.days_late}天",
        ]
        for unit, items in units
        for number, each in enumerate(items)
    ]
    return {
        "columns": [
            {"label": "单位", "width": 5},
            {"label": "滞后事项", "width": 9},
            {"label": "时限", "width": 4, "align": "center"},
            {"label": "逾期", "width": 3, "align": "center"},
        ],
        "rows": [[cell for cell in row if cell is not None] for row in rows],
    }


def _duty_figures(session: Session, duty_id: int, period: str, today: date) -> NoticeFigures:
    found: Overview | None = next(
        (each for each in overview_of(session, today, duty_id) if each.period == period), None
    )
    if found is None:
        raise NotFoundError(GONE)
    report = UnitReport
    rows = session.execute(
        select(EnforcementAgency.name, report.due_on)
        .join(EnforcementAgency, EnforcementAgency.id == report.agency_id)
        .where(report.duty_id == duty_id, report.period == period, report.deleted_at.is_(None))
        .where(report.state.in_((ReportState.OWED, ReportState.RETURNED)), report.due_on < today)
        .order_by(EnforcementAgency.name.collate("PINYIN"))
    ).all()
    lagging = tuple(Lagging(name, found.title, day, (today - day).days) for name, day in rows)
    when = "" if period == ONCE else period
    subject = f"{when}{found.title}报送"
    return NoticeFigures(subject, "个单位", found.units, found.received, found.received_late, lagging, len(lagging))


def _plan_figures(session: Session, plan_id: int, today: date) -> NoticeFigures:
    """As evaluations count: a task once, however many units it has; each unit late with a late task is listed."""
    plan = session.get(Plan, plan_id)
    if plan is None or plan.deleted_at is not None:
        raise NotFoundError(GONE)
    standing = [(task, standing_of(task.facts, today)) for task in task_facts(session, plan_id)]
    counted = [(task, found) for task, found in standing if found not in (Standing.LONG, Standing.EXEMPT)]
    tally = Counter(found for _task, found in counted)
    lagging: list[Lagging] = []
    for task, found in counted:
        if found is not Standing.LATE or task.facts.due_on is None:
            continue
        words = f"第{task.no.strip('.．、 ')}项“{task.summary.rstrip('。…')}”"
        late = [part for part in task.parts if standing_of(part.facts, today) is Standing.LATE and part.facts.due_on]
        owing = [(part.unit, part.facts.due_on or task.facts.due_on) for part in late] or [
            (task.lead, task.facts.due_on)
        ]
        lagging += [Lagging(unit, words, day, (today - day).days) for unit, day in dict(owing).items()]
    done_late = tally[Standing.DONE_LATE]
    return NoticeFigures(
        f"《{plan.title}》任务推进",
        "项任务",
        len(counted),
        tally[Standing.IN_TIME] + done_late,
        done_late,
        tuple(lagging),
        tally[Standing.LATE],
        sum(found is Standing.LONG for _task, found in standing),
    )
