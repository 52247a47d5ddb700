"""What is marked is in the file without being asked for, opens again as it was, and is frozen once submitted."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from services.errors import StorageError
from services.reviews.sheet import FilledSheet, ItemMarks

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def marked(bench):
    """Two findings with page and ground on 2.2."""
    bench.go("2.2")
    bench.key(Key.Key_2)
    bench.key(Key.Key_4)
    bench.write("3")
    bench.key(Key.Key_Y)
    bench.write("12、13")
    bench.key(Key.Key_S)
    bench.write("改动处没有捺印")


def all_seen(bench):
    while not bench.view.current.startswith("bonus"):
        bench.enter()


def test_a_draft_is_kept_by_itself_and_opens_as_it_was(bench):
    sheet_id = bench.open()
    marked(bench)
    bench.kept()
    assert bench.page.foot.saved.text() == "已自动保存　09:00"
    stored = bench.desk.scoring.open(sheet_id)
    assert stored.marks == bench.editor.marks
    shown, score = bench.row("2.2"), bench.score
    bench.page.close_sheet()
    bench.settled()
    assert bench.page.picker.isVisible()
    bench.show(sheet_id)
    assert (bench.row("2.2"), bench.score) == (shown, score)
    assert bench.editor.mark("item:2.2", "2.2d").page == "12、13"
    assert bench.view.current == "item:2.3"


def test_leaving_the_page_at_once_keeps_the_last_letter(bench):
    sheet_id = bench.open()
    bench.key(Key.Key_2)
    bench.key(Key.Key_S)
    bench.type("意见写得含糊")
    assert bench.page.saver.dirty
    assert bench.page.can_leave()
    bench.kept()
    finding = bench.desk.scoring.open(sheet_id).marks.items[0].findings[0]
    assert (finding.id, finding.note) == ("1.1b", "意见写得含糊")


def test_undo_and_giving_up_are_kept_as_well(bench):
    sheet_id = bench.open()
    marked(bench)
    bench.kept()
    bench.page.foot.give_up.click()
    bench.kept()
    assert bench.desk.scoring.open(sheet_id).marks == FilledSheet()
    assert bench.said[-1] == "已放弃这次打开后的改动。"
    bench.view.focus_items()
    bench.key(Key.Key_Z, CTRL)
    bench.kept()
    assert len(bench.desk.scoring.open(sheet_id).marks.items) == 6


def test_submitting_freezes_the_sheet_and_says_the_score(bench):
    sheet_id = bench.open()
    marked(bench)
    all_seen(bench)
    assert bench.submit() == "提交评分：96.50分，优秀"
    assert bench.said[-1] == "已提交评分表：96.50分，优秀。"
    assert bench.desk.scoring.open(sheet_id).submitted
    rules = bench.view.rules
    bench.view.show_line("item:2.2", "2.2d")
    assert not rules.rows["2.2d"].tick.isEnabled()
    assert not rules.rows["2.2d"].amount.isEnabled()
    assert not rules.page.isEnabled()
    assert not rules.note.isEnabled()
    assert not rules.full.isEnabled()
    assert not bench.page.foot.submit.isEnabled()
    before = bench.editor.marks
    bench.view.focus_items()
    for key in (Key.Key_1, Key.Key_B, Key.Key_Q, Key.Key_M, Key.Key_Return):
        bench.key(key)
    bench.key(Key.Key_Z, CTRL)
    assert bench.editor.marks == before


def test_a_sheet_that_was_handed_back_can_be_marked_again(bench):
    sheet_id = bench.open()
    all_seen(bench)
    bench.submit()
    assert bench.view.frozen
    sheets = bench.desk.ledgers["sheets"]
    sheets.perform("hand_back", sheets.load(sheet_id), {"why": "第5项请核对"})
    bench.qtbot.waitUntil(lambda: not bench.view.frozen, timeout=10_000)
    bench.view.show_line("item:1.2")
    bench.view.focus_items()
    bench.key(Key.Key_1)
    assert bench.row("1.2")[3] == "2.0"


def test_items_nobody_looked_at_are_asked_about_before_submitting(bench):
    sheet_id = bench.open()
    asked = []
    bench.context.notify.asked.connect(asked.append)
    bench.go("1.3")
    bench.key(Key.Key_Return, CTRL)
    assert asked[0].windowTitle() == "还有30项没有评"
    asked[0].reject()
    bench.settled()
    assert not bench.desk.scoring.open(sheet_id).submitted
    bench.page.submit()
    asked[1].accept()
    bench.settled()
    assert bench.desk.scoring.open(sheet_id).submitted


def test_a_refused_submission_names_the_item_and_goes_there(bench):
    sheet_id = bench.open()
    bench.go("1.2")
    bench.key(Key.Key_3)
    bench.enter()
    bench.enter(3)
    bench.key(Key.Key_Return, CTRL)
    assert bench.view.current == "item:1.2"
    assert QApplication.focusWidget() is bench.view.rules.rows["1.2c"].amount
    assert bench.said[-1].startswith("有1处没有填完整，还没有提交。1.2　案件来源：")
    bench.kept()
    assert not bench.desk.scoring.open(sheet_id).submitted


def test_a_refusal_of_the_service_is_shown_at_its_item(bench):
    from services.errors import ValidationError

    bench.open()
    all_seen(bench)
    bench.page._not_sent(ValidationError({"2.6": "项目2.6标了不适用，没有写理由。请写明理由。"}))
    assert bench.view.current == "item:2.6"
    assert "2.6　鉴定意见" in bench.said[-1]


def elsewhere(bench, sheet_id):
    """Somebody saves the same sheet from another place."""
    found = bench.desk.scoring.open(sheet_id)
    marks = replace(found.marks, items=(ItemMarks("7.5"),))
    bench.desk.scoring.save(sheet_id, found.row_version, marks)
    return marks


@pytest.mark.parametrize("choice", ["保留我填的", "改用最新的"])
def test_a_conflict_keeps_what_was_typed_and_asks_which_one_counts(bench, choice):
    sheet_id = bench.open()
    bench.page._context.bridge.changed.disconnect(bench.page.on_changes)
    theirs = elsewhere(bench, sheet_id)
    bench.key(Key.Key_2)
    mine = bench.editor.marks
    bench.qtbot.waitUntil(lambda: "别处改过" in bench.view.banner_words, timeout=10_000)
    assert bench.editor.marks == mine
    assert bench.page.foot.saved.text() == "还没有存入，填写的内容都在"
    button = next(b for b in bench.view.findChildren(type(bench.page.foot.back)) if b.text() == choice)
    button.click()
    bench.settled()
    bench.kept()
    assert bench.view.banner_words == ""
    expected = mine if choice == "保留我填的" else theirs
    assert bench.editor.marks == expected
    assert bench.desk.scoring.open(sheet_id).marks == expected


def test_what_others_saved_is_shown_where_nothing_was_typed(bench):
    sheet_id = bench.open()
    theirs = elsewhere(bench, sheet_id)
    bench.qtbot.waitUntil(lambda: bench.editor.marks == theirs, timeout=10_000)
    bench.key(Key.Key_2)
    bench.kept()
    assert bench.view.banner_words == ""


def test_a_full_disk_loses_nothing_and_the_next_change_tries_again(bench, monkeypatch):
    sheet_id = bench.open()
    office, refusals = bench.desk.scoring, [StorageError("数据所在磁盘已满，这次没有保存。")]
    save = office.save

    def full(*args):
        if refusals:
            raise refusals.pop()
        return save(*args)

    monkeypatch.setattr(office, "save", full)
    bench.key(Key.Key_2)
    bench.qtbot.waitUntil(lambda: bench.page.foot.saved.text() == "这次没有存入，填写的内容都在", timeout=10_000)
    bench.key(Key.Key_3)
    bench.kept()
    assert [f.id for f in office.open(sheet_id).marks.items[0].findings] == ["1.1b", "1.1c"]


def test_the_list_begins_a_sheet_and_marks_it_as_begun(bench):
    picker = bench.page.picker
    assert picker.start.text() == "开始打分"
    picker.table.setFocus()
    bench.key(Key.Key_Return, CTRL)
    bench.qtbot.waitUntil(lambda: bench.page._sheet is not None, timeout=10_000)
    case = bench.cases[0]
    assert bench.page._sheet.head.name == case.name
    bench.page.close_sheet()
    bench.settled()
    assert picker.start.text() == "继续打分"
    assert not picker.standard.isEnabled()
    assert bench.cases[0].sheet_id


def test_enter_opens_a_draft_and_begins_nothing_by_itself(bench):
    picker = bench.page.picker
    picker.table.setFocus()
    bench.enter()
    assert QApplication.focusWidget() is picker.standard
    assert bench.page._sheet is None
    sheet_id = bench.open()
    bench.page.close_sheet()
    bench.settled()
    bench.enter()
    bench.qtbot.waitUntil(lambda: bench.page._sheet is not None, timeout=10_000)
    assert bench.page._sheet.sheet_id == sheet_id


def test_a_submitted_case_leaves_the_list(bench):
    before = len(bench.cases)
    sheet_id = bench.open()
    all_seen(bench)
    bench.submit()
    bench.page.close_sheet()
    bench.settled()
    assert len(bench.cases) == before - 1
    assert sheet_id not in {case.sheet_id for case in bench.cases}


def test_a_case_is_opened_from_elsewhere(bench):
    wanted = bench.cases[3]
    bench.page.open_case(wanted.id)
    bench.settled()
    assert bench.page.picker.current().id == wanted.id
    sheet_id = bench.open(case=3)
    bench.page.close_sheet()
    bench.settled()
    bench.page.open_case(wanted.id)
    bench.qtbot.waitUntil(lambda: bench.page._sheet is not None, timeout=10_000)
    assert bench.page._sheet.sheet_id == sheet_id


def test_the_next_file_is_one_key_away(bench):
    second = bench.open(case=1)
    bench.page.close_sheet()
    bench.settled()
    first = bench.open(case=1)
    bench.page.close_sheet()
    bench.settled()
    begun = [case.sheet_id for case in bench.cases if case.sheet_id]
    assert sorted(begun) == sorted([first, second])
    bench.show(begun[0])
    bench.key(Key.Key_PageDown, CTRL)
    bench.qtbot.waitUntil(lambda: bench.page._sheet is not None and bench.page._sheet.sheet_id == begun[1])
    third = bench.cases[2].id
    bench.key(Key.Key_PageDown, CTRL)
    bench.settled()
    assert bench.page.picker.current().id == third
    assert bench.page.picker.isVisible()


def test_a_list_without_a_match_says_so(bench):
    bench.page.focus_filter()
    bench.type("没有这样的案卷")
    bench.qtbot.waitUntil(lambda: not bench.cases, timeout=10_000)
    assert bench.page.picker._faces.currentIndex() == 2
    assert not bench.page.picker.start.isEnabled()


def test_the_sheet_of_another_reviewer_is_only_shown(bench, monkeypatch):
    from services.access import Actor, Role

    sheet_id = bench.open()
    bench.page.close_sheet()
    bench.settled()
    monkeypatch.setattr(bench.desk.database, "actor", lambda: Actor("岑知远", Role.CLERK))
    bench.show(sheet_id)
    assert bench.view.frozen == "这是容知秋的评分表，只能查看"
    bench.key(Key.Key_2)
    assert bench.editor.marks == FilledSheet()
    assert not bench.page.foot.submit.isEnabled()


def test_the_sheet_is_printed_with_what_was_typed_last(bench, monkeypatch):
    from ui.pages.scoring import page as module

    bench.open()
    bench.key(Key.Key_2)
    shown = []
    monkeypatch.setattr(bench.page, "_preview", shown.append)
    bench.page.print_page()
    bench.settled()
    assert shown[0].read_bytes().startswith(b"%PDF")
    assert module.preview.page_count(shown[0]) >= 1


def test_a_bug_in_one_write_does_not_stop_the_next_one(bench, monkeypatch, errors, caplog):
    sheet_id = bench.open()
    office, bugs = bench.desk.scoring, [RuntimeError("fault")]
    save = office.save

    def broken(*args):
        if bugs:
            raise bugs.pop()
        return save(*args)

    monkeypatch.setattr(office, "save", broken)
    bench.key(Key.Key_2)
    bench.qtbot.waitUntil(lambda: bool(errors), timeout=10_000)
    bench.key(Key.Key_3)
    bench.kept()
    assert len(office.open(sheet_id).marks.items[0].findings) == 2


def test_a_sheet_that_is_gone_leaves_the_open_one_as_it_was(bench):
    sheet_id = bench.open()
    bench.page.open_row(sheet_id + 1000)
    bench.settled()
    assert bench.said[-1] == "这份评分表已不在，可能被移入了回收站。"
    theirs = elsewhere(bench, sheet_id)
    bench.qtbot.waitUntil(lambda: bench.editor.marks == theirs, timeout=10_000)


def test_the_chosen_standard_stays_when_the_list_is_read_again(bench):
    standard = bench.page.picker.standard
    standard.setCurrentIndex(2)
    chosen = standard.currentText()
    bench.page.reload()
    bench.settled()
    assert standard.currentText() == chosen
