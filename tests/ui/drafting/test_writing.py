"""Writing a draft: template, typing, paragraphs, levels, tables, fields, phrases, steps back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.ui.drafting.conftest import ORDINARY

KEY, HELD = Qt.Key, Qt.KeyboardModifier


def test_a_draft_is_begun_from_a_template_in_the_ledger_of_drafts(hands):
    from ui.pages.drafting.begin import TemplateDialog

    hands.window.go("drafts")
    hands.settle()
    hands.window.stack.page.new_row()
    dialog = hands.dialog(TemplateDialog)
    dialog.choose("督办函")
    with hands.qtbot.waitSignal(hands.editor.opened_draft, timeout=10_000):
        hands.qtbot.keyClick(dialog, KEY.Key_Return)
    hands.settle()
    assert hands.window.stack.key == "drafting"
    assert "{事项}" in hands.form.title.toPlainText()
    assert hands.editor.bench.title.text() == "拟稿　函"


@pytest.mark.parametrize("way", ["open_current", "edit_current", "next_act"])
def test_a_draft_of_the_ledger_opens_in_the_editor(hands, way):
    draft_id = hands.stored()
    hands.window.go("drafts", draft_id)
    hands.settle()
    ledger = hands.window.stack.page
    hands.qtbot.waitUntil(lambda: ledger.pane.content is not None, timeout=10_000)
    with hands.qtbot.waitSignal(hands.editor.opened_draft, timeout=10_000):
        getattr(ledger, way)()
    assert hands.editor.opened.id == draft_id


def test_what_is_typed_appears_on_the_page_with_the_number_that_comes_next(hands):
    hands.open(hands.stored())
    hands.into(0)
    hands.type("并附上依据。")
    words = hands.laid_out()
    assert "现商请提供目录。并附上依据。" in words
    assert "示司监函〔2026〕4号" in words
    assert "2026年6月15日" in words
    assert hands.form.number.text() == "〔2026〕4号"
    assert hands.editor.bench.preview.place.text() == "第1页，共1页"


def test_enter_makes_the_next_paragraph_and_backspace_takes_an_empty_one_away(hands):
    hands.open(hands.stored())
    hands.into(1)
    hands.key(KEY.Key_Return)
    hands.type("逾期视为没有意见。")
    assert hands.texts[2] == (0, "逾期视为没有意见。")
    hands.key(KEY.Key_Return)
    assert len(hands.texts) == 5
    hands.key(KEY.Key_Backspace)
    assert [text for _level, text in hands.texts][1:4] == [
        "请于2026年6月30日前书面提供。",
        "逾期视为没有意见。",
        "特此函告。",
    ]
    assert QApplication.focusWidget() is hands.rows[2].words


def test_enter_within_a_paragraph_splits_it_and_backspace_at_its_start_joins_it_again(hands):
    hands.open(hands.stored())
    hands.into(0, 11)
    hands.key(KEY.Key_Return)
    assert [text for _level, text in hands.texts][:2] == ["为核对行政执法事项，现", "商请提供目录。"]
    hands.key(KEY.Key_Backspace)
    assert hands.texts[0][1] == ORDINARY["body"][0]["text"]
    hands.type("另")
    assert hands.texts[0][1].startswith("为核对行政执法事项，现另商")


def test_tab_at_the_start_of_a_paragraph_changes_its_level(hands):
    hands.open(hands.stored())
    hands.into(0, 3)
    hands.key(KEY.Key_Home)
    hands.key(KEY.Key_Tab, times=2)
    assert hands.texts[0][0] == 2
    hands.key(KEY.Key_Backtab, HELD.ShiftModifier)
    assert hands.texts[0][0] == 1
    assert "一、为核对" in hands.laid_out()


def test_coming_with_tab_the_next_tab_goes_on_and_changes_nothing(hands):
    hands.open(hands.stored())
    hands.rows[0].level.setFocus()
    before = hands.texts
    stops = []
    for _ in range(6):
        hands.key(KEY.Key_Tab)
        stops.append(QApplication.focusWidget())
    first, second = hands.rows[:2]
    assert stops == [first.words, first.more, second.level, second.words, second.more, hands.rows[2].level]
    assert hands.texts == before


def test_keys_move_a_paragraph_and_change_its_level(hands):
    hands.open(hands.stored())
    hands.into(2)
    hands.key(KEY.Key_Up, HELD.AltModifier | HELD.ShiftModifier)
    assert [text for _level, text in hands.texts][1] == "特此函告。"
    hands.key(KEY.Key_Right, HELD.AltModifier | HELD.ShiftModifier)
    assert hands.texts[1][0] == 1
    assert hands.rows[1].words.accessibleName() == "第2段"
    hands.rows[0].level.setFocus()
    for _ in range(3):
        hands.key(KEY.Key_Tab)
    assert QApplication.focusWidget() is hands.rows[1].level  # Tab goes in the new order


def test_several_lines_become_paragraphs_with_the_levels_their_numbers_say(hands):
    hands.open(hands.stored())
    hands.into(1)
    hands.key(KEY.Key_Return)
    hands.paste(
        "一、工作内容\r\n（一）梳理目录\n1.逐项核对依据。\n（1）县级依据。\n2026年底前完成。\n\n　　3.5万元的不报。\n"
    )
    assert hands.texts[2:8] == [
        (1, "工作内容"),
        (2, "梳理目录"),
        (3, "逐项核对依据。"),
        (4, "县级依据。"),
        (0, "2026年底前完成。"),
        (0, "3.5万元的不报。"),
    ]
    words = hands.laid_out()
    assert "一、工作内容" in words
    assert "（一）梳理目录" in words
    assert "1.逐项核对依据。" in words


def test_lines_pasted_into_a_text_stand_at_the_cursor(hands):
    hands.open(hands.stored())
    hands.into(0, 9)
    hands.paste("先自查。\n再汇总。")
    assert [text for _level, text in hands.texts][:2] == ["为核对行政执法事项先自查。", "再汇总。，现商请提供目录。"]


def test_a_step_back_undoes_typing_deleting_and_moving_one_after_the_other(hands):
    hands.open(hands.stored())
    before = hands.texts
    hands.into(0)
    hands.type("另附清单。")
    hands.form.body.remove(hands.rows[1])
    hands.form.body.shift(hands.rows[1], -1)
    hands.ctrl(KEY.Key_Z)
    hands.ctrl(KEY.Key_Z)
    assert [text for _level, text in hands.texts] == [before[0][1] + "另附清单。", before[1][1], before[2][1]]
    hands.ctrl(KEY.Key_Z)
    assert hands.texts == before
    hands.ctrl(KEY.Key_Z)
    assert hands.said[-1] == "没有可以撤销的了。"
    hands.ctrl(KEY.Key_Y)
    assert hands.texts[0][1].endswith("另附清单。")
    assert before[0][1] in hands.laid_out()


def test_a_step_back_reaches_fields_of_one_line_too(hands):
    hands.open(hands.stored())
    hands.form.note.setFocus()
    hands.type("联系人：简若宁")
    hands.ctrl(KEY.Key_Z)
    assert hands.form.note.text() == ""
    assert hands.form.text().content == ORDINARY | {"note": ""} or hands.form.text().content == ORDINARY


def test_a_known_field_goes_in_as_its_value_and_an_unknown_one_in_braces(hands):
    origin, unit = hands.about("更新事项目录")
    hands.open(hands.desk.drafting.start("函", origin))
    hands.into(0)
    menu = hands.editor.editing.offer_fields()
    entries = {action.text().partition("　")[0]: action for action in menu.actions()}
    assert {"单位", "任务", "逾期天数", "今天"} <= set(entries)
    entries["单位"].trigger()
    assert hands.texts[0][1].endswith(unit)
    menu.close()
    assert QApplication.focusWidget() is hands.rows[0].words
    hands.open(hands.stored())
    hands.into(0)
    menu = hands.editor.editing.offer_fields()
    next(a for a in menu.actions() if a.text().startswith("单位　")).trigger()
    assert hands.texts[0][1].endswith("{单位}")
    menu.close()


def test_a_phrase_goes_to_the_cursor_with_its_fields_filled_in(hands):
    hands.desk.ledgers["phrases"].save(None, 0, {"category": "结尾", "text": "请报{本单位}。"})
    hands.open(hands.stored())
    hands.into(2, 0)
    menu = hands.editor.editing.offer_phrases()
    ending = next(a for a in menu.actions() if a.text() == "结尾")
    next(a for a in ending.menu().actions() if a.text() == "请报示例县司法局。").trigger()
    menu.close()
    assert hands.texts[2][1] == "请报示例县司法局。特此函告。"


def test_a_table_is_pasted_from_a_workbook_and_stands_on_the_page(hands):
    from ui.pages.drafting.table_dialog import TableDialog

    hands.open(hands.stored())
    hands.form.body.table_wanted.emit(hands.rows[0])
    dialog = hands.dialog(TableDialog)
    QGuiApplication.clipboard().setText("单位\t事项数\n县水务局\t12\n县林业局\t9\n县气象局\t7\n县民政局\t5\n")
    hands.qtbot.keyClick(dialog.grid, KEY.Key_V, HELD.ControlModifier)
    dialog.caption.setText("各单位事项数")
    dialog.model.setData(dialog.model.index(1, 0), "2")
    dialog._accept()
    hands.refocus()
    assert hands.form.body.items()[1]["table"] == {
        "columns": [{"label": "单位", "width": 2.0}, {"label": "事项数"}],
        "rows": [["县水务局", "12"], ["县林业局", "9"], ["县气象局", "7"], ["县民政局", "5"]],
        "caption": "各单位事项数",
    }
    words = hands.laid_out()
    assert "各单位事项数" in words
    assert "县民政局5" in words
    hands.form.body.object_wanted.emit(hands.rows[1])
    again = hands.dialog(TableDialog)
    assert again.table() == hands.form.body.items()[1]["table"]
    again.reject()


def test_an_attachment_carries_its_own_pages(hands):
    from ui.pages.drafting.objects import AppendixDialog

    hands.open(hands.stored())
    hands.form.attachments.add.click()
    hands.type("行政执法事项目录样式")
    hands.form.attachments.rows[0].opener.click()
    dialog = hands.dialog(AppendixDialog)
    hands.qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.body.rows[0].words)
    hands.type("按下列样式填写。")
    dialog._accept()
    hands.refocus()
    content = hands.form.text().content
    assert content["attachments"] == ["行政执法事项目录样式"]
    assert content["appendices"] == [
        {"body": [{"level": 0, "text": "按下列样式填写。"}], "title": "行政执法事项目录样式"}
    ]
    words = hands.laid_out()
    assert words.count("行政执法事项目录样式") == 2
    assert "第1页，共2页" in hands.editor.bench.preview.place.text()


def test_all_towns_can_be_written_to_at_once(hands):
    hands.open(hands.stored())
    menu = hands.form.to.offer()
    towns = next(a for a in menu.actions() if a.text().startswith("全部乡镇街道"))
    towns.trigger()
    menu.close()
    names = hands.form.text().content["to"]
    wanted = [name for _id, name in hands.desk.drafting.units() if "镇" in name or "街道" in name]
    assert names[0] == "县水务局"
    assert set(wanted) <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("typed", ["县水务局、县林业局", "县水务局，县林业局", "县水务局；县林业局："])
def test_recipients_are_apart_by_any_usual_mark(hands, typed):
    hands.open(hands.stored())
    hands.form.to.line.setText(typed)
    assert hands.form.text().content["to"] == ["县水务局", "县林业局"]


def test_a_mark_within_brackets_belongs_to_the_name(hands):
    hands.open(hands.stored())
    hands.form.to.line.setText("各乡镇（街道、开发区）、县直各单位")
    assert hands.form.text().content["to"] == ["各乡镇（街道、开发区）", "县直各单位"]


def test_opening_a_draft_changes_nothing_of_its_content(hands):
    from services.documents.templates import shipped

    for name in shipped():
        draft_id = hands.desk.drafting.start(name)
        hands.open(draft_id)
        stored = hands.desk.drafting.open(draft_id).text
        assert hands.form.text() == stored, name


def test_another_format_and_the_fields_of_few_papers_reach_the_page(hands):
    hands.open(hands.stored())
    more = hands.form.more
    more.toggle.click()
    more.format.setCurrentText("文件")
    more.mark.setText("示例县司法局文件")
    more.urgency.setCurrentText("特急")
    more.copy_no.setText("000001")
    more.signers.setText("容知秋")
    words = hands.laid_out()
    assert "示例县司法局文件" in words
    assert "特急" in words
    assert "签发人：容知秋" in words
