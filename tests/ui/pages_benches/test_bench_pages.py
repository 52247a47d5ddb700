"""What a clerk does on the benches: choose a month, begin renewals, decide, carry out, print."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from models.certificate import CertificateStatus, EnforcementCertificate
from tests.ui.looks import faults
from ui.kit.form_dialog import FormDialog
from ui.kit.ledger_reading import Ticks
from ui.pages.benches.application_page import ApplicationPage
from ui.pages.benches.cleanup_page import CleanupPage, phase_words
from ui.pages.benches.forecast_page import ForecastPage

PAGES = (ForecastPage, CleanupPage, ApplicationPage)


def names(page):
    return [page.model.row_at(n).values["name"] for n in range(page.model.total)]


def press(page, words):
    made = next(b for b in page.findChildren(QPushButton) if b.text() == words and b.isVisible())
    made.click()


def form_of(page):
    return next(d for d in page.findChildren(FormDialog) if d.isVisible())


@pytest.mark.parametrize("size", [(1166, 694), (1080, 566)])
@pytest.mark.parametrize("kind", PAGES)
def test_every_bench_keeps_to_the_looks(context, show, kind, size):
    assert faults(show(kind(context), size), (1080, 566)) == []


# --- forecast --------------------------------------------------------------------------------


@pytest.fixture
def forecast(context, show):
    return show(ForecastPage(context))


def test_chart_finding_chips_and_list_agree(forecast):
    found = forecast._forecast.forecast()
    assert [bar.value for bar in forecast.chart.bars] == [month.count for month in found.months]
    assert f"今后24个月到期{sum(m.count for m in found.months)}本" in forecast.finding.text()
    assert sum(found.tiers.values()) == forecast.model.total
    assert len(forecast.chart.accessibleDescription().split("；")) == 24


def test_a_click_on_a_month_lists_its_people_and_a_second_one_everybody(forecast, qtbot, settle):
    everybody = forecast.model.total
    place = next(n for n, month in enumerate(forecast.months) if month.count)
    x = int((place + 0.5) * forecast.chart.width() / len(forecast.months))
    at = forecast.chart.rect().center()
    at.setX(x)
    qtbot.mouseClick(forecast.chart, Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert forecast.model.total == forecast.months[place].count < everybody
    assert forecast.chart.on == place
    qtbot.mouseClick(forecast.chart, Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert forecast.model.total == everybody
    assert forecast.chart.on is None


def test_a_month_is_chosen_with_the_keyboard(forecast, qtbot, settle):
    forecast.chart.setFocus()
    qtbot.keyClick(forecast.chart, Qt.Key.Key_Right)
    qtbot.keyClick(forecast.chart, Qt.Key.Key_Return)
    settle()
    assert forecast.chart.on == 1
    assert forecast.model.total == forecast.months[1].count


def test_the_chart_forgets_a_month_whose_filter_was_cleared(forecast, settle):
    forecast.show_month(0)
    settle()
    forecast.filters.clear()
    settle()
    assert forecast.chart.on is None


def test_the_chart_counts_the_chosen_unit_only(forecast, settle):
    from services.query import Condition, Operator

    unit = forecast.model.row_at(0).values["agency_id"]
    forecast.filters.set_condition("agency_id", Condition("agency_id", Operator.EQUALS, unit))
    settle()
    found = forecast._forecast.rows()
    ends = [row for row in found if row.values["agency_id"] == unit and row.values["days_left"] >= 0]
    assert 0 < sum(bar.value for bar in forecast.chart.bars) <= len(ends) < len(found)


def test_renewals_are_begun_for_the_ticked_people_and_can_be_taken_back(forecast, context, settle, toasts):
    rows = [forecast.model.row_at(n) for n in range(3)]
    forecast.model.set_ticks(Ticks(frozenset(row.id for row in rows)))
    press(forecast, "发起换证")
    settle()
    assert "已为3人发起换证" in toasts[-1]
    after = {row.id: row.values["status"] for row in forecast._forecast.rows()}
    assert {after[row.id] for row in rows} == {CertificateStatus.RENEWING.value}


def test_the_units_are_printed(forecast, county, tmp_path):
    from services.benches.expiry_print import print_units

    bench = county.benches.forecast
    file = print_units(bench.forecast(), bench.tiers(), tmp_path / "单位.pdf", county.bureau)
    assert file.read_bytes().startswith(b"%PDF")


# --- clean-up --------------------------------------------------------------------------------


@pytest.fixture
def cleanup(context, show):
    return show(CleanupPage(context))


@pytest.fixture
def begun(cleanup, settle):
    cleanup.edit_campaign()
    settle()
    form = form_of(cleanup)
    form.submit()
    settle()
    return cleanup


def test_a_campaign_is_begun_from_the_bench(begun):
    assert begun.name.text() == "2026年执法资格清理"
    assert begun.begin.text() == "修改日期"
    assert begun.execute_all.isEnabled()


def test_before_a_campaign_nothing_can_be_carried_out_and_the_reason_is_said(cleanup):
    assert not cleanup.execute_all.isEnabled()
    assert "先开始一次清理工作" in cleanup.execute_all.toolTip()


def test_who_left_comes_first_is_decided_and_carried_out_with_one_paper(begun, county, settle, toasts):
    leaver = begun.model.row_at(0)
    assert (leaver.id, leaver.values["reasons"], leaver.values["recall"]) == (4, "退休", "overdue")
    begun.model.set_ticks(Ticks(frozenset({leaver.id})))
    press(begun, "按建议登记意见")
    settle()
    assert "已登记1人" in toasts[-1]
    begun.ask_paper()
    settle()
    form = form_of(begun)
    form.grid.fill({**form.values(), "doc_no": "示司〔2026〕8号", "card_returned": True})
    form.submit()
    settle()
    assert "已执行1人" in toasts[-1]
    with county.database.read() as session:
        from sqlalchemy import select

        card = session.scalars(select(EnforcementCertificate).where(EnforcementCertificate.officer_id == 4)).one()
    assert card.status is CertificateStatus.CANCELLED


def test_the_table_is_written_where_the_clerk_says(begun, settle, toasts, tmp_path):
    begun.export_table_to(tmp_path / "统计.xlsx")
    settle()
    assert (tmp_path / "统计.xlsx").is_file()
    assert "统计.xlsx" in toasts[-1]


def test_a_reader_sees_the_bench_and_every_act_switched_off(as_reader, context, show):
    as_reader(context.desk)
    page = show(CleanupPage(context))
    assert not page.begin.isEnabled()
    assert "权限" in page.begin.toolTip()
    page.edit_campaign()
    page.ask_paper()
    assert [d for d in page.findChildren(FormDialog) if d.isVisible()] == []


@pytest.mark.parametrize("kind", PAGES)
def test_a_reader_finds_the_batch_acts_switched_off_with_the_reason(as_reader, context, show, settle, kind):
    as_reader(context.desk)
    page = show(kind(context))
    page.model.set_ticks(Ticks(all_but=True))
    settle()
    writing = {"发起换证", "按建议登记意见", "执行意见", "撤回意见", "往下办"}
    found = [b for b in page.parts.batch.findChildren(QPushButton) if b.text() in writing]
    assert found
    assert all(not b.isEnabled() and "权限" in b.toolTip() for b in found)


def test_nothing_worked_out_can_be_typed_over_or_removed(cleanup):
    shown = {act.objectName() for act in cleanup.menu_actions() if act.isVisible()}
    assert not shown & {"ledger.new", "ledger.edit", "ledger.remove", "ledger.batch_edit"}
    assert "ledger.export" in shown


def test_phases_say_which_is_under_way():
    from services.benches.campaigns import Campaign

    phases = (("自查", date(2026, 6, 10)), ("汇总", date(2026, 6, 30)), ("公告", None), ("检查", date(2026, 7, 31)))
    campaign = Campaign(1, 1, "清理", date(2026, 6, 1), phases)
    words = phase_words(campaign, date(2026, 6, 15))
    assert words == "自查06-10（已过）　→　汇总06-30（进行中）　→　检查07-31"


# --- from the morning's list ---------------------------------------------------------------------


def test_a_card_that_was_not_recalled_in_time_is_late_on_the_page_of_today_and_leads_to_the_bench(
    context, show, settle, qtbot
):
    from ui.pages.today.page import TodayPage

    asked = []
    context.bridge.page_wanted.connect(lambda key, row: asked.append((key, row)))
    page = show(TodayPage(context))
    item = next(item for item in page.board.items if item.ledger == "cleanup")
    assert (item.row_id, item.state, item.due_on) == (4, "late", date(2026, 5, 30))
    assert page.table.select_item("cleanup", 4)
    settle()
    assert page.pane.isVisible()
    page.table.open_current()
    assert asked[-1] == ("cleanup", 4)


# --- nothing there -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PAGES)
def test_an_empty_desk_says_what_to_do(empty_context, jobs, qtbot, kind):
    from PySide6.QtWidgets import QLabel

    page = kind(empty_context)
    qtbot.addWidget(page)
    page.resize(1166, 694)
    with qtbot.waitSignal(page.loaded):
        page.show()
    said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert page.service.spec.empty_hint in said
    qtbot.waitUntil(lambda: not jobs.busy)
    assert jobs.shut_down()
