"""检查: what it finds, where, and that nothing is corrected unasked."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.drafting.conftest import ORDINARY

KEY = Qt.Key


def lines(hands):
    hands.laid_out()
    return [(remark.place, remark.message) for remark in hands.editor.bench.check.remarks]


def button_of(hands, words):
    found = hands.editor.bench.check.findChildren(QPushButton)
    return next(b for b in found if b.text().startswith(words) and b.isVisible())


def chips(hands):
    from ui.kit.chips import Chip

    return [c.accessibleName() for c in hands.editor.bench.check.findChildren(Chip) if c.isVisible()]


def test_a_stop_after_the_title_is_found_and_goes_away_when_the_offer_is_taken(hands):
    hands.open(hands.stored(ORDINARY | {"title": ORDINARY["title"] + "。"}))
    assert ("title", "标题末尾不用标点。") in lines(hands)
    assert chips(hands)[0] == "格式1处"
    assert hands.form.title.toPlainText().endswith("。")
    button_of(hands, "改为“示例县司法局关于").click()
    assert hands.form.title.toPlainText() == ORDINARY["title"]
    assert "title" not in [place for place, _message in lines(hands)]
    assert chips(hands)[0] == "格式0处"
    hands.ctrl(KEY.Key_Z)
    assert hands.form.title.toPlainText() == ORDINARY["title"] + "。"


def test_a_correction_within_a_paragraph_changes_only_those_words(hands):
    body = [*ORDINARY["body"][:1], {"level": 0, "text": "请说明原因,并附清单。"}, ORDINARY["body"][2]]
    hands.open(hands.stored(ORDINARY | {"body": body}))
    place, message = next(each for each in lines(hands) if each[0] == "body[1]")
    remark = next(r for r in hands.editor.bench.check.remarks if r.place == place and r.message == message)
    hands.editor.editing.look_at(remark)
    assert QApplication.focusWidget() is hands.rows[1].words
    assert hands.rows[1].words.textCursor().selectedText() == ","
    hands.editor.editing.fix(remark)
    assert hands.texts[1][1] == "请说明原因，并附清单。"
    assert [hands.texts[0][1], hands.texts[2][1]] == [body[0]["text"], body[2]["text"]]


def test_empty_paragraphs_before_it_do_not_mislead_a_correction(hands):
    body = [ORDINARY["body"][0], {"level": 0, "text": ""}, {"level": 0, "text": "　　请说明原因,并附清单。"}]
    hands.open(hands.stored(ORDINARY | {"body": body}))
    lines(hands)
    remark = next(r for r in hands.editor.bench.check.remarks if r.place == "body[2]" and r.finding)
    hands.editor.editing.fix(remark)
    assert hands.texts[2][1] == "　　请说明原因，并附清单。"


def test_a_correction_of_what_was_rewritten_meanwhile_is_refused_and_says_so(hands):
    body = [{"level": 0, "text": "请说明原因,并附清单。"}]
    hands.open(hands.stored(ORDINARY | {"body": body}))
    lines(hands)
    remark = next(r for r in hands.editor.bench.check.remarks if r.finding)
    hands.rows[0].words.setPlainText("改写了")
    hands.editor.editing.fix(remark)
    assert hands.texts == [(0, "改写了")]
    assert "已经改过" in hands.said[-1]


def test_a_day_is_named_where_the_date_of_this_letter_was_meant(hands):
    body = [{"level": 0, "text": "截至本函发出之日，我局尚未收到你单位材料。"}]
    hands.open(hands.stored(ORDINARY | {"body": body}))
    lines(hands)
    button_of(hands, "改为“截至2026年6月15日").click()
    assert hands.texts[0][1] == "截至2026年6月15日，我局尚未收到你单位材料。"


def test_a_number_that_is_none_by_the_standard_is_found_at_its_field(hands):
    hands.open(hands.stored(prefix="示司（监）第"))
    assert any(place == "number" for place, _message in lines(hands))
    remark = next(r for r in hands.editor.bench.check.remarks if r.place == "number")
    hands.editor.editing.look_at(remark)
    assert hands.form.prefix.isAncestorOf(QApplication.focusWidget()) or hands.form.prefix.hasFocus()


def test_keys_lead_from_one_to_the_next(hands):
    body = [{"level": 0, "text": "甲,乙。"}, {"level": 0, "text": "丙,丁。"}]
    hands.open(hands.stored(ORDINARY | {"body": body}))
    found = [place for place, _message in lines(hands)]
    hands.into(0)
    hands.key(KEY.Key_F7)
    first = found.index("body[0]")
    for _ in range(first):
        hands.key(KEY.Key_F3)
    assert QApplication.focusWidget() is hands.rows[0].words
    hands.key(KEY.Key_F3)
    assert QApplication.focusWidget() is hands.rows[1].words


def test_a_character_that_no_face_has_is_told_before_anything_is_signed(hands):
    hands.open(hands.stored(ORDINARY | {"to": ["县水务局\U000f0000"]}))
    assert any("U+F0000" in message for _place, message in lines(hands))


def test_a_title_too_long_for_its_page_says_why_there_are_no_pages(hands):
    hands.open(hands.stored())
    hands.laid_out()
    hands.form.title.setPlainText("关于" + "很长的事" * 90 + "的函")
    pane = hands.editor.bench.preview
    hands.qtbot.waitUntil(lambda: pane.state.isVisible() and not pane.waiting, timeout=20_000)
    assert "一页放不下" in pane.state.text()
    assert len(pane.papers) == 1  # what was laid out last stays in sight
