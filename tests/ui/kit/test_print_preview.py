"""The print preview: pages as pictures, zoom, page keys, printing, the black-only version, saving."""

import threading

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from services.errors import StorageError
from services.printers import PaperKind, Shift
from services.printing.ink_box import INK_DPI
from services.printing.page_choice import Sides
from tests.ui.kit.paper import LASER, WhitePages, papers, white
from tests.ui.looks import faults
from ui.kit.offset_dialog import OffsetDialog
from ui.kit.page_sheets import Fit
from ui.kit.print_dialog import PrintDialog
from ui.kit.print_job import to_image
from ui.kit.print_preview import PRINT_DPI, STILL_PRINTING, PrintPreview, make_printer
from ui.kit.printers import DUPLEX
from ui.pages.tools import Pages


@pytest.fixture
def pages():
    return WhitePages()


@pytest.fixture
def open_preview(qtbot, jobs, printers, machine, tmp_path):
    made = []

    def make(file=None, pages=None, size=None, **options):
        if file is None:
            file = tmp_path / "催报函.pdf"
            file.write_bytes(b"%PDF-1.7 sample")
        window = PrintPreview(file, pages or WhitePages(), jobs, None, printers=printers, machine=machine, **options)
        if size:
            window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: len(window.sheets) > 0 and not jobs.busy)
        made.append(window)
        return window

    yield make
    qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)
    for window in filter(isValid, made):
        window.close()


@pytest.fixture
def preview(open_preview, pages):
    return open_preview(pages=pages)


def said(preview):
    return preview.said.text()


def dialog_of(preview, kind):
    found = [each for each in preview.findChildren(kind) if each.isVisible()]
    return found[0] if found else None


# --- pages ---------------------------------------------------------------------------
def test_only_the_pages_in_sight_are_rendered(preview, pages):
    assert {index for index, _dpi in pages.asked} <= {0, 1}
    assert preview.bar.place.text() == "第1页，共3页"


def test_page_keys_go_from_page_to_page(qtbot, preview, press):
    press(preview, "PageDown")
    assert preview.bar.place.text() == "第2页，共3页"
    press(preview, "End")
    qtbot.waitUntil(lambda: preview.bar.place.text() == "第3页，共3页")
    press(preview, "Home")
    assert preview.bar.place.text() == "第1页，共3页"


def test_a_typed_page_is_gone_to_and_a_wrong_one_is_said(qtbot, preview, press):
    press(preview, "G", "Control")
    qtbot.keyClicks(preview.bar.number, "2")
    press(preview.bar.number, "Return")
    assert preview.bar.place.text() == "第2页，共3页"
    qtbot.keyClicks(preview.bar.number, "12")
    press(preview.bar.number, "Return")
    assert "这份文件共3页" in said(preview)
    assert preview.bar.place.text() == "第2页，共3页"
    assert dialog_of(preview, PrintDialog) is None


def test_zoom_renders_sharp_pages_at_the_new_size(qtbot, preview, pages):
    before = preview.sheets[0].width()
    preview.column.zoom_by(1)
    assert preview.bar.size_words.text() == "125%"
    assert preview.sheets[0].width() > before
    qtbot.waitUntil(lambda: (0, 120) in pages.asked)
    preview.column.set_zoom(1_000)
    assert preview.bar.size_words.text() == "300%"


def test_the_wheel_with_ctrl_changes_the_size(preview):
    place = QPointF(50, 50)
    still, held, none = Qt.ScrollPhase.NoScrollPhase, Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.NoButton
    for turn, size in ((120, "125%"), (-120, "100%")):
        event = QWheelEvent(place, place, QPoint(), QPoint(0, turn), none, held, still, False)
        QApplication.sendEvent(preview.column.viewport(), event)
        assert preview.bar.size_words.text() == size


@pytest.mark.parametrize("size", [(920, 660), (1366, 700), (640, 420)])
def test_a_page_fitted_to_the_width_fills_it_without_a_bar_below(qtbot, open_preview, press, size):
    preview = open_preview(size=size)
    press(preview, "2", "Control")
    room = preview.column.viewport().width()
    qtbot.waitUntil(lambda: room - 60 < preview.sheets[0].width() <= room)
    assert preview.column.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("size", [(920, 660), (640, 420)])
def test_a_whole_page_is_seen_at_once(qtbot, open_preview, press, size):
    preview = open_preview(size=size)
    press(preview, "0", "Control")
    sheet, view = preview.sheets[0], preview.column.viewport()
    qtbot.waitUntil(lambda: view.height() * 0.85 < sheet.height() <= view.height())
    preview.resize(size[0], size[1] + 120)
    qtbot.waitUntil(lambda: view.height() * 0.85 < sheet.height() <= view.height())
    press(preview, "1", "Control")
    assert preview.column.fit is Fit.FREE
    assert preview.bar.size_words.text() == "100%"


def test_a_page_of_another_paper_keeps_its_shape_at_every_size(qtbot, open_preview, mixed_file):
    preview = open_preview(mixed_file, Pages())
    preview.column.go_to(1)
    shape = 420 / 297
    qtbot.waitUntil(lambda: abs(preview.sheets[1].width() / preview.sheets[1].height() - shape) < 0.02)
    preview.column.set_zoom(50)
    assert preview.sheets[1].width() == pytest.approx(420 / 25.4 * 48, abs=4)


def test_a_file_that_cannot_be_read_is_said(qtbot, jobs, printers, machine, tmp_path):
    (tmp_path / "坏.pdf").write_bytes(b"no pdf")
    preview = PrintPreview(tmp_path / "坏.pdf", Pages(), jobs, None, printers=printers, machine=machine)
    qtbot.waitUntil(lambda: "打不开" in said(preview))
    preview.close()


# --- printing ------------------------------------------------------------------------
def test_the_systems_way_sends_every_page_in_full_size(qtbot, preview, pages, tmp_path):
    printer = make_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert printer.fullPage()
    preview.print_on(printer)
    qtbot.waitUntil(lambda: said(preview) == "已送打印机，共3页。", timeout=20_000)
    assert [index for index, dpi in pages.asked if dpi == PRINT_DPI] == [0, 1, 2]
    assert papers(tmp_path / "out.pdf") == ["A4", "A4", "A4横向"]


def test_the_systems_range_and_copies_are_kept(qtbot, preview, pages, tmp_path):
    printer = make_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFromTo(2, 3)
    printer.setCopyCount(2)
    preview.print_on(printer)
    qtbot.waitUntil(lambda: said(preview) == "已送打印机，共4页。", timeout=20_000)
    assert [index for index, dpi in pages.asked if dpi == PRINT_DPI] == [1, 2, 1, 2]


def test_ctrl_p_opens_the_dialog_and_prints_what_it_says(qtbot, open_preview, press, letter_file, printers):
    preview = open_preview(letter_file, Pages(), sides=Sides.LONG)
    press(preview, "P", "Control")
    dialog = dialog_of(preview, PrintDialog)
    dialog.fields.range.choose(2)
    dialog.fields.pages.setText("1-2")
    dialog.send_button.click()
    qtbot.waitUntil(lambda: said(preview) == "已送打印机，共2页。", timeout=20_000)
    ((name, printer),) = printers.opened[-1:]
    assert (name, printer.asked_duplex) == (LASER, DUPLEX[Sides.LONG])
    assert papers(printers.target) == ["A4", "A4"]
    assert not preview.stop_button.isVisible()
    assert preview.send_button.isEnabled()


def test_margins_are_measured_while_the_dialog_is_open(qtbot, open_preview, letter_file, printers):
    preview = open_preview(letter_file, Pages())
    preview.ask_printer()
    dialog = dialog_of(preview, PrintDialog)
    qtbot.waitUntil(lambda: dialog.margin.text() == "各页都在打印机够得着的范围里。")
    dialog.printers.setCurrentIndex(0)
    assert "下边有10" in dialog.warning.text()


def test_pages_measured_once_are_known_when_the_dialog_opens_again(qtbot, preview, pages):
    preview.ask_printer()
    dialog = dialog_of(preview, PrintDialog)
    qtbot.waitUntil(lambda: dialog.margin.text() == "各页都在打印机够得着的范围里。")
    dialog.reject()
    pages.asked.clear()
    preview.ask_printer()
    assert dialog_of(preview, PrintDialog).margin.text() == "各页都在打印机够得着的范围里。"
    assert pages.asked == []


def test_measuring_a_long_file_ends_with_the_dialog(qtbot, open_preview, jobs):
    pages = WhitePages(200)
    preview = open_preview(pages=pages)
    preview.ask_printer()
    qtbot.waitUntil(lambda: any(dpi == INK_DPI for _index, dpi in pages.asked))
    dialog_of(preview, PrintDialog).reject()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert len([1 for _index, dpi in pages.asked if dpi == INK_DPI]) < 200


class Unreadable(WhitePages):
    """Fine to look at; gone when its margins are measured."""

    def render_page(self, pdf, index, dpi):
        if dpi == INK_DPI:
            raise StorageError("“催报函.pdf”打不开。")
        return super().render_page(pdf, index, dpi)


def test_margins_that_cannot_be_measured_are_not_called_fine(qtbot, open_preview):
    preview = open_preview(pages=Unreadable())
    preview.ask_printer()
    dialog = dialog_of(preview, PrintDialog)
    qtbot.waitUntil(lambda: dialog.trouble.words() == "“催报函.pdf”打不开。")
    assert not dialog.margin.isVisible()


def test_the_systems_dialog_gets_the_printer_and_the_sides(qtbot, open_preview, printers):
    preview = open_preview(sides=Sides.LONG)
    preview.ask_printer()
    dialog_of(preview, PrintDialog).system_button.click()
    system = dialog_of(preview, QPrintDialog)
    assert printers.opened[-1][0] == LASER
    assert printers.opened[-1][1].asked_duplex is DUPLEX[Sides.LONG]
    system.reject()


class Slow(WhitePages):
    """Waits at every page that is printed until it is let go."""

    def __init__(self):
        super().__init__()
        self.go = threading.Event()

    def render_page(self, pdf, index, dpi):
        if dpi == PRINT_DPI:
            assert self.go.wait(20)
        return super().render_page(pdf, index, dpi)


def test_the_window_stays_open_while_it_prints_and_can_stop(qtbot, open_preview, printers, press):
    pages = Slow()
    preview = open_preview(pages=pages)
    preview.print_on(printers.open(LASER))
    assert not preview.send_button.isEnabled()
    press(preview, "Escape")
    assert preview.isVisible()
    assert said(preview) == STILL_PRINTING
    preview.close()
    assert preview.isVisible()
    preview.stop_button.click()
    pages.go.set()
    qtbot.waitUntil(lambda: said(preview) == "已停止，已送出1页。", timeout=20_000)
    preview.close()
    assert not preview.isVisible()


def test_the_printers_shift_of_plain_paper_is_used(qtbot, open_preview, letter_file, printers, machine):
    machine.set_shift(LASER, PaperKind.PLAIN, Shift(20, 0))
    machine.set_shift(LASER, PaperKind.PREPRINTED, Shift(0, 50))
    preview = open_preview(letter_file, Pages())
    preview.ask_printer()
    dialog_of(preview, PrintDialog).send_button.click()
    qtbot.waitUntil(lambda: said(preview).startswith("已送打印机"), timeout=20_000)
    before, after = white(letter_file, 0), white(printers.target, 0)
    assert after.left - before.left == pytest.approx(2, abs=0.3)
    assert after.top - before.top == pytest.approx(0, abs=0.3)


# --- pre-printed paper ---------------------------------------------------------------
def test_without_a_black_only_version_there_is_no_choice_of_paper(preview):
    assert not preview.bar.kind.isVisible()


def test_overprinting_shows_and_prints_the_black_only_file_with_its_shift(
    qtbot, open_preview, letter_file, mixed_file, printers, machine
):
    machine.set_shift(LASER, PaperKind.PREPRINTED, Shift(-10, 30))
    made = []

    def overprint():
        made.append(threading.current_thread() is threading.main_thread())
        return mixed_file

    preview = open_preview(letter_file, Pages(), overprint=overprint)
    preview.bar.kind.choose(1)
    qtbot.waitUntil(lambda: len(preview.sheets) == 4)
    assert made == [False]
    preview.ask_printer()
    dialog = dialog_of(preview, PrintDialog)
    assert "套打　位置校正：向左1毫米，向下3毫米" in dialog.place.text()
    dialog.send_button.click()
    qtbot.waitUntil(lambda: said(preview) == "已送打印机，共4页。", timeout=30_000)
    before, after = white(mixed_file, 0), white(printers.target, 0)
    assert after.left - before.left == pytest.approx(-1, abs=0.3)
    assert after.top - before.top == pytest.approx(3, abs=0.3)
    assert after.right - before.right == pytest.approx(1, abs=0.3)
    assert after.bottom - before.bottom == pytest.approx(-3, abs=0.3)


def test_back_on_plain_paper_the_whole_page_is_shown_and_nothing_is_made_twice(
    qtbot, open_preview, letter_file, mixed_file
):
    made = []
    preview = open_preview(letter_file, Pages(), overprint=lambda: made.append(1) or mixed_file)
    whole = len(preview.sheets)
    for place, count in ((1, 4), (0, whole), (1, 4)):
        preview.bar.kind.choose(place)
        qtbot.waitUntil(lambda count=count: len(preview.sheets) == count)
    assert made == [1]
    assert preview.file == mixed_file


def test_a_black_only_version_that_fails_is_said_and_plain_paper_stays(qtbot, open_preview, letter_file):
    def fails():
        raise StorageError("磁盘空间不够，没有生成。")

    preview = open_preview(letter_file, Pages(), overprint=fails)
    preview.bar.kind.choose(1)
    qtbot.waitUntil(lambda: said(preview) == "磁盘空间不够，没有生成。")
    assert preview.bar.chosen_kind() is PaperKind.PLAIN
    assert preview.file == letter_file


def test_a_shift_measured_from_the_dialog_is_in_the_order_at_once(open_preview, preview, machine):
    preview.ask_printer()
    dialog = dialog_of(preview, PrintDialog)
    dialog.adjust.click()
    offset = dialog_of(dialog, OffsetDialog)
    offset.fields["left"].widget.setText("29")
    offset.fields["top"].widget.setText("37")
    offset.keep_button.click()
    assert "向左1毫米" in dialog.place.text()
    offset.reject()
    dialog.reject()


# --- saving --------------------------------------------------------------------------
def test_a_copy_is_saved(qtbot, preview, tmp_path):
    preview.save_to(tmp_path / "副本.pdf")
    qtbot.waitUntil(lambda: said(preview) == "已另存为“副本.pdf”。")
    assert (tmp_path / "副本.pdf").read_bytes() == b"%PDF-1.7 sample"


def test_a_folder_that_is_gone_is_said(qtbot, preview, tmp_path):
    preview.save_to(tmp_path / "没有" / "副本.pdf")
    qtbot.waitUntil(lambda: said(preview).startswith("找不到存放的文件夹"))


def test_a_place_that_cannot_be_written_keeps_what_is_there(qtbot, preview, tmp_path):
    (tmp_path / "占用.pdf").mkdir()
    preview.save_to(tmp_path / "占用.pdf")
    qtbot.waitUntil(lambda: "写不进去" in said(preview))
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == sorted(["占用.pdf", "催报函.pdf"])


def test_a_file_that_is_gone_cannot_be_saved_and_says_so(qtbot, preview, tmp_path):
    (tmp_path / "催报函.pdf").unlink()
    preview.save_to(tmp_path / "副本.pdf")
    qtbot.waitUntil(lambda: "已被移走" in said(preview))


def test_every_letter_can_be_saved_as_a_file_of_its_own(qtbot, open_preview, tmp_path):
    folders = []
    preview = open_preview(save_each=lambda folder: folders.append(folder) or 12)
    assert preview.each_button.isVisible()
    preview.save_each_to(tmp_path)
    qtbot.waitUntil(lambda: said(preview) == f"已保存12个文件，在文件夹“{tmp_path.name}”里。")
    assert folders == [tmp_path]


@pytest.mark.parametrize("error", [PermissionError(13, "no"), StorageError("第3份没有存成。")])
def test_a_folder_for_many_files_that_fails_is_said(qtbot, open_preview, tmp_path, error):
    def fails(_folder):
        raise error

    preview = open_preview(save_each=fails)
    preview.save_each_to(tmp_path)
    qtbot.waitUntil(lambda: said(preview).startswith("没有存全") or said(preview) == "第3份没有存成。")
    assert preview.each_button.isEnabled()


def test_one_letter_alone_has_no_button_for_many_files(preview):
    assert not preview.each_button.isVisible()


def test_the_systems_reader_gets_the_file_that_is_shown(qtbot, open_preview, tmp_path):
    shown = []
    preview = open_preview(open_file=shown.append)
    preview.open_button.click()
    assert shown == [tmp_path / "催报函.pdf"]


# --- looks ---------------------------------------------------------------------------
@pytest.mark.parametrize("size", [(920, 660), (1366, 728), (760, 440)])
def test_it_looks_right(qtbot, open_preview, letter_file, size):
    preview = open_preview(
        letter_file, Pages(), size=size, overprint=lambda: letter_file, save_each=lambda _folder: 1, open_file=print
    )
    preview.said.setText(STILL_PRINTING)
    qtbot.wait(20)
    assert faults(preview) == []


def test_a_picture_owns_its_pixels(pages):
    assert to_image(pages.render_page(None, 2, 30)).width() > to_image(pages.render_page(None, 0, 30)).width()
