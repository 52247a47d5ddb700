"""催办: one list of who owes what; text, call, letters and slips from it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from services.access import Actor, Role
from services.query import LedgerQuery
from ui.kit.form_dialog import FormDialog
from ui.kit.table import VALUE, State
from ui.pages.reporting.chase_acts import SubjectDialog
from ui.pages.reporting.chase_page import NOTHING, ChasePage
from ui.pages.reporting.letter_papers import LettersDialog
from ui.pages.reporting.slip_papers import COLOURS, SlipsDialog


@pytest.fixture
def page(late, show, printed, settle, qtbot):
    made = show(ChasePage, printed.append)
    texts(made, qtbot, settle)
    return made


def texts(page, qtbot, settle):
    """Until the text has followed."""
    qtbot.waitUntil(lambda: not page._pause.isActive())
    settle()


def cells(table, *columns):
    model = table.model()
    found = [[model.index(row, column).data(VALUE) for column in columns] for row in range(model.rowCount())]
    return [[cell.word if isinstance(cell, State) else cell for cell in row] for row in found]


def documents(desk):
    return desk.ledgers["documents"].search(LedgerQuery(sort="number")).rows


def previewed(dialog, qtbot, settle):
    """Until the chosen paper is on screen."""
    qtbot.waitUntil(lambda: not dialog._pause.isActive() and bool(dialog.pages.sheets), timeout=30_000)
    settle()


def test_what_is_late_stands_first_and_the_keyboard_starts_there(page):
    assert cells(page.units, 1, 2, 3, 4)[0] == ["县林业局", 1, 2, "5天"]
    assert cells(page.matters, 1, 3) == [["季度小结", "逾期5天"], ["问题清单", "还有10天"]]
    assert page.units.hasFocus()


def test_one_click_copies_a_text_with_everything(page):
    page.copy_button.click()
    words = QApplication.clipboard().text()
    assert words.startswith("程望山同志，您好，我是示例县司法局。贵单位有以下2项工作请尽快办理：")
    assert "1.季度小结，时限2026年6月10日，已逾期5天；" in words


def test_a_matter_that_is_left_out_leaves_the_text_and_the_call(page, late, qtbot, settle):
    page.matters.selectRow(1)
    qtbot.keyClick(page.matters, Qt.Key.Key_Space)
    texts(page, qtbot, settle)
    assert "问题清单" not in page.words.toPlainText()
    page.call_button.click()
    dialog = page.findChild(FormDialog)
    assert dialog.windowTitle() == "登记催办　县林业局　1项"
    dialog.grid.fill({**dialog.values(), "way": "wechat", "answer": "周五前报"})
    dialog.submit()
    settle()
    [row] = late.ledgers["chases"].search(LedgerQuery()).rows
    assert (row.values["way"], row.values["answer"], row.values["subject"]) == ("wechat", "周五前报", "季度小结")
    assert cells(page.units, 1, 5)[0] == ["县林业局", 1]


def test_letters_go_to_all_ticked_units_after_they_were_looked_at(page, late, qtbot, settle, printed):
    page._tick_late()
    assert page.letter_button.text() == "生成3份催报函"
    page.letter_button.click()
    dialog = page.findChild(LettersDialog)
    previewed(dialog, qtbot, settle)
    assert cells(dialog.table, 0, 1, 2) == [["县林业局", 1, 2], ["县农业农村局", 1, 2], ["县水务局", 1, 2]]
    dialog.table.selectRow(0)
    dialog.leave_out.click()
    assert documents(late) == []
    assert dialog.sign.text() == "签发2份"
    dialog.sign.click()
    settle()
    assert [row.values["number"] for row in documents(late)] == ["示司监函〔2026〕1号", "示司监函〔2026〕2号"]
    assert [file.suffix for file in printed] == [".pdf"]


def test_a_letter_can_be_changed_first(page, late, qtbot, settle, gone):
    page.letter_button.click()
    dialog = page.findChild(LettersDialog)
    previewed(dialog, qtbot, settle)
    dialog.change.click()
    settle()
    [(key, draft_id)] = gone
    assert key == "drafting"
    assert late.drafting.open(draft_id).text.content["to"] == ["县林业局"]


def test_a_slip_is_graded_by_rule_and_can_be_changed_before_it_is_signed(page, late, qtbot, settle):
    page.slip_button.click()
    dialog = page.findChild(SlipsDialog)
    previewed(dialog, qtbot, settle)
    assert cells(dialog.table, 0, 1) == [["红色", "季度小结"], ["蓝色", "问题清单"]]
    dialog.table.selectRow(1)
    dialog.colours.choices.buttons()[1].click()
    dialog.due.set_raw("2026-6-1")
    assert dialog.due_field.error.words() == "要求时限早于今天，请改日期。"
    dialog.due.set_raw("2026-6-24")
    previewed(dialog, qtbot, settle)
    assert cells(dialog.table, 0, 1) == [["红色", "季度小结"], ["黄色", "问题清单"]]
    assert dialog.draft.due_on.isoformat() == "2026-06-24"
    assert COLOURS.index(dialog.draft.colour) == 1
    dialog.sign.click()
    settle()
    found = late.ledgers["chases"].search(LedgerQuery()).rows
    assert sorted(row.values["colour"] for row in found) == ["red", "yellow"]
    assert [row.values["number"] for row in documents(late)] == ["示司督〔2026〕1号", "示司督〔2026〕2号"]


def test_what_cannot_be_signed_is_said_and_stays(page, late, qtbot, settle):
    late.settings.set("document_prefix", "")
    page.letter_button.click()
    dialog = page.findChild(LettersDialog)
    previewed(dialog, qtbot, settle)
    dialog.sign.click()
    settle()
    assert "机关代字" in dialog.state.text()
    assert dialog.sign.isEnabled()
    assert documents(late) == []


def test_a_notice_goes_to_the_drafting_desk(page, late, settle, gone):
    page.notice_button.click()
    settle()
    dialog = page.findChild(SubjectDialog)
    assert cells(dialog.table, 0)[0] == ["季度小结报送"]
    dialog.act.click()
    settle()
    [(key, draft_id)] = gone
    assert (key, late.drafting.open(draft_id).text.kind) == ("drafting", "circular")


def test_where_nothing_is_owed_the_page_says_so(desk, show, printed, settle):
    page = show(ChasePage, printed.append)
    settle()
    assert page._nothing.isVisible()
    assert NOTHING in [label.text() for label in page._nothing.findChildren(type(page.title))]


def test_a_reader_sees_why_calls_and_signing_are_switched_off(late, show, printed, settle, qtbot):
    late.database.actor = lambda: Actor("蔺怀瑾", Role.READER)
    page = show(ChasePage, printed.append)
    texts(page, qtbot, settle)
    assert not page.call_button.isEnabled()
    assert "权限" in page.call_button.toolTip()
    page.letter_button.click()
    dialog = page.findChild(LettersDialog)
    previewed(dialog, qtbot, settle)
    assert not dialog.sign.isEnabled()
    assert "权限" in dialog.sign.toolTip()
    assert not dialog.change.isEnabled()


def test_a_report_that_comes_in_leaves_the_list_by_itself(page, late, qtbot, settle):
    reports = late.ledgers["unit_reports"]
    ids = [row.id for row in reports.search(LedgerQuery()).rows if row.labels["agency_id"] == "县林业局"]
    reports.perform_many("receive", ids, {"received_on": late.now().date()})
    texts(page, qtbot, settle)
    assert "县林业局" not in [name for [name] in cells(page.units, 1)]
