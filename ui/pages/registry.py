"""Every page of the desk: key, words, group, and how it is made. Plain ledgers need nothing but a line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from services.access import Right
from services.all_ledgers import LEDGERS
from services.query import LedgerQuery
from services.spec import LedgerSpec
from ui.context import UiContext
from ui.kit.ledger_page import LedgerPage
from ui.kit.print_preview import PrintPreview
from ui.navigation import Badge, PageEntry
from ui.pages.benches.application_page import ApplicationPage
from ui.pages.benches.cleanup_page import CleanupPage
from ui.pages.benches.forecast_page import ForecastPage
from ui.pages.calendar.page import CalendarPage
from ui.pages.drafting import DraftingPage
from ui.pages.drafting.lists import DraftPage, TemplatesPage
from ui.pages.drafting.record_page import RecordPage
from ui.pages.evaluation.frozen_page import FrozenPage
from ui.pages.evaluation.page import EvaluationPage
from ui.pages.evaluation.periodic_page import PeriodicPage
from ui.pages.exchange import DeskImportPage, TemplatePage
from ui.pages.exchange_rounds import RoundsPage
from ui.pages.help.page import HelpPage
from ui.pages.holidays import HolidayPage
from ui.pages.indicators.page import IndicatorPage
from ui.pages.ledgers import CasePage, DocumentPage, SealUsePage, SheetPage, StandardPage
from ui.pages.meetings.list_page import MeetingPage
from ui.pages.meetings.sheet_page import MeetingSheetPage
from ui.pages.officers import CertificatePage, OfficersPage
from ui.pages.photos import PhotoPage
from ui.pages.plan_check.page import PlanCheckPage
from ui.pages.plan_life.extension_page import ExtensionPage
from ui.pages.plan_life.obligation_page import ObligationPage
from ui.pages.plan_life.plan_page import PlanPage
from ui.pages.plan_life.task_page import TaskPage
from ui.pages.recycle import RecyclePage
from ui.pages.register_print import FormsLedgerPage, print_card, prints_forms
from ui.pages.reminders import RemindersPage
from ui.pages.reporting.chase_page import ChasePage
from ui.pages.reporting.overview_page import ReportProgressPage
from ui.pages.reporting.report_page import ReportPage
from ui.pages.scoring.page import ScoringPage
from ui.pages.statistics.page import StatisticsPage
from ui.pages.system.accounts_page import AccountsPage
from ui.pages.system.backup_page import BackupPage
from ui.pages.system.faces_page import FacesPage
from ui.pages.system.history_page import HistoryPage
from ui.pages.system.integrity_page import IntegrityPage
from ui.pages.system.layout_page import LayoutPage
from ui.pages.system.settings_page import SettingsPage
from ui.pages.today.page import TodayPage
from ui.pages.tools import Pages, ledger_tools, open_file
from ui.pages.training.compliance_page import CompliancePage

SPECS: dict[str, LedgerSpec] = {ledger.spec.name: ledger.spec for ledger in LEDGERS}
Make = Callable[[UiContext], QWidget]


def page_entries() -> Sequence[PageEntry]:
    """All pages in the order of the navigation."""
    return (*_work_pages(), *_register_pages(), *_matter_pages())


def _work_pages() -> Sequence[PageEntry]:
    """The day's work, tasks with their dates, and what units send in."""
    return (
        PageEntry("today", "今天", "工作台", "nav-desk", _today, badge=_due_badge),
        PageEntry("reminders", "提醒", "工作台", "bell", _reminders),
        PageEntry("calendar", "期限日历", "工作台", "calendar", _calendar),
        _ledger("tasks", "任务与期限", TaskPage, badge=True),
        _ledger("obligations", "任务与期限", ObligationPage, badge=True),
        _ledger("extensions", "任务与期限", ExtensionPage),
        PageEntry("plan_check", "计划核对", "任务与期限", "law", PlanCheckPage, bench=True),
        _ledger("plans", "任务与期限", PlanPage),
        _ledger("meetings", "任务与期限", MeetingPage),
        PageEntry("meeting_sheet", "会议记录", "任务与期限", "edit", MeetingSheetPage, bench=True),
        _ledger("meeting_members", "任务与期限"),
        PageEntry("evaluation", "计划评估", "任务与期限", "nav-chart", _evaluation),
        PageEntry("chase", "催办", "报送与催办", "chase", _chase),
        PageEntry("report_progress", "报送进度", "报送与催办", "send", _report_progress),
        _ledger("unit_reports", "报送与催办", ReportPage, badge=True),
        *_ledgers("报送与催办", "report_duties", "chases"),
    )


def _register_pages() -> Sequence[PageEntry]:
    """Units, officers, certificates, training and the people who review and supervise."""
    return (
        _ledger("units", "单位与人员"),
        _ledger("officers", "单位与人员", OfficersPage, badge=True),
        _ledger("certificates", "单位与人员", CertificatePage),
        PageEntry("photos", "照片核对", "单位与人员", "file-image", PhotoPage, bench=True),
        PageEntry("expiry", "证件预警", "单位与人员", "st-due", ForecastPage),
        PageEntry("applications", "资格审核", "单位与人员", "ok", ApplicationPage),
        PageEntry("cleanup", "资格清理", "单位与人员", "filter", CleanupPage),
        *_ledgers("单位与人员", "cleanup_campaigns", "exits", "qualifications", "assessments", "disciplines"),
        *_ledgers("单位与人员", "contacts", "former_names", "subject_notices", "entrustments"),
        *_ledgers(
            "审核与监督队伍", "reviewers", "lawyers", "advisers", "supervisors", "social_supervisors", "auxiliary"
        ),
        PageEntry("compliance", "学时达标", "培训学时", "nav-chart", _compliance),
        _ledger("training", "培训学时"),
        _ledger("training_sessions", "培训学时"),
        _ledger("training_plans", "培训学时", badge=True),
        *_ledgers("培训学时", "training_plan_items", "training_exemptions", "unit_activities", "teachers"),
        *_ledgers("培训学时", "training_rules", "training_constraints", "quota_rules"),
    )


def _matter_pages() -> Sequence[PageEntry]:
    """Reviews, problems, complaints, documents, lists, figures, exchange and the desk itself."""
    return (
        _ledger("cases", "案卷评查", CasePage),
        PageEntry("scoring", "评查打分", "案卷评查", "nav-review", ScoringPage, bench=True),
        _ledger("sheets", "案卷评查", SheetPage),
        _ledger("standards", "案卷评查", StandardPage),
        _ledger("problems", "问题整改", partial(RecordPage, "problems"), badge=True),
        _ledger("complaints", "投诉与移送", partial(RecordPage, "complaints"), badge=True),
        _ledger("drafts", "监督文书", DraftPage),
        PageEntry("drafting", "拟稿编辑", "监督文书", "edit", DraftingPage, bench=True),
        _ledger("documents", "监督文书", DocumentPage),
        _ledger("number_registers", "监督文书"),
        _ledger("seal_uses", "监督文书", SealUsePage),
        _ledger("document_templates", "监督文书", TemplatesPage),
        _ledger("phrases", "监督文书"),
        PageEntry("layout", "版式", "监督文书", "nav-paper", _layout),
        _ledger("unit_groups", "清单目录"),
        _ledger("holidays", "清单目录", HolidayPage),
        *_ledgers("清单目录", "reminder_rules", "province_rules", "reason_codes"),
        PageEntry("indicators", "指标总览", "统计考核", "nav-chart", _indicators),
        PageEntry("statistics", "统计分析", "统计考核", "nav-chart", _statistics),
        PageEntry("periodic", "月报季报", "统计考核", "nav-paper", _periodic),
        _ledger("frozen_reports", "统计考核", FrozenPage),
        PageEntry("import", "导入", "数据交换", "import", DeskImportPage, needs=Right.IMPORT, bench=True),
        PageEntry("rounds", "报送情况", "数据交换", "send", _rounds),
        PageEntry("templates", "导出与空表", "数据交换", "export", TemplatePage),
        PageEntry("settings", "设置", "系统", "nav-system", SettingsPage),
        PageEntry("faces", "打印字体", "系统", "print", _faces),
        PageEntry("accounts", "账户", "系统", "user", AccountsPage),
        PageEntry("backup", "备份与恢复", "系统", "backup", BackupPage),
        PageEntry("integrity", "数据检查", "系统", "shield", _integrity),
        PageEntry("history", "操作日志", "系统", "history", HistoryPage),
        PageEntry("recycle", "回收站", "系统", "delete", RecyclePage),
        PageEntry("help", "使用说明", "系统", "help", HelpPage),
    )


def _ledger(name: str, group: str, make: Make | None = None, *, badge: bool = False) -> PageEntry:
    spec = SPECS[name]
    return PageEntry(
        name,
        spec.title,
        group,
        "nav-list",
        make or partial(_plain, name),
        spec.purpose,
        badge=partial(_late_badge, name) if badge else None,
    )


def _ledgers(group: str, *names: str) -> Sequence[PageEntry]:
    """Pages that are no more than their ledgers."""
    return [_ledger(name, group) for name in names]


def _plain(name: str, context: UiContext) -> QWidget:
    service = context.desk.ledgers[name]
    if prints_forms(name):
        return FormsLedgerPage(context, service)
    return LedgerPage(service, ledger_tools(context, name), watches=service.tables)


def _today(context: UiContext) -> QWidget:
    return TodayPage(context, partial(show_pdf, context))


def _reminders(context: UiContext) -> QWidget:
    return RemindersPage(context, partial(show_pdf, context))


def _calendar(context: UiContext) -> QWidget:
    return CalendarPage(context, partial(show_pdf, context))


def _statistics(context: UiContext) -> QWidget:
    return StatisticsPage(context, partial(show_pdf, context))


def _evaluation(context: UiContext) -> QWidget:
    return EvaluationPage(context, partial(show_pdf, context))


def _periodic(context: UiContext) -> QWidget:
    return PeriodicPage(context, partial(show_pdf, context))


def _indicators(context: UiContext) -> QWidget:
    return IndicatorPage(context, partial(show_pdf, context))


def _compliance(context: UiContext) -> QWidget:
    return CompliancePage(context, partial(show_pdf, context), partial(print_card, context))


def _faces(context: UiContext) -> QWidget:
    return FacesPage(context, partial(show_pdf, context))


def _layout(context: UiContext) -> QWidget:
    return LayoutPage(context, partial(show_pdf, context))


def _rounds(context: UiContext) -> QWidget:
    return RoundsPage(context, partial(show_pdf, context))


def _chase(context: UiContext) -> QWidget:
    return ChasePage(context, partial(show_pdf, context))


def _report_progress(context: UiContext) -> QWidget:
    return ReportProgressPage(context, partial(show_pdf, context))


def _integrity(context: UiContext) -> QWidget:
    return IntegrityPage(context, partial(show_pdf, context))


def show_pdf(context: UiContext, file: Path) -> None:
    """A PDF in the program's own preview."""
    PrintPreview(file, Pages(), context.jobs, context.notify.dialog_parent(), open_file).open()


def _due_badge(context: UiContext) -> Badge | None:
    items = context.desk.due.items(days=0)
    late = sum(item.state == "late" for item in items)
    return Badge(len(items), late > 0) if items else None


def _late_badge(name: str, context: UiContext) -> Badge | None:
    """What is late, in red; else what is due soon."""
    counts = context.desk.ledgers[name].counts(LedgerQuery())
    late = counts.get("late", 0) + counts.get("expired", 0)
    soon = counts.get("due", 0) + counts.get("expiring", 0)
    return Badge(late, True) if late else Badge(soon) if soon else None
