"""The figures of the page in words and rows: what a card says, what 复制 takes, what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from services.settings import Settings
from services.statistics import Forecast, KindCount, Period, Share, Shares, Statistics, UnitProblems
from services.training.compliance import Compliance
from services.training.rules import RuleSet
from ui.kit.charts import Rate

SOON_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the page shows of one period; `answered_percent` is the target of the settings."""

    period: str
    forecast: Forecast
    answered: Shares
    kinds: tuple[KindCount, ...]
    units: tuple[UnitProblems, ...]
    training: Compliance
    answered_percent: int


NO_HOURS = Compliance(0, date.min, RuleSet("", ()), "", (), ())
NOTHING = Figures("", Forecast((), 0), Shares(()), (), (), NO_HOURS, 0)
"""Before anything was read."""


@dataclass(frozen=True, slots=True)
class Section:
    """One card: the page named `page` holds its rows, `columns` and `rows` are its numbers as words."""

    key: str
    title: str
    page: str
    finding: str
    definition: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_text(self) -> str:
        """For the clipboard: a spreadsheet pastes it into cells."""
        lines = [self.title, self.finding, "\t".join(self.columns), *("\t".join(row) for row in self.rows)]
        return "\n".join([*lines, f"口径：{self.definition}"])


def periods(today: date) -> list[tuple[str, Period]]:
    """What can be chosen, this year first."""
    year = today.year
    return [
        (f"{year}年", Period.year(year)),
        (f"{year}年上半年", Period.half(year, 1)),
        (f"{year}年下半年", Period.half(year, 2)),
        (f"{year - 1}年", Period.year(year - 1)),
    ]


def read_figures(statistics: Statistics, settings: Settings, name: str, period: Period) -> Figures:
    """Ask for everything; runs in a job."""
    return Figures(
        name,
        statistics.expiry_forecast(),
        statistics.answered_in_time(period),
        statistics.problem_kinds(period),
        statistics.problems_by_unit(period),
        statistics.training(period.first.year),
        settings.get("answered_percent"),
    )


def sections(figures: Figures) -> tuple[Section, ...]:
    """The five cards in the order of the page."""
    return (
        _expiry(figures.forecast),
        _answered(figures.period, figures.answered, figures.answered_percent),
        _kinds(figures.period, figures.kinds),
        _units(figures.period, figures.units),
        _training(figures.training),
    )


def rate_of(share: Share) -> Rate:
    """The share as the charts draw it."""
    return Rate(share.name, share.done, share.due)


def _expiry(found: Forecast) -> Section:
    soon = sum(month.count for month in found.months[:SOON_MONTHS])
    expired = f"；另有{found.expired:,}本已经过期" if found.expired else ""
    most = (
        f"{found.peak.month}月到期最多，{found.peak.count:,}本；本月和后两个月{soon:,}本"
        if found.peak
        else "今后12个月没有到期的"
    )
    rows = [(f"{month.year}年{month.month}月", f"{month.count:,}") for month in found.months]
    return Section(
        "expiry",
        "证件到期预测",
        "officers",
        f"{most}{expired}。",
        "在岗人员当前有效和换证办理中的证件，按有效期截止日所在月份计数，本月从今天起算；不含暂扣、注销、吊销和长期的。",
        ("月份", "到期本数"),
        (("已过期", f"{found.expired:,}"), *rows),
    )


def _answered(period: str, found: Shares, percent: int) -> Section:
    total, missing = found.total, len(found.missing(percent))
    below = f"{missing}个单位未达{percent}%" if missing else f"各单位都达到{percent}%"
    judged = f"{total.due:,}件中按时{total.done:,}件，{rate_of(total).words()}；{below}。"
    return Section(
        "answered",
        "投诉举报按时答复率",
        "complaints",
        judged if total.due else f"{period}还没有要按时限评价的投诉举报。",
        "办理时限在本期内、已经答复或超过时限还没有答复的件数里，在时限当天或之前答复的占比；没有时限的不计，比较时不四舍五入。",
        ("单位", "按时", "应答复", "按时率"),
        _share_rows(found),
    )


def _kinds(period: str, found: Sequence[KindCount]) -> Section:
    total = sum(kind.count for kind in found)
    words = f"共{total:,}个，{found[0].name}最多，{found[0].count:,}个。" if found else f"{period}还没有发现的问题。"
    return Section(
        "kinds",
        "问题类型",
        "problems",
        words,
        "发现日期在本期内的问题，按登记的类型计数；未销号包括已登记、整改中和已报结果的。",
        ("类型", "未销号", "已销号", "合计"),
        tuple((kind.name, f"{kind.open:,}", f"{kind.count - kind.open:,}", f"{kind.count:,}") for kind in found),
    )


def _units(period: str, found: Sequence[UnitProblems]) -> Section:
    still, late = sum(unit.open for unit in found), sum(unit.late for unit in found)
    where = sum(unit.late > 0 for unit in found)
    words = (
        f"{still:,}个没有销号，其中{late:,}个逾期，在{where}个单位。" if late else f"{still:,}个没有销号，没有逾期的。"
    )
    return Section(
        "units",
        "各单位问题整改",
        "problems",
        words if found else f"{period}还没有发现的问题。",
        "发现日期在本期内的问题；逾期是没有销号并且整改时限已过，今天到期的不算。",
        ("单位", "已登记", "整改中", "已报结果", "已销号", "其中逾期"),
        tuple(
            (u.unit, *(f"{n:,}" for n in (u.registered, u.rectifying, u.submitted, u.closed, u.late))) for u in found
        ),
    )


def _training(found: Compliance) -> Section:
    shares = training_shares(found)
    total, missing = shares.total, len(shares.missing(100))
    rest = f"{missing}个单位还有人没有达标" if missing else "各单位都达标"
    words = f"应训{total.due:,}人，达标{total.done:,}人，达标率{found.rate.words}；{rest}。"
    return Section(
        "training",
        "培训学时达标",
        "compliance",
        f"{found.year}年{words}" if total.due else f"{found.year}年没有应训人员。",
        f"{found.definition}规则：{found.rule.words}。{found.remark}",
        ("单位", "达标", "应训", "达标率"),
        _share_rows(shares),
    )


def training_shares(found: Compliance) -> Shares:
    """The units' people who owe training and have met every constraint."""
    return Shares(tuple(Share(unit.name, unit.whole.met, unit.whole.due) for unit in found.units))


def _share_rows(found: Shares) -> tuple[tuple[str, ...], ...]:
    shares = (*found.units, found.total) if found.units else ()
    return tuple((s.name, f"{s.done:,}", f"{s.due:,}", rate_of(s).words()) for s in shares)


def print_section(section: Section, period: str, bureau: str, now: datetime, folder: Path) -> Path:
    """One card as a list. Runs in a job; StorageError where it cannot be written."""
    from services.printing.grid import Align  # reportlab: only when somebody prints
    from services.printing.table import TableColumn, TablePrint, print_table

    first, *others = section.columns
    columns = (TableColumn(first, 24), *(TableColumn(name, 10, Align.RIGHT) for name in others))
    subtitle = "　".join((bureau, period, section.finding))
    target = folder / f"{section.title}.pdf"
    note = f"口径：{section.definition}数据截至{now:%Y-%m-%d %H:%M}。"
    print_table(TablePrint(section.title, columns, section.rows, now.date(), subtitle, footnote=note), target)
    return target


def print_all(found: Sequence[Section], period: str, bureau: str, now: datetime, folder: Path) -> Path:
    """All cards in one list, each with its finding first. Runs in a job; StorageError as above."""
    from services.printing.table import TableColumn, TablePrint, print_table

    columns = (TableColumn("统计", 14, merge=True), TableColumn("项目", 22), TableColumn("数字", 44))
    rows: list[tuple[str, str, str]] = []
    for section in found:
        rows.append((section.title, "结论", section.finding))
        for name, *numbers in section.rows:
            said = "，".join(f"{head}{number}" for head, number in zip(section.columns[1:], numbers, strict=True))
            rows.append((section.title, name, said))
    target = folder / f"统计分析{period}.pdf"
    subtitle = f"{bureau}　{period}　数据截至{now:%Y-%m-%d %H:%M}"
    print_table(TablePrint("统计分析", columns, rows, now.date(), subtitle), target)
    return target
