"""导出与空表: a platform's workbook is learned, its columns corrected, saved, and filled."""

import openpyxl
import pytest

from tests.services.exchange.test_layouts import platform
from ui.pages.exchange_layout_dialog import FIXED, LayoutDialog
from ui.pages.exchange_layouts import LayoutList, Start

SLOW = 30_000


@pytest.fixture
def make_list(qtbot, desk, make_context, jobs, toasts):
    def make():
        made = LayoutList(make_context(desk))
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: not jobs.busy)
        return made

    return make


@pytest.fixture
def layouts(make_list):
    return make_list()


def dialog_of(page):
    return next(found for found in page.findChildren(LayoutDialog) if found.isVisible())


def settle(qtbot, jobs):
    qtbot.waitUntil(lambda: not jobs.busy, timeout=SLOW)


@pytest.fixture
def saved(qtbot, jobs, layouts, desk, tmp_path):
    desk.export_layouts  # noqa: B018 - made before the dialog asks in a job
    layouts.open_dialog(Start())
    dialog = dialog_of(layouts)
    dialog.take(platform(tmp_path / "省平台.xlsx"))
    settle(qtbot, jobs)
    _column, box, fixed = next(line for line in dialog._boxes if line[0].header == "区划代码")
    box.setCurrentIndex(box.findData(FIXED))
    fixed.setText("990101")
    dialog._submit()
    settle(qtbot, jobs)
    return desk.export_layouts.all()[0]


def test_a_workbook_is_learned_and_each_column_shown_beside_its_field(saved):
    assert (saved.name, saved.ledger, saved.first_row) == ("省平台", "officers", 5)
    kept = {column.header: column.key or column.fixed for column in saved.columns}
    assert (kept["姓名"], kept["区划代码"], kept["人数"]) == ("name", "990101", "")


def test_without_a_name_the_dialog_stays_with_all_that_was_decided(qtbot, jobs, layouts, tmp_path, desk):
    layouts.open_dialog(Start())
    dialog = dialog_of(layouts)
    dialog._submit()
    assert dialog.state.text() == "还没有选平台的表。"
    dialog.take(platform(tmp_path / "省平台.xlsx"))
    settle(qtbot, jobs)
    dialog.name.clear()
    dialog.first.setValue(4)
    dialog._submit()
    settle(qtbot, jobs)
    assert dialog.named.error.words() == "请填写“名称”，最多80字。"
    assert dialog.state.text() == "数据应从表头（第4行）以下开始。"
    assert dialog.isVisible()
    assert desk.export_layouts.all() == []


def test_what_is_no_workbook_is_told_in_the_dialog(qtbot, jobs, layouts, tmp_path):
    (tmp_path / "表.csv").write_text("姓名,身份证号", encoding="utf-8")
    layouts.open_dialog(Start())
    dialog = dialog_of(layouts)
    dialog.take(tmp_path / "表.csv")
    settle(qtbot, jobs)
    assert "另存为xlsx" in dialog.state.text()


def test_the_layout_is_filled_with_one_press(qtbot, jobs, layouts, saved, desk, tmp_path, toasts):
    agency = desk.imports.units()[0][0]
    desk.ledgers["officers"].save(None, 0, {"name": "祁望山", "agency_id": agency})
    layouts.fill(saved, tmp_path / "上报.xlsx")
    settle(qtbot, jobs)
    assert toasts[-1] == "已按“省平台”导出1人到“上报.xlsx”。"
    sheet = openpyxl.load_workbook(tmp_path / "上报.xlsx")["附件1"]
    assert (sheet["B5"].value, sheet["H5"].value) == ("祁望山", "990101")


def test_a_newer_workbook_says_what_came_and_went(qtbot, jobs, layouts, saved, tmp_path):
    heads = ("序号", "姓名", "身份证号码", "所属单位", "执法证件", None, "人数", "区划代码", "手机号码")
    layouts.take_newer(saved, platform(tmp_path / "省平台2.xlsx", heads=heads))
    settle(qtbot, jobs)
    dialog = dialog_of(layouts)
    words = [label.text() for label in dialog.findChildren(type(dialog.state))]
    assert "平台的表变了：新增“手机号码”；去掉“备注”。" in words
    assert not dialog.ledgers.isEnabled()
    dialog._submit()
    settle(qtbot, jobs)
    [view] = layouts._office.all()
    assert view.file_name == "省平台2.xlsx"


def test_a_layout_that_is_removed_comes_back_with_undo(qtbot, jobs, layouts, saved, desk):
    layouts.remove(saved)
    settle(qtbot, jobs)
    assert desk.export_layouts.all() == []
    layouts._context.desk.undo(max(entry.group for entry in desk.history_of("export_layout", saved.id)))
    assert len(desk.export_layouts.all()) == 1


def test_a_reader_makes_no_layouts(desk, make_list, as_reader):
    as_reader(desk)
    made = make_list()
    assert not made.add.isEnabled()
    assert "权限" in made.add.toolTip()
