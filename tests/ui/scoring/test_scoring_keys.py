"""A sheet is filled without a mouse, and the totals are those worked out by hand."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

Key = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_a_file_scored_by_keyboard_alone_gets_93_50(bench):
    """1.1 two gaps (1), 2.2 rights (2) and three changes (1.5), 7.4 six jumps (3, capped at 2): 100 − 6.5."""
    bench.open()
    bench.key(Key.Key_1)
    bench.write("2")
    bench.go("2.2")
    bench.key(Key.Key_2)
    bench.key(Key.Key_4)
    bench.write("3")
    bench.go("7.4")
    bench.key(Key.Key_2)
    bench.write("6")
    assert (bench.score, bench.grade) == ("93.50", "优秀")
    assert bench.row("7.4")[2:] == ["2.0", "2.0", "0.0"]
    assert bench.row("2.2")[2:] == ["5.0", "3.5", "1.5"]


def test_items_that_do_not_apply_leave_the_denominator(bench):
    """Six items of 16 points left out, 9 deducted: 75 of 84 is 89.29."""
    bench.open()
    for code in ("2.4", "2.5", "2.6", "2.7", "4.3", "4.4", "5.1", "6.2", "6.3"):
        bench.go(code)
        if code == "2.4":
            bench.key(Key.Key_1)
            bench.write("3")
        elif code == "5.1":
            bench.key(Key.Key_2)
        elif code == "6.3":
            bench.key(Key.Key_3)
            bench.key(Key.Key_4)
        else:
            bench.key(Key.Key_B)
            bench.write("本案没有这一环节")
    assert bench.view.totals.applicable.text() == "84"
    assert (bench.score, bench.grade) == ("89.29", "良好")
    assert bench.row("2.5")[4] == "不适用"


def test_not_applicable_needs_a_reason_and_says_so_beside_the_item(bench):
    bench.open()
    bench.go("2.3")
    bench.key(Key.Key_B)
    assert QApplication.focusWidget() is bench.view.rules.note
    assert (bench.score, bench.grade) == ("—", "有待补")
    assert "没有写理由" in bench.view.rules.problem.words()
    assert bench.row("2.3")[4] == "待补"
    bench.write("没有开展现场检查")
    assert bench.view.rules.problem.words() == ""
    assert bench.view.totals.applicable.text() == "96"
    assert QApplication.focusWidget() is bench.view.table


def test_a_range_asks_for_points_in_place(bench):
    bench.open()
    bench.go("1.2")
    bench.key(Key.Key_3)
    field = bench.view.rules.rows["1.2c"].amount
    assert QApplication.focusWidget() is field
    assert "0.5至1分" in bench.view.rules.problem.words()
    bench.write("0.5")
    assert bench.row("1.2")[3:] == ["0.5", "1.5"]
    bench.key(Key.Key_S)
    assert QApplication.focusWidget() is bench.view.rules.note


def test_points_outside_the_range_are_named_and_not_reckoned(bench):
    bench.open()
    bench.go("1.2")
    bench.key(Key.Key_3)
    bench.write("2")
    assert "0.5至1分" in bench.view.rules.problem.words()
    assert bench.score == "—"


def test_a_missing_document_takes_the_whole_item_and_full_marks_give_it_back(bench):
    bench.open()
    bench.go("2.2")
    bench.key(Key.Key_Q)
    assert (bench.row("2.2")[3:], bench.score) == (["5.0", "0.0"], "95.00")
    assert not bench.view.rules.rows["2.2a"].tick.isEnabled()
    bench.key(Key.Key_M)
    assert (bench.row("2.2")[3:], bench.score) == (["", "5.0"], "100.00")


def test_a_veto_needs_page_and_fact_and_then_decides_the_file(bench):
    bench.open()
    bench.key(Key.Key_F)
    assert bench.view.current == "veto:程序违法"
    bench.key(Key.Key_2)
    assert QApplication.focusWidget() is bench.view.rules.page
    assert bench.view.banner_words == "存在否决项，本卷不计分。请写明具体事实和页码。"
    assert bench.score == "—"
    bench.write("21")
    assert QApplication.focusWidget() is bench.view.rules.note
    assert "没有写明具体事实和页码" in bench.view.rules.problem.words()
    bench.write("检查时只有一人签名")
    assert bench.view.banner_words == "存在否决项，本卷不计分。"
    assert (bench.score, bench.grade) == ("—", "不合格")
    assert bench.view.vetoes.heads["veto:程序违法"].text() == "程序违法　1条"
    assert QApplication.focusWidget() is bench.view.table


def test_the_next_head_of_vetoes_comes_with_the_same_key(bench):
    bench.open()
    bench.key(Key.Key_F, times=2)
    assert bench.view.current == "veto:主要证据不足"


def test_letters_and_digits_do_not_act_while_somebody_types(bench):
    bench.open()
    bench.key(Key.Key_1)
    bench.enter()
    bench.key(Key.Key_S)
    before = bench.view.current
    bench.type("b q m f 2")
    assert bench.view.rules.note.toPlainText() == "b q m f 2"
    assert bench.view.current == before
    bench.enter()
    bench.key(Key.Key_Y)
    bench.type("3")
    assert bench.view.rules.page.text() == "3"
    assert [f.id for f in bench.editor.item("item:1.1").findings] == ["1.1a"]
    assert (bench.editor.mark("item:1.1", "1.1a").page, bench.editor.mark("item:1.1", "1.1a").note) == (
        "3",
        "b q m f 2",
    )


def test_no_input_method_swallows_the_letters_of_the_list(bench):
    bench.open()
    assert not bench.view.table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_tick_with_the_focus_still_takes_the_keys(bench):
    bench.open()
    bench.view.rules.rows["1.1b"].tick.setFocus()
    bench.key(Key.Key_Space)
    assert bench.editor.mark("item:1.1", "1.1b").on
    bench.key(Key.Key_3)
    assert bench.editor.mark("item:1.1", "1.1c").on


def test_ctrl_z_takes_marks_back_and_shows_where(bench):
    bench.open()
    bench.go("1.3")
    bench.key(Key.Key_1)
    bench.enter()
    assert bench.score == "98.00"
    bench.key(Key.Key_Z, CTRL)
    assert bench.view.current == "item:1.3"
    assert bench.score == "100.00"
    bench.key(Key.Key_Y, CTRL)
    assert bench.score == "98.00"


def test_arrows_walk_over_all_lines_and_stop_at_the_ends(bench):
    bench.open()
    bench.key(Key.Key_End)
    assert bench.view.current == "minus"
    bench.key(Key.Key_Down)
    assert bench.view.current == "minus"
    bench.key(Key.Key_Home)
    assert bench.view.current == "veto:程序违法"
    bench.key(Key.Key_Down, times=5)
    assert bench.view.current == "item:1.1"
    bench.key(Key.Key_PageDown)
    assert bench.view.current == "item:2.5"


def test_bonus_and_other_deductions_count_for_the_whole_file(bench):
    """100 + 3 + 1.5 − 2×0.5, and the file cannot pass what the standard caps."""
    bench.open()
    bench.go("1.3")
    bench.key(Key.Key_1)
    bench.key(Key.Key_End)
    bench.key(Key.Key_2)
    bench.write("2")
    bench.key(Key.Key_Up)
    bench.key(Key.Key_4)
    bench.write("1.5")
    result = bench.view.result
    assert (str(result.bonus), str(result.minus), bench.score) == ("1.5", "1.0", "98.50")


def test_criteria_are_lost_or_left_out_with_a_reason(bench):
    bench.open("评分表（一般行政处罚）")
    bench.key(Key.Key_1)
    assert bench.row("1")[3:] == ["0.5", "1.5"]
    bench.go("2")
    bench.qtbot.keyClick(QApplication.focusWidget(), "!", SHIFT)
    assert "没有写理由" in bench.view.rules.problem.words()
    bench.write("现场没有生产")
    assert str(bench.view.result.applicable_total) == "98.5"
    assert bench.editor.item("item:2").na_criteria[0].reason == "现场没有生产"


def test_a_standard_that_deducts_from_the_total_t10(bench, tmp_path):
    """−10 −5 −5 −2 −1 −1 −3×0.5 leaves 74.50, which passes at 60 and is no excellent file below 90."""
    points = ("10", "5", "5", "2", "1", "1")
    rules = [{"id": f"1{n}", "text": f"第{n}类问题", "kind": "FIXED", "points": p} for n, p in enumerate(points, 1)]
    rules.append({"id": "17", "text": "笔误，每处", "kind": "PER_UNIT", "points": "0.5"})
    standard = {
        "family": "from_total",
        "name": "从总分里扣的评分表",
        "version": "1",
        "case_type": "处罚",
        "mode": "FROM_TOTAL",
        "na_policy": "RESCALE",
        "veto_effect": "SCORE_ZERO",
        "total": 100,
        "bands": [
            {"name": "不合格", "from": 0, "pass": False},
            {"name": "合格", "from": 60, "pass": True},
            {"name": "优秀", "from": 90, "pass": True},
        ],
        "sections": [{"name": "办案程序", "items": [{"id": "1", "name": "全部文书", "rules": rules}]}],
    }
    file = tmp_path / "标准.json"
    file.write_text(json.dumps(standard, ensure_ascii=False), encoding="utf-8")
    bench.desk.scoring.take_file(file)
    bench.open("从总分里扣的评分表")
    for key in range(Key.Key_1, Key.Key_7):
        bench.key(key)
    bench.key(Key.Key_7)
    bench.write("3")
    assert (bench.score, bench.grade) == ("74.50", "合格")
    assert bench.row("1")[2:] == ["", "25.5", ""]
    assert not bench.view.vetoes.isVisible()


def test_a_click_on_the_words_marks_and_a_second_one_only_chooses(bench):
    bench.open()
    row = bench.view.rules.rows["1.1b"]
    for _ in range(2):
        bench.qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        assert bench.editor.mark("item:1.1", "1.1b").on
    bench.qtbot.mouseClick(row.tick, Qt.MouseButton.LeftButton)
    assert not bench.editor.mark("item:1.1", "1.1b").on


@pytest.mark.parametrize("key", [Key.Key_D, Key.Key_S, Key.Key_Y])
def test_keys_of_the_ground_do_nothing_without_a_mark(bench, key):
    bench.open()
    bench.key(key)
    assert QApplication.focusWidget() is bench.view.table


def test_f8_goes_round_the_marks_that_cannot_be_used(bench):
    bench.open()
    bench.go("1.2")
    bench.key(Key.Key_3)
    bench.enter()
    bench.go("2.3")
    bench.key(Key.Key_B)
    bench.enter()
    bench.key(Key.Key_Home)
    bench.key(Key.Key_F8)
    assert QApplication.focusWidget() is bench.view.rules.rows["1.2c"].amount
    bench.key(Key.Key_F8)
    assert (bench.view.current, QApplication.focusWidget()) == ("item:2.3", bench.view.rules.note)
    bench.key(Key.Key_F8)
    assert bench.view.current == "item:1.2"


def test_a_phrase_starts_the_ground(bench):
    bench.open()
    bench.key(Key.Key_2)
    menu = bench.view.rules.ask_phrase()
    menu.actions()[0].trigger()
    menu.close()
    assert bench.editor.mark("item:1.1", "1.1b").note == "承办或者审批意见不明确。"
