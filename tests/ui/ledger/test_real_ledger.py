"""The same screen over the real ledgers of the sample county."""

from types import SimpleNamespace

import pytest

from services.history import record_history
from ui.kit.form_dialog import FormDialog
from ui.kit.import_page import ImportPage
from ui.kit.ledger_page import LedgerPage
from ui.kit.ledger_tools import LedgerTools
from ui.kit.view_store import JsonFiles


@pytest.fixture
def desk(sample_desk):
    return sample_desk


@pytest.fixture
def tools(jobs, desk, notes, tmp_path):
    return LedgerTools(
        jobs,
        lambda message, undo: notes.append(SimpleNamespace(message=message, undo=undo)),
        lambda entity, row_id: record_history(desk.database, entity, row_id),
        desk.undo,
        desk.actor.may,
        JsonFiles(tmp_path / "drafts"),
        JsonFiles(tmp_path / "pages"),
        attachments=desk.attachments,
        scratch=tmp_path / "看",
        today=lambda: desk.now().date(),
    )


@pytest.fixture
def show(qtbot, desk, tools):
    def make(name, **more):
        page = LedgerPage(desk.ledgers[name], tools, **more)
        qtbot.addWidget(page)
        page.resize(1150, 680)
        with qtbot.waitSignal(page.loaded):
            page.show()
        qtbot.waitUntil(lambda: page.model.total == 0 or page.pane.content is not None)
        return page

    return make


@pytest.mark.parametrize("name", ["units", "officers", "problems", "complaints", "tasks", "training", "documents"])
def test_every_ledger_opens_with_its_chips_adding_up_to_all(show, name):
    page = show(name)
    counts = page.model.snapshot.counts
    assert not counts or sum(counts.values()) == page.model.total


def test_removing_a_real_row_can_be_undone_from_the_toast(qtbot, show, press, notes):
    page = show("problems")
    total, gone = page.model.total, page.current_row().id
    page.table.setFocus()
    with qtbot.waitSignal(page.loaded):
        press(page.table, "Delete")
    assert page.model.total == total - 1
    with qtbot.waitSignal(page.loaded):
        notes[-1].undo()
    assert page.model.total == total
    assert page.model.place_of(gone) is not None


def test_a_change_stands_in_the_history_of_the_row(qtbot, show, press):
    page = show("units")
    held = page.current_row()
    page.edit_current()
    qtbot.waitUntil(lambda: page.findChild(FormDialog) is not None)
    form = page.findChild(FormDialog)
    form.grid.rows["contact"].editor.set_value("庾南星")
    with qtbot.waitSignal(page.loaded):
        form.submit()
    qtbot.waitUntil(lambda: page.pane.content is not None and page.pane.content.row.row_version > held.row_version)
    words = [label.text() for label in page.pane.findChildren(type(page.parts.totals))]
    assert any("庾南星" in word and "→" in word for word in words)


def test_a_search_by_pinyin_letters_finds_the_unit(qtbot, show):
    page = show("units")
    with qtbot.waitSignal(page.loaded):
        page.filters.search.setText("xswj")
    assert [row.values["name"] for row in page.model._pages[0]] == ["县水务局"]


def test_a_file_is_kept_with_a_row_and_taken_away_again(qtbot, show, tmp_path, notes):
    page = show("problems")
    file = tmp_path / "整改照片.jpg"
    file.write_bytes(b"\xff\xd8sample")
    page.commands.add_files([file])
    qtbot.waitUntil(lambda: page.pane.content is not None and len(page.pane.content.files) == 1)
    assert notes[-1].message == "已添加附件“整改照片.jpg”。"
    assert page.pane._tabs.tabText(1) == "附件1"
    page.commands.remove_attachment(page.pane.content.files[0].id)
    qtbot.waitUntil(lambda: notes[-1].message == "已移除附件。")
    qtbot.waitUntil(lambda: page.pane.content is not None and not page.pane.content.files)


def test_the_recycle_page_of_a_real_ledger(qtbot, desk, show):
    first = show("problems").current_row().id
    desk.ledgers["problems"].remove([first])
    page = show("problems", removed=True)
    assert [row.id for row in page.model._pages[0]] == [first]
    with qtbot.waitSignal(page.loaded):
        page.next_act()
    assert page.model.total == 0


def test_the_import_page_reads_a_real_sheet(qtbot, jobs, desk, notes, tmp_path):
    from ui.kit.import_page import ImportTools

    class Office:
        """The desk's office with the description of what it reads."""

        def __init__(self, office):
            self.kinds, self.units, self.read = office.kinds, office.units, office.read
            self.accept, self.write_rejects = office.accept, office.write_rejects

        def spec(self, kind):
            return desk.ledgers[kind].import_spec

    file = tmp_path / "单位.csv"
    file.write_text("单位名称,简称,类别\n县气象局,气象局,县级部门\n县水务局,水务局,县级部门\n", encoding="utf-8")
    tools = ImportTools(jobs, lambda words, _undo: notes.append(words), desk.undo, desk.actor.may)
    page = ImportPage(Office(desk.imports), tools, "units")
    qtbot.addWidget(page)
    page.show()
    page.add_files([file])
    qtbot.waitUntil(lambda: bool(page.files) and (page.files[0].reading is not None or bool(page.files[0].error)))
    assert page.files[0].error == ""
    assert page.files[0].count("new") == 1
    with qtbot.waitSignal(page.stored):
        page.accept_file()
    assert "已导入" in notes[-1]
