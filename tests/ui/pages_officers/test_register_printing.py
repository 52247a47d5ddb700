"""打印表格: from the page of a ledger to the preview of a filled or an empty form."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from services.register_papers.chosen import Chosen
from ui.kit.print_preview import PrintPreview
from ui.pages.register_print import PRINT_FORMS, BlankForms, RegisterPrintDialog


@pytest.fixture
def ready(qtbot):
    def wait(dialog):
        qtbot.waitUntil(lambda: bool(dialog.table.model().rowCount()) and dialog.filled.isEnabled(), timeout=30_000)
        return dialog

    return wait


def titles(dialog):
    model = dialog.table.model()
    return [model.index(place, 1).data() for place in range(model.rowCount())]


def test_the_act_of_the_row_opens_the_forms_that_fit_and_says_what_is_missing(shown, dialog, ready):
    page = shown("officers")
    page.do(PRINT_FORMS)
    found = ready(dialog(RegisterPrintDialog))
    assert {"申领审批表", "暂扣通知书", "照片册", "培训登记卡"} <= set(titles(found))
    assert "签到册" not in titles(found)
    found.choose("suspension")
    ready(found)
    assert f"{page.current_row().values['name']}：缺" in found.state.text()
    found.reject()


def test_everything_offers_lists_only(shown, dialog, ready):
    page = shown("officers")
    page.print_forms([page.current_row().id])
    found = ready(dialog(RegisterPrintDialog))
    found.range.choose(1)
    ready(found)
    assert "人员花名册" in titles(found)
    assert "申领审批表" not in titles(found)
    found.reject()


def test_where_all_of_it_has_no_list_the_dialog_says_so_and_comes_back(shown, dialog, ready):
    page = shown("assessments")
    page.do(PRINT_FORMS)
    found = ready(dialog(RegisterPrintDialog))
    found.range.choose(1)
    assert titles(found) == []
    assert "先勾选人员" in found.state.text()
    assert not found.filled.isEnabled()
    found.range.choose(0)
    assert titles(ready(found)) == ["年度考核登记表"]
    found.reject()


def test_a_filled_form_opens_in_the_preview(shown, dialog, ready, qtbot):
    page = shown("certificates")
    page.print_forms([page.current_row().id])
    found = ready(dialog(RegisterPrintDialog))
    found.choose("application")
    ready(found).print_filled()
    preview = dialog(PrintPreview)
    assert "申领审批表" in preview.windowTitle()
    assert page.current_row().labels["officer_id"] in preview.windowTitle()
    preview.close()
    found.reject()


def test_an_empty_form_opens_in_the_preview(shown, dialog, ready):
    page = shown("units")
    page.print_forms([page.current_row().id])
    found = ready(dialog(RegisterPrintDialog))
    found.choose("subjects")
    ready(found).print_blank()
    preview = dialog(PrintPreview)
    assert "空白表" in preview.windowTitle()
    preview.close()
    found.reject()


def test_where_there_is_nothing_to_fill_in_the_dialog_says_so_and_stays(shown, dialog, ready, qtbot):
    page = shown("units")
    chosen = Chosen("units", (987_654,))
    found = RegisterPrintDialog(page._context, page, chosen)
    found.open()
    ready(found).choose("training_plan")
    ready(found).print_filled()
    qtbot.waitUntil(lambda: found.filled.isEnabled() and "没有打印" in found.state.text(), timeout=20_000)
    assert found.isVisible()
    found.reject()


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("cleanup", "资格清理统计表"),
        ("applications", "申领审批表"),
        ("exits", "离岗教育结业及恢复上岗审批表"),
        ("assessments", "年度考核登记表"),
        ("training_plans", "培训计划备案表"),
        ("training_sessions", "签到册"),
        ("reviewers", "法制审核机构和人员登记清单"),
        ("lawyers", "公职律师和法律顾问名册"),
        ("social_supervisors", "执法监督员名册"),
        ("auxiliary", "辅助人员名册"),
        ("units", "执法主体清单"),
    ],
)
def test_each_page_prints_its_own_forms(shown, dialog, ready, key, title):
    page = shown(key)
    assert PRINT_FORMS.label in [action.label for action in page.pane.content.actions]
    page.do(PRINT_FORMS)
    found = ready(dialog(RegisterPrintDialog))
    assert title in titles(found)
    found.reject()


def test_a_reader_may_print_the_ticked_rows_with_masked_numbers(shown, dialog, ready, sample_desk, as_reader):
    as_reader(sample_desk)
    page = shown("officers")
    page.print_forms([page.current_row().id])
    found = ready(dialog(RegisterPrintDialog))
    found.choose("application")
    ready(found)
    assert "身份证号只印首尾" in found.state.text()
    found.reject()


def test_blank_forms_are_offered_beside_the_blank_sheets(shown_templates, dialog, qtbot):
    part = shown_templates.findChild(BlankForms)
    qtbot.waitUntil(part.printing.isEnabled, timeout=30_000)
    assert part.forms.count() == 30
    part.forms.setCurrentIndex(part.forms.findText("证件　暂扣通知书"))
    part.printing.click()
    preview = dialog(PrintPreview)
    assert "暂扣通知书（空白表）" in preview.windowTitle()
    preview.close()


@pytest.fixture
def shown_templates(qtbot, sample_context):
    from ui.pages.exchange import TemplatePage

    page = TemplatePage(sample_context)
    qtbot.addWidget(page)
    page.resize(1166, 694)
    page.show()
    return page


def test_every_act_of_the_dialog_has_a_name(shown, dialog, ready):
    page = shown("officers")
    page.do(PRINT_FORMS)
    found = ready(dialog(RegisterPrintDialog))
    assert all(each.accessibleName() for each in found.findChildren(QPushButton))
    assert isinstance(found.table, QWidget)
    assert found.table.accessibleName()
    found.reject()


def test_many_acts_for_ticked_rows_leave_the_pane_in_the_window(shown, qtbot):
    page = shown("officers")
    before = page.pane.x()
    page.select_all()
    qtbot.waitUntil(lambda: page.parts.batch.words.isVisible(), timeout=20_000)
    qtbot.wait(50)
    assert page.pane.x() == before
    assert page.pane.geometry().right() < page.width()
    names = [made.text() for made in page.parts.batch.findChildren(QPushButton) if made.isVisible()]
    assert PRINT_FORMS.label in names
    assert "取消选择" in names
