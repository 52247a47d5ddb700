"""校准打印位置: the test page that is printed, the readings, and the shift that is kept."""

import pytest

from services.printers import NO_SHIFT, PaperKind, Shift
from tests.ui.kit.paper import LASER, white
from tests.ui.looks import faults
from tests.unit.printing.pdf_reading import page_text
from ui.kit.offset_dialog import OffsetDialog
from ui.kit.print_job import NO_ANSWER
from ui.pages.tools import Pages


@pytest.fixture
def dialog(qtbot, printers, machine, jobs):
    made = OffsetDialog(LASER, PaperKind.PREPRINTED, machine, printers, Pages(), jobs, None)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def type_in(dialog, **readings):
    for key, words in readings.items():
        dialog.fields[key].widget.setText(words)


def test_the_readings_become_a_shift_of_this_printer_and_this_paper(qtbot, dialog, machine):
    type_in(dialog, left="28.5", top="36")
    with qtbot.waitSignal(dialog.kept):
        dialog.keep_button.click()
    assert machine.shift(LASER, PaperKind.PREPRINTED) == Shift(-5, 10)
    assert machine.shift(LASER, PaperKind.PLAIN) == NO_SHIFT
    assert "已保存：向左0.5毫米，向下1毫米" in dialog.told.text()
    assert "向左0.5毫米，向下1毫米" in dialog.state.text()


def test_readings_of_the_sheet_before_are_not_reckoned_twice(dialog, machine):
    type_in(dialog, left="28.5", top="37")
    dialog.keep()
    dialog.keep()
    assert machine.shift(LASER, PaperKind.PREPRINTED) == Shift(-5, 0)
    type_in(dialog, left="28.1", top="37")
    dialog.keep()
    assert machine.shift(LASER, PaperKind.PREPRINTED) == Shift(-6, 0)


def test_wrong_readings_are_said_under_their_fields_and_nothing_is_kept(dialog, machine):
    type_in(dialog, left="x", top="36", bottom="36")
    dialog.keep()
    assert dialog.fields["left"].error.words() == "填量到的毫米数，例如28.5。"
    assert dialog.fields["top"].error.words() == ""
    type_in(dialog, left="30", top="39", right="28", bottom="37")
    dialog.keep()
    assert "缩小" in dialog.fields["right"].error.words()
    assert "缩小" in dialog.fields["bottom"].error.words()
    assert machine.shift(LASER, PaperKind.PREPRINTED) == NO_SHIFT


def test_plain_paper_has_a_shift_of_its_own(dialog, machine):
    machine.set_shift(LASER, PaperKind.PLAIN, Shift(7, 0))
    dialog.kind.choose(0)
    assert "向右0.7毫米" in dialog.state.text()
    dialog.clear_button.click()
    assert machine.shift(LASER, PaperKind.PLAIN) == NO_SHIFT
    assert not dialog.clear_button.isEnabled()


def test_the_test_page_is_printed_with_the_shift_that_is_kept(qtbot, dialog, machine, printers, tmp_path):
    dialog.print_button.click()
    qtbot.waitUntil(lambda: dialog.told.text() == "已送打印机，共1页。", timeout=20_000)
    before = white(printers.target, 0)
    machine.set_shift(LASER, PaperKind.PREPRINTED, Shift(60, 0))
    dialog.print_button.click()
    qtbot.waitUntil(lambda: len(printers.opened) == 2 and dialog.print_button.isEnabled(), timeout=20_000)
    assert before.left < 0.5  # its rulers run to the edges
    assert white(printers.target, 0).left == pytest.approx(6, abs=0.3)


def test_the_sheet_names_the_shift_it_was_printed_with(qtbot, dialog, machine, tmp_path, monkeypatch):
    machine.set_shift(LASER, PaperKind.PREPRINTED, Shift(-5, 10))
    sent = []
    monkeypatch.setattr("ui.kit.print_job.PrintJob.start", lambda job, _printer, _order: sent.append(job._file))
    dialog.print_button.click()
    qtbot.waitUntil(lambda: bool(sent))
    said = page_text(sent[0], 0)
    assert f"打印机：{LASER}" in said
    assert "向左0.5毫米，向下1毫米" in said


def test_a_printer_that_is_gone_is_said(dialog, printers):
    printers.installed.clear()
    dialog.print_button.click()
    assert dialog.told.text() == NO_ANSWER
    assert dialog.print_button.isEnabled()


def test_a_shift_outlives_the_program(machine, tmp_path):
    from ui.machine import MachineSettings

    name = r"\\服务器\三楼 打印机/2%"
    machine.set_shift(name, PaperKind.PLAIN, Shift(12, -3))
    machine.printer = name
    machine.sync()
    again = MachineSettings(tmp_path / "desk.ini")
    assert again.shift(name, PaperKind.PLAIN) == Shift(12, -3)
    assert again.shift(name, PaperKind.PREPRINTED) == NO_SHIFT
    assert again.printer == name


@pytest.mark.parametrize("wrong", [False, True])
def test_it_looks_right(qtbot, dialog, wrong):
    if wrong:
        type_in(dialog, left="30", top="39", right="28", bottom="37")
        dialog.keep()
    qtbot.wait(20)
    assert faults(dialog) == []
