"""Nothing typed is lost: saving, a refused save, a cut off program, leaving the page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from services.documents.draft_text import DraftText
from services.errors import StorageError
from services.query import LedgerQuery
from tests.ui.drafting.conftest import ORDINARY

KEY = Qt.Key


def notice(hands):
    return hands.editor.bench.notice


def press(hands, words):
    next(b for b in notice(hands).findChildren(QPushButton) if b.text() == words).click()
    hands.settle()


def kept(hands):
    keeper = hands.editor.keeper
    hands.qtbot.waitUntil(lambda: not keeper.dirty and not keeper.underway, timeout=20_000)
    hands.settle()


def test_ctrl_s_stores_what_is_typed(hands):
    hands.open(hands.stored())
    hands.into(0)
    hands.type("另附清单。")
    assert hands.editor.foot.saved.text() == "有改动，稍后自动保存"
    hands.ctrl(KEY.Key_S)
    kept(hands)
    assert hands.view().text.content["body"][0]["text"].endswith("另附清单。")
    assert hands.editor.foot.saved.text() == "草稿已保存　09:00"


def test_a_pause_stores_by_itself(hands):
    hands.open(hands.stored())
    hands.editor.keeper._pause.setInterval(1)
    hands.into(0)
    hands.type("另附清单。")
    kept(hands)
    assert hands.view().text.content["body"][0]["text"].endswith("另附清单。")


def test_leaving_the_page_stores(hands):
    hands.open(hands.stored())
    hands.into(0)
    hands.type("另附清单。")
    draft_id = hands.editor.opened.id
    hands.window.go("tasks")
    hands.settle()
    assert hands.desk.drafting.open(draft_id).text.content["body"][0]["text"].endswith("另附清单。")


def test_opening_another_draft_stores_the_first(hands):
    first, second = hands.stored(), hands.stored(ORDINARY | {"title": "另一份函"})
    hands.open(first)
    hands.into(0)
    hands.type("另附清单。")
    hands.open(second)
    assert hands.form.title.toPlainText() == "另一份函"
    assert hands.desk.drafting.open(first).text.content["body"][0]["text"].endswith("另附清单。")
    assert hands.desk.drafting.open(second).text.content["body"] == ORDINARY["body"]


def test_nothing_is_written_where_nothing_was_typed(hands):
    draft_id = hands.stored()
    version = hands.desk.drafting.open(draft_id).row_version
    hands.open(draft_id)
    hands.ctrl(KEY.Key_S)
    hands.window.go("tasks")
    hands.settle()
    assert hands.desk.drafting.open(draft_id).row_version == version


@pytest.fixture
def overtaken(hands):
    """Somebody else stored the open draft while words were typed into it."""
    hands.open(hands.stored())
    hands.into(0)
    hands.type("我补的话。")
    view = hands.view()
    hands.desk.drafting.save(view.id, view.row_version, DraftText(ORDINARY | {"title": "别人改的函"}, "letter"))
    hands.settle()
    hands.ctrl(KEY.Key_S)
    hands.qtbot.waitUntil(lambda: bool(notice(hands).words), timeout=10_000)
    return hands


def test_a_save_that_is_refused_keeps_every_character_and_says_why(overtaken):
    assert overtaken.texts[0][1].endswith("我补的话。")
    assert "刚被改过" in notice(overtaken).words
    assert "填写的内容都在" in notice(overtaken).words
    assert overtaken.view().text.content["title"] == "别人改的函"


def test_after_a_conflict_the_typed_text_can_become_a_draft_of_its_own(overtaken):
    first = overtaken.editor.opened.id
    press(overtaken, "存为新稿子")
    assert overtaken.editor.opened.id != first
    assert overtaken.view().text.content["body"][0]["text"].endswith("我补的话。")
    assert overtaken.desk.drafting.open(first).text.content["title"] == "别人改的函"
    assert notice(overtaken).words == ""


def test_after_a_conflict_the_newest_can_be_taken_and_the_own_words_brought_back(overtaken):
    press(overtaken, "改用最新的")
    assert overtaken.form.title.toPlainText() == "别人改的函"
    overtaken.into(0)
    overtaken.ctrl(KEY.Key_Z)
    assert overtaken.texts[0][1].endswith("我补的话。")
    overtaken.ctrl(KEY.Key_S)
    kept(overtaken)
    assert overtaken.view().text.content["body"][0]["text"].endswith("我补的话。")


def test_a_full_disk_keeps_every_character_and_the_next_try_stores_them(hands, monkeypatch):
    hands.open(hands.stored())
    hands.into(0)
    hands.type("另附清单。")
    save = hands.desk.drafting.save

    def refuse(*_args):
        raise StorageError("数据所在磁盘已满，这次没有保存。已经保存的都在。腾出空间后再试。")

    monkeypatch.setattr(hands.desk.drafting, "save", refuse)
    hands.ctrl(KEY.Key_S)
    hands.qtbot.waitUntil(lambda: "磁盘已满" in notice(hands).words, timeout=10_000)
    assert hands.texts[0][1].endswith("另附清单。")
    monkeypatch.setattr(hands.desk.drafting, "save", save)
    press(hands, "再存一次")
    kept(hands)
    assert hands.view().text.content["body"][0]["text"].endswith("另附清单。")
    assert notice(hands).words == ""


def cut_off(hands, draft_id, words):
    """The program ends while words are typed that only lie beside the data file."""
    hands.open(draft_id)
    hands.into(0)
    hands.type(words)
    hands.editor.keeper.keep_beside()
    hands.settle()
    hands.editor.keeper.stop()
    hands.editor._found = None


def test_after_a_crash_the_newer_text_is_offered_and_taken(hands):
    draft_id = hands.stored()
    cut_off(hands, draft_id, "断电前写的。")
    hands.open(draft_id)
    assert "上次没有存入的内容还在（06-15 09:00）" in notice(hands).words
    assert not hands.texts[0][1].endswith("断电前写的。")
    press(hands, "恢复")
    assert hands.texts[0][1].endswith("断电前写的。")
    hands.ctrl(KEY.Key_S)
    kept(hands)
    assert hands.view().text.content["body"][0]["text"].endswith("断电前写的。")
    hands.window.go("tasks")
    hands.open(draft_id)
    assert notice(hands).words == ""  # what is stored is not offered again


def test_after_a_crash_the_newer_text_can_be_left(hands):
    draft_id = hands.stored()
    cut_off(hands, draft_id, "断电前写的。")
    hands.open(draft_id)
    press(hands, "不要了")
    hands.editor._found = None
    hands.open(draft_id)
    assert notice(hands).words == ""
    assert hands.texts[0][1] == ORDINARY["body"][0]["text"]


def test_what_was_typed_into_a_draft_that_was_signed_meanwhile_becomes_a_new_one(hands):
    draft_id = hands.stored()
    cut_off(hands, draft_id, "断电前写的。")
    hands.desk.drafting.sign(draft_id, hands.desk.drafting.open(draft_id).row_version)
    hands.settle()
    hands.open(draft_id)
    press(hands, "存为新稿子")
    assert hands.editor.opened.id != draft_id
    assert hands.view().state == "drafting"
    assert hands.view().text.content["body"][0]["text"].endswith("断电前写的。")


def test_words_typed_while_an_act_is_done_stay(hands):
    hands.open(hands.stored())
    draft_id = hands.editor.opened.id
    hands.editor.read_again()
    hands.into(0)
    hands.type("同时打的字。")
    hands.desk.drafting.remark(draft_id, "看过", "body[0]")
    hands.editor.read_again()
    hands.settle()
    assert hands.texts[0][1].endswith("同时打的字。")
    assert "看过" in hands.rows[0].note.toolTip()
    hands.ctrl(KEY.Key_S)
    kept(hands)
    assert hands.view().text.content["body"][0]["text"].endswith("同时打的字。")


def test_words_typed_while_the_draft_was_sent_on_can_become_a_new_one(hands):
    draft_id = hands.stored()
    hands.open(draft_id)
    hands.into(0)
    hands.type("迟到的话。")
    hands.desk.drafting.step("submit", draft_id, hands.view().row_version)
    hands.editor.read_again()
    hands.settle()
    hands.editor.read_again()
    hands.settle()
    press(hands, "存为新稿子")
    assert hands.editor.opened.id != draft_id
    assert hands.texts[0][1].endswith("迟到的话。")


def test_a_draft_that_is_gone_says_so_and_leaves_the_page_usable(hands):
    draft_id = hands.stored()
    hands.open(draft_id)
    hands.desk.ledgers["drafts"].remove([draft_id])
    hands.settle()
    hands.editor.reload()
    hands.settle()
    assert hands.said
    assert hands.editor._faces.currentIndex() == 0
    assert hands.desk.ledgers["drafts"].search(LedgerQuery()).total >= 0
    hands.open(hands.stored())
    assert hands.editor._faces.currentIndex() == 1
