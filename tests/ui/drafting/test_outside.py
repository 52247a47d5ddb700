"""检查外来公文: a .docx from elsewhere is read in the window, nothing of it is changed or stored."""

import pytest

from services.query import LedgerQuery
from tests.ui.looks import faults
from ui.pages.drafting.outside import OutsideDialog, check_outside


@pytest.fixture
def written(tmp_path):
    """A document as Word keeps it, with a wrong number and a title that ends with a full stop."""
    from services.printing.docx import render_docx
    from services.printing.official_model import OfficialDocument

    def write(**changes):
        content = {
            "format": "信函",
            "mark": "示例县水务局",
            "issuer": "示例县水务局",
            "number": "示水函〔2026〕9号",
            "title": "示例县水务局关于商请提供目录的函",
            "to": ["示例县司法局"],
            "body": [{"level": 0, "text": "为核对行政执法事项，现商请提供目录。"}, {"level": 0, "text": "特此函告。"}],
            "sign": [{"name": "示例县水务局", "seal": True}],
            "date": "2026-06-15",
        }
        file = tmp_path / "来文.docx"
        render_docx(OfficialDocument.from_json(content | changes), file)
        return file

    return write


def found(hands, file):
    page = hands.window.stack.made_page("drafts")
    check_outside(hands.context, page, file)
    dialog = hands.dialog(OutsideDialog)
    hands.settle()
    return dialog


@pytest.fixture
def drafts(hands):
    hands.window.go("drafts")
    hands.settle()
    return hands


def test_the_faults_of_a_document_from_outside_are_listed_the_binding_ones_first(drafts, written):
    file = written(number="示水函[2026]第09号", title="示例县水务局关于商请提供目录的函。")
    before, count = file.read_bytes(), drafts.desk.ledgers["drafts"].search(LedgerQuery()).total
    dialog = found(drafts, file)
    whole = "\n".join(dialog.lines)
    assert "六角括号" in whole
    assert "标题末尾不用标点" in whole
    assert dialog.lines[0].startswith(("发文字号", "标题"))
    assert faults(dialog) == []
    assert file.read_bytes() == before
    assert drafts.desk.ledgers["drafts"].search(LedgerQuery()).total == count
    dialog.reject()


def test_a_sound_document_has_nothing_to_say(drafts, written):
    dialog = found(drafts, written())
    assert dialog.lines == []
    dialog.reject()


def test_a_file_that_is_no_document_is_refused_with_a_sentence(drafts, tmp_path):
    file = tmp_path / "来文.docx"
    file.write_text("不是文档", encoding="utf-8")
    check_outside(drafts.context, drafts.window.stack.made_page("drafts"), file)
    drafts.qtbot.waitUntil(lambda: drafts.context.notify.current_toast is not None)
    assert "来文.docx" in drafts.context.notify.current_toast.words


def test_the_page_offers_the_check(drafts):
    act = drafts.window.stack.made_page("drafts").acts["import"]
    assert (act.text(), act.isEnabled()) == ("检查外来公文", True)
