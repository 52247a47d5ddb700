"""Forms printed from 发文登记 and 用印登记: the act beside the row, or the ticked rows, end in a preview."""

import pytest

from tests.unit.printing.pdf_reading import page_text


@pytest.fixture
def shown(qtbot, sample_context, monkeypatch):
    """Shows a page on its first row; the second value are the files that its preview was given."""
    from ui.pages.registry import page_entries

    def show(key):
        page = next(entry for entry in page_entries() if entry.key == key).make(sample_context)
        qtbot.addWidget(page)
        page.resize(1166, 694)
        page.show()
        files = []
        monkeypatch.setattr(page.commands, "preview", files.append)
        qtbot.waitUntil(lambda: page.pane.content is not None, timeout=20_000)
        return page, files

    return show


def printed(qtbot, files):
    qtbot.waitUntil(lambda: bool(files), timeout=20_000)
    return files.pop()


@pytest.mark.parametrize(
    ("label", "title"), [("打印送达回证", "示例县司法局送达回证"), ("打印发文稿纸", "示例县司法局发文稿纸")]
)
def test_a_paper_of_the_register_is_printed_on_its_form(qtbot, shown, label, title):
    page, files = shown("documents")
    row = page.pane.content.row
    page.do(next(action for action in page.pane.content.actions if action.label == label))
    text = page_text(printed(qtbot, files), 0)
    assert title in text
    assert row.values["number"] in text


def test_one_sealing_is_printed_beside_its_row_and_the_ticked_ones_as_a_register(qtbot, shown):
    page, files = shown("seal_uses")
    row = page.pane.content.row
    page.do(next(action for action in page.pane.content.actions if action.label == "打印审批单"))
    text = page_text(printed(qtbot, files), 0)
    assert "用印审批单" in text
    assert row.values["matter"] in text
    rows = [page.model.row_at(place) for place in range(page.model.total)]
    tool = next(tool for tool in page.tools.batch if tool.label == "打印登记表")
    tool.run([each.id for each in rows])
    text = page_text(printed(qtbot, files), 0)
    assert "用印登记表" in text
    assert all(each.values["used_on"].isoformat() in text for each in rows)
