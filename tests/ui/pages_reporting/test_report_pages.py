"""报送进度 and 单位报送: the figures with the list behind them, acts on many rows."""

from datetime import date

import pytest

from services.access import Actor, Role
from services.query import LedgerQuery
from tests.ui.pages_reporting.test_chase_page import cells
from ui.kit.form_dialog import FormDialog
from ui.kit.ledger_reading import Ticks
from ui.pages.reporting.overview_page import ReportProgressPage
from ui.pages.reporting.report_page import ReportPage


@pytest.fixture
def page(late, show, printed, settle):
    made = show(ReportProgressPage, printed.append)
    settle()
    return made


def test_every_period_has_its_figures_what_lags_first(page):
    assert cells(page.periods, 0, 3) == [["季度小结", "0/3"], ["问题清单", "0/3"]]
    assert cells(page.units, 1, 2)[0][1] == "逾期5天"
    assert page.words.text() == "已报0/3，逾期未报3个"
    assert page.units.hasFocus()


def test_ticked_units_are_received_today_and_taken_back_as_one(page, late, settle):
    page._tick(0)
    page._tick(1)
    assert page.receive_button.text() == "登记收到2个"
    page.receive_button.click()
    settle()
    assert cells(page.periods, 3)[0] == ["2/3"]
    assert page.words.text() == "已报2/3，其中逾期报送2个，逾期未报1个"
    page.chips["came"].click()
    assert [words for [words] in cells(page.units, 2)] == ["逾期5天报送", "逾期5天报送"]


def test_another_period_shows_its_own_units(page, settle):
    page.periods.selectRow(1)
    settle()
    assert {words for [words] in cells(page.units, 2)} == {"未报"}


def test_one_unit_is_chased_on_its_page(page, gone):
    page.chase_button.click()
    [(key, agency_id)] = gone
    assert key == "chase"
    assert agency_id == page.meant()[0].agency_id


def test_a_period_is_told_in_a_notice(page, late, settle, gone):
    page.notice_button.click()
    settle()
    [(key, draft_id)] = gone
    told = [part["text"] for part in late.drafting.open(draft_id).text.content["body"]]
    assert key == "drafting"
    assert any("共3个单位，已完成0个单位" in words for words in told)


def test_without_a_duty_the_page_leads_to_where_one_is_put_in_force(desk, show, printed, settle, gone):
    page = show(ReportProgressPage, printed.append)
    settle()
    assert page._nothing.isVisible()
    page._begin.click()
    assert gone == [("report_duties", None)]


def test_a_reader_registers_nothing(late, show, printed, settle):
    late.database.actor = lambda: Actor("蔺怀瑾", Role.READER)
    page = show(ReportProgressPage, printed.append)
    settle()
    assert "权限" in page.receive_button.toolTip()
    assert "权限" in page.notice_button.toolTip()


def test_ticked_rows_of_the_ledger_are_extended_in_one_form(late, show, settle):
    page = show(ReportPage)
    settle()
    page.model.set_ticks(Ticks(all_but=True))
    ids = [row.id for row in late.ledgers["unit_reports"].search(LedgerQuery()).rows]
    page.ask("extend", ids)
    dialog = page.findChild(FormDialog)
    assert dialog.windowTitle() == "延期　6条"
    dialog.fill({"due_on": date(2026, 6, 30), "reason": "系统停用"})
    dialog.submit()
    settle()
    rows = late.ledgers["unit_reports"].search(LedgerQuery()).rows
    assert {row.values["due_on"] for row in rows} == {date(2026, 6, 30)}
    assert {row.values["original_due_on"] for row in rows} == {date(2026, 6, 10), date(2026, 6, 25)}
