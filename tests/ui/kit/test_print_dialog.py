"""The print dialog: what is ordered, what is refused with which sentence, and what a printer would cut off."""

import pytest

from services.printers import NO_SHIFT, PaperKind, Shift
from services.printing.ink_box import Edges, PageInk
from services.printing.page_choice import Sides
from tests.ui.kit.paper import INKJET, LASER
from tests.ui.looks import faults
from ui.kit.print_dialog import NO_PRINTER, NOT_READY, TO_FILE, PrintDialog
from ui.kit.print_fields import CURRENT, TYPED, PrintSource
from ui.kit.printers import DUPLEX

A4 = PageInk(210, 297, Edges(28, 37, 26, 25.5))
LETTER = PageInk(210, 297, Edges(20, 30, 20, 20))
A3 = PageInk(420, 297, Edges(20, 20, 20, 20))


@pytest.fixture
def open_dialog(qtbot, printers, machine):
    def make(total=5, current=2, kind=PaperKind.PLAIN, sides=Sides.LONG, calibrate=lambda *_asked: None):
        dialog = PrintDialog(PrintSource(total, current, kind, sides), printers, machine, calibrate, None)
        qtbot.addWidget(dialog)
        dialog.orders = []
        dialog.ordered.connect(lambda printer, order: dialog.orders.append((printer, order)))
        with qtbot.waitExposed(dialog):
            dialog.show()
        return dialog

    return make


@pytest.fixture
def dialog(open_dialog):
    return open_dialog()


def choose(dialog, printer):
    dialog.printers.setCurrentIndex(dialog.printers.findText(printer))


def ordered(dialog):
    dialog.send()
    ((printer, order),) = dialog.orders
    return printer, order


def test_it_begins_with_the_systems_printer_all_pages_both_sides_and_300_dots(dialog):
    assert dialog.printer == LASER
    printer, order = ordered(dialog)
    assert order.sides == (1, 2, 3, 4, 5)
    assert (order.dpi, order.shift, order.target) == (300, NO_SHIFT, None)
    assert printer.asked_duplex is DUPLEX[Sides.LONG]


def test_the_printer_used_last_on_this_computer_comes_first(open_dialog, machine):
    dialog = open_dialog()
    choose(dialog, INKJET)
    dialog.send()
    assert machine.printer == INKJET
    assert open_dialog().printer == INKJET


def test_the_page_in_sight_alone_is_printed(dialog):
    dialog.fields.range.choose(CURRENT)
    assert ordered(dialog)[1].sides == (2,)


def test_a_typed_range_is_printed_in_its_order(dialog):
    dialog.fields.range.choose(TYPED)
    dialog.fields.pages.setText("5,1-2")
    assert ordered(dialog)[1].sides == (5, 1, 2)


@pytest.mark.parametrize("typed", ["", "0", "6", "4-2", "甲"])
def test_a_wrong_range_is_said_under_its_field_and_nothing_is_printed(dialog, typed):
    dialog.fields.range.choose(TYPED)
    dialog.fields.pages.setText(typed)
    dialog.send()
    assert dialog.orders == []
    assert dialog.isVisible()
    assert dialog.fields.range_error.words().endswith("。")
    assert dialog.fields.pages.accessibleDescription() == dialog.fields.range_error.words()
    dialog.fields.pages.setText("3")
    assert dialog.fields.range_error.words() == ""


def test_a_range_without_even_pages_is_said(dialog):
    dialog.fields.range.choose(TYPED)
    dialog.fields.pages.setText("3")
    dialog.fields.parity.choose(2)
    dialog.send()
    assert dialog.fields.range_error.words() == "选的页里没有偶数页。"
    assert dialog.orders == []


def test_wrong_copies_are_said_under_their_field(dialog):
    dialog.fields.copies.setText("两份")
    dialog.send()
    assert dialog.fields.copies_error.words() == "份数填1到999的整数。"
    assert dialog.orders == []


def test_copies_a_printer_cannot_make_are_sent_again_each_on_its_own_sheet(dialog):
    dialog.fields.copies.setText("2")
    assert ordered(dialog)[1].sides == (1, 2, 3, 4, 5, None, 1, 2, 3, 4, 5)


def test_copies_a_printer_can_make_are_left_to_it(dialog, printers, monkeypatch):
    monkeypatch.setattr("tests.ui.kit.paper.PaperPrinter.supportsMultipleCopies", lambda _self: True)
    dialog.fields.copies.setText("3")
    dialog.fields.collate.setChecked(False)
    printer, order = ordered(dialog)
    assert order.sides == (1, 2, 3, 4, 5)
    assert printer.copyCount() == 3
    assert not printer.collateCopies()


def test_copies_of_mixed_papers_are_never_left_to_the_printer(dialog, monkeypatch):
    monkeypatch.setattr("tests.ui.kit.paper.PaperPrinter.supportsMultipleCopies", lambda _self: True)
    dialog.show_inks({1: A4, 2: A3, 3: A4, 4: A4, 5: A4}, True)
    dialog.fields.copies.setText("2")
    printer, order = ordered(dialog)
    assert printer.copyCount() == 1
    assert len([page for page in order.sides if page]) == 10


def test_odd_pages_then_even_pages_make_both_sides_by_hand(dialog):
    dialog.fields.parity.choose(1)
    assert not dialog.fields.duplex.isEnabled()
    assert dialog.fields.duplex.currentText() == "单面"
    assert "再打偶数页" in dialog.summary.text()
    assert ordered(dialog)[1].sides == (1, 3, 5)


def test_the_sheet_without_a_back_is_named_before_even_pages(dialog):
    dialog.fields.parity.choose(2)
    assert "最后一页没有反面" in dialog.summary.text()
    printer, order = ordered(dialog)
    assert order.sides == (2, 4)
    assert printer.asked_duplex is DUPLEX[Sides.ONE]


def test_reverse_order_on_one_side(dialog):
    choose(dialog, INKJET)
    dialog.fields.reverse.setChecked(True)
    assert ordered(dialog)[1].sides == (5, 4, 3, 2, 1)


def test_a_printer_of_one_side_says_so_and_the_wish_for_two_outlives_it(dialog):
    choose(dialog, INKJET)
    assert dialog.fields.sides is Sides.ONE
    assert dialog.fields.duplex.toolTip() == "这台打印机只能打单面"
    choose(dialog, LASER)
    assert dialog.fields.sides is Sides.LONG


def test_the_short_edge_is_ordered_when_it_is_chosen(dialog):
    dialog.fields.duplex.setCurrentIndex(2)
    dialog.fields.duplex.activated.emit(2)
    assert ordered(dialog)[0].asked_duplex is DUPLEX[Sides.SHORT]


def test_600_dots_can_be_chosen(dialog):
    dialog.fields.dots.choose(1)
    assert ordered(dialog)[1].dpi == 600


def test_pages_and_sheets_are_told_before(dialog):
    assert dialog.summary.text() == "5页，3张纸。按原尺寸打印，不缩放。"
    dialog.fields.copies.setText("2")
    assert dialog.summary.text().startswith("5页，6张纸。")


@pytest.mark.parametrize("kind", PaperKind)
def test_the_shift_of_the_printer_and_the_paper_goes_with_the_order(open_dialog, machine, kind):
    machine.set_shift(LASER, PaperKind.PLAIN, Shift(3, 0))
    machine.set_shift(LASER, PaperKind.PREPRINTED, Shift(-5, 10))
    dialog = open_dialog(kind=kind)
    wanted = machine.shift(LASER, kind)
    assert wanted.words in dialog.place.text()
    assert ordered(dialog)[1].shift == wanted


def test_what_would_be_cut_off_is_said_for_the_printer_that_cannot_reach_it(dialog):
    dialog.show_inks(dict.fromkeys(range(1, 6), LETTER), True)
    assert not dialog.warning.isVisible()
    assert dialog.margin.text() == "各页都在打印机够得着的范围里。"
    choose(dialog, INKJET)
    assert dialog.warning.isVisible()
    assert "第1至5页下边有10毫米印不出来：内容离纸边20毫米，这台打印机下边要空30毫米。" in dialog.warning.text()
    assert "不会自动缩小" in dialog.warning.text()
    assert dialog.margin.text() == ""


def test_only_chosen_pages_are_warned_about(dialog):
    choose(dialog, INKJET)
    dialog.show_inks({1: LETTER, **dict.fromkeys(range(2, 6), PageInk(210, 297, Edges(28, 37, 26, 35)))}, True)
    assert dialog.warning.text().startswith("第1页")
    dialog.fields.range.choose(CURRENT)
    assert not dialog.warning.isVisible()


def test_a_shift_towards_the_edge_is_reckoned_in(open_dialog, machine):
    machine.set_shift(LASER, PaperKind.PLAIN, Shift(0, 150))
    dialog = open_dialog()
    dialog.show_inks({1: PageInk(210, 297, Edges(20, 30, 20, 15))}, False)
    assert "第1页下边有4.2毫米印不出来：内容离纸边0毫米" in dialog.warning.text()


def test_a_paper_the_printer_does_not_hold_is_named(dialog):
    choose(dialog, INKJET)
    dialog.show_inks({2: A3}, False)
    assert "第2页是A3横向，这台打印机没有这种纸" in dialog.warning.text()


def test_before_all_pages_are_measured_it_says_so(dialog):
    assert dialog.margin.text().startswith("正在核对")


def test_without_a_printer_it_says_what_can_be_done(open_dialog, printers):
    printers.installed.clear()
    dialog = open_dialog()
    assert dialog.banner.text() == NO_PRINTER
    assert dialog.banner.isVisible()
    assert dialog.printer == TO_FILE
    assert not dialog.adjust.isVisible()


def test_a_printer_that_vanished_is_said_and_everything_chosen_stays(dialog, printers):
    dialog.fields.range.choose(TYPED)
    dialog.fields.pages.setText("3")
    printers.installed.remove(LASER)
    dialog.send()
    assert dialog.orders == []
    assert f"打印机“{LASER}”已经不在这台电脑上" in dialog.trouble.words()
    assert dialog.printer != LASER
    assert dialog.fields.pages.text() == "3"


def test_a_printer_that_reports_an_error_is_said_and_may_be_tried(open_dialog, printers):
    printers.broken.add(LASER)
    dialog = open_dialog()
    assert dialog.warning.text() == NOT_READY
    choose(dialog, INKJET)
    assert not dialog.warning.isVisible()
    choose(dialog, LASER)
    assert ordered(dialog)[1].sides == (1, 2, 3, 4, 5)


def test_the_systems_own_dialog_stays_as_a_second_way(qtbot, dialog):
    with qtbot.waitSignal(dialog.system_wanted) as asked:
        dialog.system_button.click()
    assert asked.args == [LASER]
    assert not dialog.isVisible()


def test_calibrating_is_asked_for_the_chosen_printer(open_dialog):
    asked = []
    dialog = open_dialog(calibrate=lambda *given: asked.append(given), kind=PaperKind.PREPRINTED)
    dialog.adjust.click()
    assert asked == [(LASER, PaperKind.PREPRINTED)]


def test_enter_prints_and_escape_leaves(qtbot, open_dialog, press):
    dialog = open_dialog()
    press(dialog.fields.copies, "Return")
    assert len(dialog.orders) == 1
    second = open_dialog()
    press(second, "Escape")
    assert second.orders == []
    assert not second.isVisible()


@pytest.mark.parametrize("trouble", ["none", "range", "warning", "no printer"])
def test_it_looks_right(qtbot, open_dialog, printers, trouble):
    if trouble == "no printer":
        printers.installed.clear()
    dialog = open_dialog()
    if trouble == "range":
        dialog.fields.range.choose(TYPED)
        dialog.fields.pages.setText("9-7")
        dialog.fields.copies.setText("x")
        dialog.send()
    if trouble == "warning":
        choose(dialog, INKJET)
        dialog.show_inks({1: LETTER, 2: A3}, True)
    qtbot.wait(20)
    assert faults(dialog) == []
    assert dialog.height() <= 600
