"""The import page: read, look, correct, accept, take back, return."""

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from services.access import Right
from services.errors import UnreadableError
from services.problems import Level, Problem
from services.query import Outcome
from tests.ui.ledger import people
from ui.kit.form_dialog import FormDialog
from ui.kit.import_page import ImportPage, ImportTools
from ui.kit.table import VALUE, Changed, Wrong


@dataclass(frozen=True)
class Head:
    letter: str
    header: str
    name: str | None


@dataclass(frozen=True)
class Mapping:
    columns: tuple


@dataclass(frozen=True)
class Row:
    row: int
    action: str
    values: dict
    labels: dict = field(default_factory=dict)
    changes: dict = field(default_factory=dict)
    problems: tuple = ()


@dataclass(frozen=True)
class Reading:
    file: Path
    mapping: Mapping
    rows: tuple
    header_row: int = 4

    @property
    def counts(self):
        return {
            action: sum(1 for r in self.rows if r.action == action) for action in ("new", "changed", "same", "error")
        }


SHORT = Problem(Level.ERROR, "ER03", "C9", "身份证号只有17位，应为18位。请向报送单位核实。", raw="99010119900307104")
NAMES = ["车映雪", "简若宁", "岑知远", "亓云舒", "茹寄北"]


def values(n):
    number = f"9901011990030{n:05d}"
    return {"name": NAMES[n], "id_no": number, "cert_no": f"示01031{n}", "unit": 1, "valid_to": "2029-05-31"}


def reading(file, mapping):
    named = {"A": "name", "B": "unit", "C": "id_no", "D": "cert_no", "E": "valid_to", "F": None, **(mapping or {})}
    heads = ["姓名", "单位", "公民身份号码", "证号", "有效期", "政治面貌"]
    columns = tuple(Head(letter, head, named[letter]) for letter, head in zip("ABCDEF", heads, strict=True))
    rows = (
        Row(5, "new", values(0), {"unit": "县水务局"}),
        Row(6, "changed", values(1), {"unit": "县水务局"}, {"valid_to": ("2027-03-31", "2029-03-31")}),
        Row(7, "changed", values(2), {"unit": "县水务局"}, {"cert_no": ("示010001", "示010312")}),
        Row(8, "same", values(3), {"unit": "县水务局"}),
        Row(9, "error", {**values(4), "id_no": None}, {"unit": "县水务局"}, {}, (SHORT,)),
    )
    return Reading(file, Mapping(columns), rows)


class Office:
    """Reads any file as the same five rows; a file called 锁.xlsx has a password."""

    def __init__(self):
        self.threads, self.reads, self.commits = set(), [], []

    def kinds(self):
        return [("officers", "执法人员与证件"), ("units", "执法单位")]

    def units(self):
        return [(1, "县水务局"), (2, "县林业局")]

    def spec(self, kind):
        return people.PEOPLE

    def read(self, kind, file, unit=None, mapping=None, progress=None):
        self.threads.add(threading.current_thread())
        self.reads.append((kind, file.name, unit, mapping))
        if file.name.startswith("锁"):
            raise UnreadableError("这个文件加了密码，打不开。请让报送单位去掉密码后再发来。")
        return reading(file, mapping)

    def accept(self, kind, accepted, progress=None):
        self.commits.append([row.row for row in accepted.rows if row.action in ("new", "changed")])
        return Outcome("已导入3行，退回1行。", 7)

    def write_rejects(self, found, target):
        target.write_text("退回", encoding="utf-8")
        return target


class CorrectingOffice(Office):
    def correct(self, kind, found, row, name, value):
        rows = tuple(
            replace(r, action="new", problems=(), values={**r.values, name: value}) if r.row == row else r
            for r in found.rows
        )
        return replace(found, rows=rows)


@pytest.fixture
def office():
    return CorrectingOffice()


@pytest.fixture
def opened():
    return []


@pytest.fixture
def undone():
    return []


@pytest.fixture
def make_page(qtbot, jobs, notes, office, opened, undone):
    from types import SimpleNamespace

    def undo(group):
        undone.append(group)
        return Outcome("已撤销导入。", None)

    def make(may=lambda right: True, service=None):
        tools = ImportTools(
            jobs, lambda words, back: notes.append(SimpleNamespace(message=words, undo=back)), undo, may, opened.append
        )
        page = ImportPage(service or office, tools, "officers")
        qtbot.addWidget(page)
        page.resize(1150, 680)
        page.show()
        return page

    return make


@pytest.fixture
def page(qtbot, make_page):
    made = make_page()
    made.add_files([Path("市场监管局名册.xlsx")])
    qtbot.waitUntil(lambda: made.file is not None and made.file.reading is not None)
    qtbot.waitUntil(lambda: made.preview.isVisible())
    return made


def cell(page, place, column):
    return page.preview.table.model().index(place, column).data(VALUE)


def test_a_file_is_read_beside_the_window_and_shown_before_anything_is_stored(page, office):
    assert threading.main_thread() not in office.threads
    assert office.commits == []
    assert [page.preview.chips[key].count for key in ("", "new", "changed", "same", "error")] == [5, 1, 2, 1, 1]
    assert page._foot.accept.text() == "接受3行"
    assert page._foot.words.text() == "还没有存入。接受后可整批撤销。"


def test_changes_show_old_and_new_and_wrong_cells_are_marked(page):
    assert cell(page, 1, 6) == Changed("2027-03-31", "2029-03-31")
    assert isinstance(cell(page, 4, 4), Wrong)
    assert "99010119900307104" not in cell(page, 4, 4).value


def test_the_reason_of_the_chosen_row_stands_below(page, press):
    press(page.preview.table, "E")
    words = [label.text() for label in page.preview._reason.findChildren(type(page._foot.words))]
    assert "第9行　茹寄北" in words
    assert "代码ER03" in words
    assert any("应为18位" in word for word in words)


def test_digits_filter_the_kinds_of_rows(page, press):
    press(page.preview.table, "2")
    assert page.preview.table.model().rowCount() == 2
    press(page.preview.table, "4")
    assert page.preview.table.model().rowCount() == 1
    press(page.preview.table, "5")
    assert page.preview.table.model().rowCount() == 5


def test_a_row_that_is_left_out_is_not_stored(qtbot, page, press, office):
    page.preview.table.selectRow(0)
    press(page.preview.table, "Delete")
    assert page._foot.accept.text() == "接受2行"
    with qtbot.waitSignal(page.stored):
        press(page, "Return", "Control")
    assert office.commits == [[6, 7]]


def test_accepting_stores_once_and_can_be_taken_back(qtbot, page, office, notes, undone):
    with qtbot.waitSignal(page.stored):
        page.accept_file()
        page.accept_file()
    assert office.commits == [[5, 6, 7]]
    assert notes[-1].message == "已导入3行，退回1行。"
    assert not page._foot.accept.isVisible()
    assert page._foot.back.text() == "打开退回文件（1行）"
    notes[-1].undo()
    qtbot.waitUntil(lambda: page._foot.accept.isVisible())
    assert undone == [7]


def test_the_returned_file_is_written_and_opened(qtbot, page, tmp_path, opened):
    page.write_rejects(tmp_path / "退回.xlsx")
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [tmp_path / "退回.xlsx"]


def test_the_mapping_is_shown_and_a_correction_reads_again(qtbot, page, office):
    page.show_mapping()
    view = page._mapping
    assert view.boxes["C"].currentText() == "身份证号 *"
    view.boxes["C"].setCurrentIndex(0)
    assert view._missing.text() == "还没有列对应必填的字段：身份证号。"
    view.boxes["C"].setCurrentIndex(view.boxes["C"].findData("id_no"))
    view.boxes["F"].setCurrentIndex(view.boxes["F"].findData("note"))
    view.applied.emit(view.choices())
    qtbot.waitUntil(lambda: office.reads[-1][3] == {"F": "note"})
    qtbot.waitUntil(lambda: page.preview.isVisible())


def test_a_wrong_row_is_corrected_in_the_preview(qtbot, page, press, office):
    press(page.preview.table, "E")
    press(page.preview.table, "F2")
    form = page.findChild(FormDialog)
    assert list(form.grid.rows) == ["id_no"]
    form.grid.rows["id_no"].editor.set_value("990101199003071041")
    form.submit()
    qtbot.waitUntil(lambda: page._foot.accept.text() == "接受4行")


def test_without_corrections_the_button_says_what_to_do(qtbot, make_page):
    page = make_page(service=Office())
    page.add_files([Path("名册.xlsx")])
    qtbot.waitUntil(lambda: page.file is not None and page.file.reading is not None)
    buttons = [b for b in page.preview._reason.findChildren(type(page._foot.accept)) if b.text() == "在预览中改正"]
    assert not buttons[-1].isEnabled()
    assert buttons[-1].toolTip() == "在原文件里改正后重新读取。"


def test_a_file_that_cannot_be_read_says_why_and_the_others_go_on(qtbot, page):
    page.add_files([Path("锁.xlsx"), Path("林业局.xlsx")])
    qtbot.waitUntil(lambda: page._list.words.text() == "文件　3/3")
    page.show_file(1)
    assert "加了密码" in page._why.text()
    assert page.files[2].reading is not None


def test_giving_up_forgets_the_file_and_stores_nothing(page, office):
    page.give_up()
    assert page.files == []
    assert office.commits == []
    assert page._first.isVisible()


def test_a_reader_cannot_import_and_is_told_why(make_page):
    page = make_page(may=lambda right: right is Right.READ)
    page.add_files([Path("名册.xlsx")])
    assert page.files == []
    assert "没有“导入”的权限" in page._why_not
