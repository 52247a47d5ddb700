from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from ui.kit.notes import LabelledField
from ui.kit.parts import (
    Chip,
    FilterChip,
    Growing,
    Segments,
    Tile,
    banner,
    button,
    col,
    detail,
    empty,
    field,
    holder,
    labelled,
    nothing_found,
    only_one,
    page,
    pairs,
    panel,
    part,
    refuse,
    row,
    story,
    text,
    toast,
    tool,
)
from ui.kit.table import BAND, RIGHT, Act, Changed, Column, Rows, State, Table, Wrong, column_width, plain


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_icon_buttons_have_a_name_and_a_tip_with_their_key(app_theme, qtbot):
    made = tool("print", "打印", "Ctrl+P")
    qtbot.addWidget(made)
    assert (made.accessibleName(), made.toolTip()) == ("打印", "打印　Ctrl+P")
    words = button("生成催报函", "chase", "main", key="Ctrl+Return")
    qtbot.addWidget(words)
    assert words.toolTip() == "生成催报函　Ctrl+回车"


def test_a_refused_act_says_why(app_theme, qtbot):
    made = button("导出")
    qtbot.addWidget(made)
    refuse(made, "没有导出的权限")
    assert (made.isEnabled(), made.toolTip()) == (False, "没有导出的权限")
    refuse(made, "")
    assert made.isEnabled()


def test_filter_chips_read_state_and_count_and_only_one_is_on(app_theme, qtbot):
    chips = [FilterChip("late", "逾期", 4, on=True), FilterChip("", "全部", 1286)]
    kept = shown(qtbot, holder(only_one(*chips)))
    assert kept.isVisible()
    assert chips[1].accessibleName() == "全部，1286条"
    qtbot.mouseClick(chips[1], Qt.MouseButton.LeftButton)
    assert [chip.isChecked() for chip in chips] == [False, True]
    width = chips[1].sizeHint().width()
    chips[1].set_count(7)
    assert chips[1].accessibleName() == "全部，7条"
    assert chips[1].sizeHint().width() < width
    chips[0].setFocus()
    assert not chips[0].grab().isNull()


def test_a_tile_names_its_figure(app_theme, qtbot):
    tile = shown(qtbot, Tile("late", "逾期未办", "4", "最久9个工作日"))
    assert tile.accessibleName() == "逾期未办，4项，最久9个工作日"
    tile.set_figure("0")
    assert tile.accessibleName() == "逾期未办，0项"
    assert not tile.grab().isNull()


def test_segments_tell_the_choice_that_is_on(app_theme, qtbot):
    made = shown(qtbot, Segments(["年", "月", "周"], 1))
    assert made.index() == 1
    with qtbot.waitSignal(made.chosen, check_params_cb=lambda n: n == 2):
        made.choose(2)


def test_long_text_grows_with_its_words(app_theme, qtbot):
    made = Growing("一行", "情况")
    made.setFixedWidth(200)
    shown(qtbot, made)
    low = made.height()
    made.setPlainText("很长的情况说明，" * 20)
    qtbot.waitUntil(lambda: made.height() > low)


def test_a_field_shows_its_sentence_and_takes_it_away_when_typed(app_theme, qtbot):
    line = QLineEdit()
    made = shown(qtbot, LabelledField("密码", line, must=True))
    made.say("密码至少8位，现在是3位。")
    assert line.accessibleName() == "密码，必填"
    assert line.accessibleDescription() == "密码至少8位，现在是3位。"
    assert line.property("state") == "error"
    qtbot.keyClicks(line, "a")
    assert made.error.words() == ""
    assert line.property("state") == ""


def test_pages_are_built_of_parts_without_a_fault(app_theme, qtbot):
    from tests.ui.looks import faults

    side = detail(
        [text("于安禾", "section")],
        [pairs([("单位", "县水务局"), ("状态", Chip("due", "即将到期"))])],
        [button("发起换证")],
    )
    history = part("历史", story([("2026-03-18", "岑知远", "学时49 → 61")]))
    cleared, clear = nothing_found()
    bad = labelled("姓名", field("姓名"), must=True, error="请填写姓名。")
    hinted = labelled("日期", field("日期"), hint="2026年6月15日，星期一")
    body = col(
        banner("due", "有2项需要确认。", button("去看")),
        row(bad, hinted),
        panel(history),
        cleared,
        toast("已移入回收站。"),
    )
    made = shown(qtbot, page(row((holder(body), 1), side)))
    assert faults(made) == []
    assert clear.text() == "清除筛选"
    assert any(label.text() == "县水务局" for label in made.findChildren(QLabel))
    assert empty("nav-list", "还没有执法事项", "导入目录，或者逐项登记。").findChildren(QLabel)


def test_cells_read_as_words():
    assert plain(State("late", "逾期9天")) == "逾期9天"
    assert plain(Changed("四级主办", "三级主办")) == "四级主办 → 三级主办"
    assert plain(Wrong("2029-02-30")) == "2029-02-30"
    assert plain(Act("催报", "chase")) == "催报"
    assert plain(-1286) == "−1,286"
    assert [plain(value) for value in (None, True, "")] == ["", "", ""]


def test_a_table_shows_states_groups_numbers_and_ticks(app_theme, qtbot):
    columns = [Column("", 1), Column("姓名", 4), Column("状态", 6), Column("学时", 3, RIGHT), Column("剩余天数", 2)]
    rows = [
        ["逾期　1项"],
        [True, "于安禾", State("due", "即将到期"), 61, Changed("12", "11")],
        [False, "祁望山", Wrong("过期"), 5],
    ]
    table = shown(qtbot, Table(columns, rows, "人员", bands=[0]))
    model = table.model()
    assert model.index(0, 0).data(BAND) is True
    assert table.columnSpan(0, 0) == 5
    assert model.index(1, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert model.index(1, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "即将到期"
    assert model.index(1, 3).data(Qt.ItemDataRole.TextAlignmentRole) == RIGHT
    assert table.columnWidth(4) == column_width(columns[4]) > column_width(Column("学时", 2))
    table.selectRow(1)
    table.setFocus()
    assert not table.grab().isNull()
    assert isinstance(model, Rows)
    model.replace(rows[1:])
    assert table.columnSpan(0, 0) == 1
    assert model.rowCount() == 2


def test_tab_leaves_a_table_and_arrows_stay_in_it(app_theme, qtbot):
    table, after = Table([Column("姓名")], [["甲"], ["乙"]], "人员"), field("备注")
    kept = shown(qtbot, page(table, after))
    kept.activateWindow()
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert after.hasFocus()
