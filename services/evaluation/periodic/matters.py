"""表2 问题整治 and 表3 投诉举报."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.problem import Complaint, Problem, ProblemState
from services.code_tables import COMPLAINT_CHANNELS, PROBLEM_KINDS
from services.evaluation.counting import Count, table
from services.evaluation.figures import Cells, FigureColumn, FigureTable, Listed
from services.rectification import STATE_LABELS
from services.training.compliance import Rate

PROBLEM_COLUMNS = (
    FigureColumn("opening", "上期结存", "本期以前发现，到本期开始时还没有销号的。"),
    FigureColumn("found", "本期新增", "发现日期在本期内的。"),
    FigureColumn("closed", "本期销号", "销号日期在本期内的。"),
    FigureColumn("closing", "期末结存", "到期末还没有销号的，等于上期结存＋本期新增－本期销号。", watched=True),
    FigureColumn(ProblemState.REGISTERED, "待整改", "期末结存里已登记、还没有开始整改的，按台账现在的环节。"),
    FigureColumn(ProblemState.RECTIFYING, "整改中", "期末结存里正在整改的；期末以后才销号的也算在这里。"),
    FigureColumn(ProblemState.SUBMITTED, "待复核", "期末结存里已报整改结果、等复核的，按台账现在的环节。"),
    FigureColumn("extended", "其中延期", "期末结存里改过整改时限的。"),
    FigureColumn("late", "其中逾期", "期末结存里整改时限已过的，期末当天到期的不算。", watched=True),
)
NO_REBOUND = "台账不记反弹，需要时另行统计。"
COMPLAINT_COLUMNS = (
    FigureColumn("received", "收到", "收到日期在本期内的。"),
    FigureColumn("answered", "已答复", "本期收到、到期末已经答复的。"),
    FigureColumn("open", "正在办理", "本期收到、到期末没有答复的，等于收到－已答复。"),
    FigureColumn(
        "rate",
        "办结率",
        "已答复÷收到；没有收到的写“—”，四舍五入到一位小数。",
        Cells.SHARE,
        ("answered",),
        ("received",),
    ),
    FigureColumn("due", "本期到期", "办理时限在本期内的，不论何时收到。"),
    FigureColumn("in_time", "按期答复", "本期到期的里面，在时限当天或以前答复的。"),
    FigureColumn(
        "in_time_rate",
        "按期率",
        "按期答复÷本期到期；没有到期的写“—”，四舍五入到一位小数。",
        Cells.SHARE,
        ("in_time",),
        ("due",),
    ),
    FigureColumn("private", "涉民营企业", "本期收到的里面，投诉人是民营企业的。"),
    FigureColumn("share", "渠道占比", "本渠道收到的占全部收到的，四舍五入到一位小数。", Cells.WORDS),
)
NOT_SPLIT = "台账登记的都是受理的件，不予受理的另行统计。"


def problem_tables(session: Session, first: date, last: date) -> tuple[FigureTable, ...]:
    """By unit and by type: both divide the same problems."""
    rows = session.execute(
        select(Problem, EnforcementAgency.name)
        .join(EnforcementAgency, EnforcementAgency.id == Problem.agency_id)
        .where(Problem.deleted_at.is_(None), Problem.found_on <= last)
        .order_by(EnforcementAgency.name.collate("PINYIN"), Problem.found_on, Problem.id)
    ).all()
    by_unit, by_kind = Count(), Count()
    for problem, unit in rows:
        columns = _problem_columns(problem, first, last)
        if columns:
            listed = Listed("problems", problem.id, problem.title, unit, _problem_words(problem))
            by_unit.put(unit, f"problem:{problem.id}", listed, columns)
            by_kind.put(PROBLEM_KINDS.get(problem.kind, problem.kind), f"problem:{problem.id}", listed, columns)
    return (
        table("problems_units", "表2　问题整治（按单位）", "单位", "个", PROBLEM_COLUMNS, by_unit, NO_REBOUND),
        table("problems_kinds", "表2　问题整治（按类型）", "问题类型", "个", PROBLEM_COLUMNS, by_kind),
    )


def complaint_table(session: Session, first: date, last: date) -> FigureTable:
    """By channel, every channel with a line of its own."""
    rows = session.execute(
        select(Complaint, EnforcementAgency.name)
        .join(EnforcementAgency, EnforcementAgency.id == Complaint.agency_id)
        .where(Complaint.deleted_at.is_(None), Complaint.received_on <= last)
        .order_by(Complaint.received_on, Complaint.id)
    ).all()
    count = Count(COMPLAINT_CHANNELS.values())
    for complaint, unit in rows:
        if columns := _complaint_columns(complaint, first, last):
            listed = Listed("complaints", complaint.id, complaint.content, unit, _complaint_words(complaint))
            channel = COMPLAINT_CHANNELS.get(complaint.channel, complaint.channel)
            count.put(channel, f"complaint:{complaint.id}", listed, columns)
    plain = count.lines()
    received = sum(len(line.lists.get("received", ())) for line in plain)
    shares = {line.label: {"share": Rate(len(line.lists.get("received", ())), received).words} for line in plain}
    return FigureTable(
        "complaints",
        "表3　投诉举报",
        "渠道",
        "件",
        COMPLAINT_COLUMNS,
        count.lines(shares),
        count.items,
        NOT_SPLIT,
        total_words={"share": Rate(received, received).words},
    )


def _problem_columns(problem: Problem, first: date, last: date) -> Sequence[str]:
    closed = problem.closed_on if problem.closed_on is not None and problem.closed_on <= last else None
    if closed is not None and closed < first:
        return ()
    columns = ["opening" if problem.found_on < first else "found"]
    if closed is not None:
        return [*columns, "closed"]
    still = problem.state if problem.state is not ProblemState.CLOSED else ProblemState.RECTIFYING
    columns += ["closing", still.value]
    if problem.original_due_on is not None and problem.original_due_on != problem.due_on:
        columns.append("extended")
    if problem.due_on is not None and problem.due_on < last:
        columns.append("late")
    return columns


def _problem_words(problem: Problem) -> str:
    due = f"，时限{problem.due_on:%Y-%m-%d}" if problem.due_on else ""
    done = f"，销号{problem.closed_on:%Y-%m-%d}" if problem.closed_on else ""
    return f"{STATE_LABELS[problem.state.value]}{due}{done}"


def _complaint_columns(complaint: Complaint, first: date, last: date) -> Sequence[str]:
    answered = complaint.answered_on if complaint.answered_on is not None and complaint.answered_on <= last else None
    columns: list[str] = []
    if complaint.received_on >= first:
        columns += ["received", "open" if answered is None else "answered"]
        columns += ["private"] if complaint.private_enterprise else []
    if complaint.due_on is not None and first <= complaint.due_on <= last:
        columns.append("due")
        columns += ["in_time"] if answered is not None and answered <= complaint.due_on else []
    return columns


def _complaint_words(complaint: Complaint) -> str:
    due = f"，时限{complaint.due_on:%Y-%m-%d}" if complaint.due_on else ""
    done = f"，答复{complaint.answered_on:%Y-%m-%d}" if complaint.answered_on else ""
    return f"{complaint.received_on:%Y-%m-%d}收到{due}{done}"
