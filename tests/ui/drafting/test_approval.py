"""From writing to signing: the round of approval, remarks, one signature for one unit or for many."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QPushButton
from shiboken6 import isValid

from services.access import Actor, Role
from services.query import LedgerQuery
from tests.ui.drafting.conftest import ORDINARY, words_of

KEY, HELD = Qt.Key, Qt.KeyboardModifier


def acts(hands):
    """The acts in the menu of the foot, with the reasons of those that may not be done."""
    menu = hands.editor.foot.offer()
    found = {action.text(): "" if action.isEnabled() else action.toolTip() for action in menu.actions()}
    menu.close()
    return found


def choose(hands, words):
    menu = hands.editor.foot.offer()
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def fill_form(hands, label, words):
    from ui.kit.form_dialog import FormDialog

    form = hands.dialog(FormDialog)
    form.findChild(QPlainTextEdit).setPlainText(words)
    assert form.save_button.text() == label
    form.submit()
    hands.qtbot.waitUntil(lambda: not isValid(form) or not form.isVisible(), timeout=10_000)
    hands.settle()
    hands.refocus()


def main(hands):
    foot = hands.editor.foot
    return foot.main.text(), foot.main.isEnabled()


def test_sending_on_stores_first_and_leaves_the_draft_to_be_read_only(hands):
    hands.open(hands.stored())
    hands.into(0)
    hands.type("另附清单。")
    hands.ctrl(KEY.Key_Return)
    hands.qtbot.waitUntil(lambda: hands.editor.opened.state == "submitted", timeout=10_000)
    hands.settle()
    assert hands.view().text.content["body"][0]["text"].endswith("另附清单。")
    assert "已送审" in hands.said[-1]
    assert "先撤回" in hands.editor.bench.notice.words
    assert all(row.words.isReadOnly() and not row.level.isEnabled() for row in hands.rows)
    assert "先撤回" in hands.form.kind.toolTip()
    assert main(hands) == ("审核同意", True)
    before = hands.texts
    hands.into(0)
    hands.qtbot.keyClicks(QApplication.focusWidget(), "abc")
    hands.key(KEY.Key_Return)
    hands.paste("一行\n两行")
    assert hands.texts == before


def test_what_is_still_in_braces_keeps_the_draft_from_being_sent_on(hands):
    hands.open(hands.desk.drafting.start("督办函"))
    hands.editor.next_act()
    hands.settle()
    assert "{事项}" in hands.said[-1]
    assert hands.view().state == "drafting"


def test_an_approver_returns_the_draft_with_a_remark_at_its_paragraph(hands):
    hands.open(hands.stored())
    hands.editor.next_act()
    hands.qtbot.waitUntil(lambda: hands.editor.opened.state == "submitted", timeout=10_000)
    hands.settle()
    hands.into(1)
    hands.editor.bench.remark.click()
    fill_form(hands, "加批注", "日期放宽到七月")
    assert [(o.words, o.place) for o in hands.view().opinions][-1] == ("日期放宽到七月", "body[1]")
    assert hands.rows[1].note.isVisible()
    assert "日期放宽到七月" in hands.rows[1].note.toolTip()
    assert not hands.rows[0].note.isVisible()
    choose(hands, "退回修改")
    fill_form(hands, "退回修改", "改后再送")
    assert hands.editor.opened.state == "returned"
    assert main(hands) == ("送审", True)
    said = [label.text() for label in hands.editor.bench.opinions.findChildren(type(hands.editor.foot.saved))]
    assert "第2段：日期放宽到七月" in said
    assert "改后再送" in said
    hands.into(1)
    hands.type("可以延到七月。")
    assert hands.texts[1][1].endswith("可以延到七月。")


def test_remarks_can_be_made_on_the_whole(hands):
    hands.open(hands.stored())
    hands.into(0)
    hands.editor.acts.remark()
    from ui.kit.form_dialog import FormDialog

    form = hands.dialog(FormDialog)
    box = form.findChild(QComboBox)
    box.setCurrentIndex(box.findText("整份稿子"))
    fill_form(hands, "加批注", "再核一遍依据")
    assert [(o.words, o.place) for o in hands.view().opinions] == [("再核一遍依据", "")]
    assert not hands.rows[0].note.isVisible()


def test_signing_asks_once_takes_a_number_and_shows_the_signed_paper(hands):
    from ui.kit.print_preview import PrintPreview

    hands.open(hands.stored())
    choose(hands, "签发")
    assert hands.yes() == "签发这份文书"
    preview = hands.dialog(PrintPreview)
    assert "示司监函〔2026〕4号" in preview.windowTitle()
    preview.close()
    hands.settle()
    assert hands.view().state == "issued"
    assert main(hands) == ("看发文登记", True)
    assert "已经签发" in hands.editor.bench.notice.words
    assert "示司监函〔2026〕4号" in hands.laid_out()
    assert hands.rows[0].words.isReadOnly()
    hands.editor.next_act()
    hands.settle()
    assert hands.window.stack.key == "documents"


def test_the_signed_paper_stays_as_it_was_when_the_next_number_is_taken(hands):
    first = hands.stored()
    hands.desk.drafting.sign(first, hands.desk.drafting.open(first).row_version)
    hands.open(first)
    hands.settle()
    words = hands.laid_out()
    assert "〔2026〕4号" in words
    assert "〔2026〕5号" not in words


def test_a_character_that_no_face_has_is_signed_only_with_consent(hands):
    from ui.kit.print_preview import PrintPreview

    hands.open(hands.stored(ORDINARY | {"to": ["县水务局\U000f0000"]}))
    choose(hands, "签发")
    hands.yes()
    hands.qtbot.waitUntil(lambda: bool(hands.asked), timeout=10_000)
    assert hands.view().state == "drafting"
    assert hands.yes() == "有的字所有字体都没有"
    hands.dialog(PrintPreview).close()
    hands.settle()
    assert hands.view().state == "issued"


def test_one_draft_for_many_units_gives_each_a_paper_and_all_of_them_in_one_file(hands, tmp_path):
    from ui.kit.print_preview import PrintPreview
    from ui.pages.drafting.units_dialog import FilesDialog, UnitsDialog

    body = [{"level": 0, "text": "请{单位}提供目录。"}]
    hands.open(hands.stored(ORDINARY | {"to": ["{单位}"], "body": body}))
    choose(hands, "分送多单位")
    dialog = hands.dialog(UnitsDialog)
    assert not dialog.sign.isEnabled()
    dialog.tick(lambda name: name in ("县水务局", "县林业局", "县司法局"))
    assert dialog.count.text() == "已选3个单位"
    dialog.sign.click()
    done = hands.dialog(FilesDialog)
    done.look_wanted.emit()
    preview = hands.dialog(PrintPreview)
    words = words_of(preview.file)
    preview.close()
    for number, unit in ((4, "林业局"), (5, "水务局"), (6, "司法局")):
        assert f"〔2026〕{number}号" in words
        assert f"请县{unit}提供目录" in words
    hands.settle()
    rows = hands.desk.ledgers["documents"].search(LedgerQuery(text="商请提供目录")).rows
    assert len(rows) == 3
    assert hands.view().state == "issued"
    done.reject()


def test_the_files_of_many_are_kept_beside_what_is_there(hands, tmp_path):
    draft_id = hands.stored()
    version = hands.desk.drafting.open(draft_id).row_version
    _outcome, files = hands.desk.drafting.sign_each(draft_id, version, [2, 3])
    (tmp_path / files[0].name).write_bytes(b"old")
    papers = hands.desk.papers
    assert papers.save_each(files, tmp_path).startswith("已存2个文件")
    assert (tmp_path / files[0].name).read_bytes() == b"old"
    assert len(list(tmp_path.glob("*.pdf"))) == 3


def test_a_clerk_may_send_on_and_take_back_and_sees_why_not_sign(make_hands):
    hands = make_hands(Role.CLERK)
    hands.open(hands.stored())
    assert main(hands) == ("送审", True)
    assert "审批和签发" in acts(hands)["签发"]
    hands.editor.next_act()
    hands.qtbot.waitUntil(lambda: hands.editor.opened.state == "submitted", timeout=10_000)
    hands.settle()
    assert main(hands) == ("撤回", True)
    assert "审批和签发" in acts(hands)["审核同意"]


def test_a_reader_sees_everything_switched_off_with_the_reason(make_hands, sample_desk):
    sample_desk.drafting.start("函")
    draft_id = sample_desk.ledgers["drafts"].search(LedgerQuery()).rows[0].id
    hands = make_hands(Role.READER)
    hands.open(draft_id)
    for part in (hands.form.kind, hands.form.to.pick, hands.form.sign.add, hands.editor.bench.remark):
        assert not part.isEnabled()
        assert "权限" in part.toolTip()
    assert all(row.words.isReadOnly() for row in hands.rows)
    assert "权限" in hands.editor.bench.notice.words
    assert all("权限" in why for name, why in acts(hands).items())
    assert not hands.editor.foot.main.isEnabled()
    assert "权限" in hands.editor.foot.main.toolTip()
    assert hands.editor.foot.pdf.isEnabled()


def test_what_somebody_else_does_with_the_open_draft_shows_at_once(hands):
    draft_id = hands.stored()
    hands.open(draft_id)
    hands.desk.database.actor = lambda: Actor("简若宁", Role.CLERK)
    hands.desk.drafting.step("submit", draft_id, hands.desk.drafting.open(draft_id).row_version)
    hands.qtbot.waitUntil(lambda: hands.editor.opened.state == "submitted", timeout=10_000)
    assert hands.rows[0].words.isReadOnly()


def test_a_draft_becomes_the_next_version_of_a_template(hands):
    from PySide6.QtWidgets import QLineEdit

    from ui.kit.form_dialog import FormDialog

    hands.open(hands.stored())
    choose(hands, "存为模板")
    form = hands.dialog(FormDialog)
    name = next(line for line in form.findChildren(QLineEdit) if "模板名称" in line.accessibleName())
    assert name.text() == "函"
    name.setText("商请函")
    form.submit()
    hands.qtbot.waitUntil(lambda: not isValid(form) or not form.isVisible(), timeout=10_000)
    hands.settle()
    assert "商请函" in [choice.name for choice in hands.desk.drafting.templates()]


@pytest.mark.parametrize(("save", "suffix"), [("save_pdf", ".pdf"), ("save_docx", ".docx")])
def test_the_draft_is_saved_as_a_file_with_what_is_typed_now(hands, tmp_path, save, suffix):
    import docx

    hands.open(hands.stored())
    hands.into(0)
    hands.type("另附清单。")
    target = tmp_path / f"函{suffix}"
    getattr(hands.editor.acts, save)(target)
    hands.settle()
    words = words_of(target) if suffix == ".pdf" else "".join(p.text for p in docx.Document(str(target)).paragraphs)
    assert "另附清单。" in words
    assert f"“{target.name}”" in hands.said[-1]


def test_printing_shows_the_pages_as_they_are_typed(hands):
    from ui.kit.print_preview import PrintPreview

    hands.open(hands.stored())
    hands.into(0)
    hands.type("另附清单。")
    hands.editor.print_page()
    preview = hands.dialog(PrintPreview)
    assert "另附清单。" in words_of(preview.file)
    preview.close()


def test_a_reminder_can_be_written_on_before_it_is_sent(hands):
    from ui.pages.letter_dialog import LetterDialog

    task = hands.desk.ledgers["tasks"].search(LedgerQuery(text="更新事项目录")).rows[0]
    hands.window.go("tasks")
    hands.settle()
    hands.window.stack.page.show_letter(task)
    letter = hands.dialog(LetterDialog)
    hands.qtbot.waitUntil(letter.change.isEnabled, timeout=20_000)
    with hands.qtbot.waitSignal(hands.editor.opened_draft, timeout=10_000):
        letter.change.click()
    hands.settle()
    assert hands.window.stack.key == "drafting"
    assert "更新事项目录" in hands.editor.bench.source.words
    assert hands.form.kind.currentText() == "催报函"


def test_a_letter_that_cannot_be_read_says_why_instead_of_waiting(hands, monkeypatch):
    from services.errors import NotFoundError
    from ui.pages.letter_dialog import LetterDialog

    def gone(*_args):
        raise NotFoundError("这项任务已不在台账里。")

    task = hands.desk.ledgers["tasks"].search(LedgerQuery(text="更新事项目录")).rows[0]
    hands.window.go("tasks")
    hands.settle()
    monkeypatch.setattr(hands.desk.documents, "draft_reminder", gone)
    hands.window.stack.page.show_letter(task)
    letter = hands.dialog(LetterDialog)
    hands.qtbot.waitUntil(lambda: "已不在台账里" in letter.state.text(), timeout=10_000)
    assert not letter.sign.isEnabled()
    letter.reject()


@pytest.mark.parametrize("page", ["tasks", "problems", "complaints"])
def test_a_paper_is_begun_from_a_record_with_its_fields(hands, page):
    from ui.pages.drafting.begin import TemplateDialog

    hands.window.go(page)
    hands.settle()
    ledger = hands.window.stack.page
    hands.qtbot.waitUntil(lambda: ledger.pane.content is not None, timeout=10_000)
    row = ledger.pane.content.row
    ledger.pane.findChild(QPushButton, "act.draft").click()
    dialog = hands.dialog(TemplateDialog)
    dialog.choose("函")
    with hands.qtbot.waitSignal(hands.editor.opened_draft, timeout=10_000):
        dialog._choose()
    hands.settle()
    words = str(row.values[ledger.service.spec.title_field])
    assert words in hands.editor.bench.source.words
    assert hands.editor.opened.origin_words == words[:200]
    own = set(hands.editor.opened.field_names) - set(hands.desk.drafting.open(hands.stored()).field_names)
    assert own


def test_a_template_of_the_bureau_is_used_from_its_ledger(hands):
    draft_id = hands.stored()
    hands.desk.drafting.save_template(draft_id, "商请函")
    hands.window.go("document_templates")
    hands.settle()
    ledger = hands.window.stack.page
    hands.qtbot.waitUntil(lambda: ledger.pane.content is not None, timeout=10_000)
    with hands.qtbot.waitSignal(hands.editor.opened_draft, timeout=10_000):
        ledger.next_act()
    hands.settle()
    assert hands.editor.opened.template == "商请函第1版"
    assert Path(hands.editor.bench.preview.file).exists()
