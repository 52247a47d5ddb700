"""打印字体: what the clerk sees of the PC's fonts, and what a choice changes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from services.printing import faces as faces_module
from services.printing.faces import Style, load_faces, reload_faces
from tests.ui.looks import faults
from tests.unit.printing.font_crafting import named, shipped, without, write
from ui.machine import MachineSettings
from ui.pages.system.faces_page import FacesPage

SIZES = [(1166, 694), (1080, 566)]
BODY = 1  # row of 正文


@pytest.fixture
def fonts(tmp_path, monkeypatch):
    """The font folder of this PC."""
    folder = tmp_path / "Fonts"
    folder.mkdir()
    monkeypatch.setattr(faces_module, "font_folders", lambda: [folder])
    yield folder
    monkeypatch.undo()
    reload_faces()


@pytest.fixture
def context(sample_context, machine, fonts):
    return replace(sample_context, machine=machine)


@pytest.fixture
def printed():
    return []


@pytest.fixture
def page(context, show, printed):
    return show(FacesPage(context, printed.append), context)


def cells(page, row):
    return [page.rows.index(row, n).data() for n in range(page.rows.columnCount())]


def tried(page, qtbot, context, wait, words):
    with qtbot.waitSignal(page.trial.shown):
        page.trial.typed.setText(words)
    wait(context)
    return [[page.trial.chars.index(row, n).data() for n in range(4)] for row in range(page.trial.chars.rowCount())]


def offered(dialog):
    return [dialog.faces.itemText(n) for n in range(dialog.faces.count())]


def pick(page, context, wait, words):
    page.choose()
    page.dialog.faces.setCurrentIndex(offered(page.dialog).index(words))
    page.dialog.act.click()
    wait(context)


@pytest.mark.parametrize("size", SIZES)
def test_the_page_keeps_to_the_looks(context, show, size):
    page = show(FacesPage(context), context, size)
    for row in range(page.rows.rowCount()):
        page.table.selectRow(row)
        assert faults(page, (1080, 566)) == []


@pytest.mark.parametrize("size", SIZES)
def test_all_styles_are_seen_without_rolling(context, show, size):
    page = show(FacesPage(context), context, size)
    assert page.table.verticalScrollBar().maximum() == page.table.horizontalScrollBar().maximum() == 0


def test_every_style_stands_there_with_its_face_and_what_to_do(page):
    assert [cells(page, row) for row in range(5)] == [
        ["标题", "小标宋", "公文标宋", "程序自带", "全有", "自带"],
        ["正文", "仿宋", "公文仿宋", "程序自带", "全有", "自带"],
        ["一级标题", "黑体", "公文黑体", "程序自带", "全有", "自带"],
        ["二级标题", "楷体", "公文楷体", "程序自带", "全有", "自带"],
        ["页码", "宋体", "公文宋体", "程序自带", "全有", "自带"],
    ]
    page.table.selectRow(BODY)
    assert "中文(简体)补充字体" in page.words.text()
    page.table.selectRow(0)
    assert "正版授权" in page.words.text()


def test_the_specimen_is_drawn_and_can_be_printed(page, context, printed, wait_for_jobs):
    picture = page.sheet.grab().toImage()
    dark = sum(picture.pixelColor(x, y).lightness() < 90 for x in range(60, 380, 2) for y in range(40, 320, 2))
    assert dark > 300
    page.print_page()
    wait_for_jobs(context)
    assert [file.name for file in printed] == ["打印字体样张.pdf"]
    assert printed[0].read_bytes().startswith(b"%PDF")


def test_a_font_that_is_installed_meanwhile_is_found_by_looking_again(page, context, fonts, wait_for_jobs):
    write(fonts / "simfang.ttf", without(named(shipped("Kai"), "仿宋", "FangSong"), "亍齄"))
    page.again_button.click()
    assert not page.again_button.isEnabled()
    assert page.again_button.toolTip() == "正在检测字体"
    wait_for_jobs(context)
    assert cells(page, BODY) == ["正文", "仿宋", "仿宋", "simfang.ttf", "缺2个", "合用"]
    assert load_faces().leading(Style.BODY).file.title == "仿宋"


def test_another_face_is_chosen_kept_for_this_pc_and_taken_back(page, context, fonts, toasts, wait_for_jobs, tmp_path):
    write(fonts / "li.ttf", named(shipped("Hei"), "隶书"))
    page.reload()
    wait_for_jobs(context)
    page.table.selectRow(BODY)
    assert page.restore_button.toolTip() == "已经是默认的字体"
    pick(page, context, wait_for_jobs, "隶书")
    assert cells(page, BODY)[2:] == ["隶书", "li.ttf", "全有", "自选"]
    assert page.table.currentIndex().row() == BODY
    assert load_faces().leading(Style.BODY).file.title == "隶书"
    context.machine.sync()
    assert MachineSettings(tmp_path / "desk.ini").faces == {Style.BODY: "隶书"}
    page.restore_button.click()
    wait_for_jobs(context)
    assert cells(page, BODY)[2] == "公文仿宋"
    assert context.machine.faces == {}
    assert toasts == ["仿宋已换用“隶书”，以后的打印都用它。", "正文的字体已恢复默认。"]


def test_a_face_without_the_common_characters_is_refused_in_the_dialog(page, context, fonts, wait_for_jobs):
    write(fonts / "li.ttf", without(named(shipped("Hei"), "隶书"), "监督县局0"))
    page.reload()
    wait_for_jobs(context)
    page.table.selectRow(BODY)
    pick(page, context, wait_for_jobs, "隶书")
    assert page.dialog.isVisible()
    assert page.dialog.act.isEnabled()
    assert page.dialog._field.error.words() == "“隶书”缺少常用字，不能用。请换一个。"
    assert faults(page.dialog) == []
    assert context.machine.faces == {}
    page.dialog.reject()


def test_the_face_in_use_is_chosen_when_the_dialog_opens(page):
    page.table.selectRow(2)
    page.next_act()
    assert page.dialog.faces.currentText() == "公文黑体（程序自带）"
    page.dialog.reject()


def test_a_chosen_face_that_is_gone_is_remarked(context, show):
    context.machine.faces = {Style.KAI: "魏碑"}
    page = show(FacesPage(context), context)
    assert cells(page, 3)[2:] == ["公文楷体", "程序自带", "全有", "找不到"]
    page.table.selectRow(3)
    assert "“魏碑”找不到或不能用，已改回默认" in page.words.text()
    assert page.restore_button.isEnabled()


def test_a_name_that_is_typed_shows_what_draws_each_character_and_what_nothing_draws(
    qtbot, page, context, wait_for_jobs
):
    page.table.selectRow(BODY)
    wait_for_jobs(context)
    assert tried(page, qtbot, context, wait_for_jobs, "王䶮") == [
        ["䶮", "U+4DAE", "公文宋体（程序自带）", "代画"],
        ["王", "U+738B", "公文仿宋（程序自带）", "正常"],
    ]
    rows = tried(page, qtbot, context, wait_for_jobs, "王\U00030edd")
    assert rows[0] == ["\U00030edd", "U+30EDD", "", "没有这个字"]
    assert page.trial.said.text().startswith("“\U00030edd”没有字体能画")
    with qtbot.waitSignal(page.trial.shown):
        page.table.selectRow(4)
    wait_for_jobs(context)
    assert page.trial.chars.index(1, 2).data() == "公文宋体（程序自带）"


def test_ctrl_enter_and_the_buttons_say_why_they_wait(context, qtbot):
    page = FacesPage(context)
    qtbot.addWidget(page)
    assert not page.change_button.isEnabled()
    assert page.change_button.toolTip() == "正在检测字体"
    page.next_act()
    assert page.dialog is None


def test_the_arrow_keys_move_through_the_styles(qtbot, page):
    page.focus_first()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == BODY
