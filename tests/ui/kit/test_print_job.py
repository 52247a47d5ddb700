"""What comes out of a printer, read back from the printed file and measured: size, place, papers, order, accidents."""

import pytest
from PySide6.QtPrintSupport import QPrinter
from reportlab.pdfgen import canvas

from services.errors import StorageError
from services.printers import Shift
from services.printing.preview import render_page
from tests.ui.kit.paper import PaperPrinter, WhitePages, lines_of_ink, papers, red_dots, sizes, white
from ui.kit.print_job import BROKEN_OFF, FILE_CUT, NO_ANSWER, PrintJob, PrintOrder
from ui.pages.tools import Pages

EDGES = ("left", "top", "right", "bottom")
MM = 72 / 25.4
NEAR = 0.3  # mm
STROKE = 0.6  # mm: half the thickness of a rule, and two pixels, come on top
NO_BEGIN = pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false", extend=True)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "出纸.pdf"


@pytest.fixture
def run(qtbot, jobs, out):
    """Print and return the last sentence."""

    def go(file, order, pages=None, printer=None, stop_after=None):
        job = PrintJob(file, pages or Pages(), jobs, jobs)
        if stop_after is not None:
            job.told.connect(lambda words: job.stop() if f"送出{stop_after}/" in words else None)
        with qtbot.waitSignal(job.ended, timeout=30_000) as ended:
            job.start(printer or PaperPrinter(out), order)
        return ended.args[0]

    return go


def near(found, wanted, right=0.0, down=0.0):
    moved = wanted.moved(right, down)
    return all(abs(getattr(found, edge) - getattr(moved, edge)) <= NEAR for edge in EDGES)


@pytest.mark.parametrize("dpi", [300, 600])
def test_every_page_stands_on_the_paper_where_it_stands_in_the_file(run, letter_file, out, dpi):
    assert run(letter_file, PrintOrder((1, 2), dpi=dpi)) == "已送打印机，共2页。"
    assert papers(out) == ["A4", "A4"]
    assert all(near(white(out, index), white(letter_file, index)) for index in range(2))


@pytest.mark.parametrize("index", [0, 1])
def test_every_line_of_a_page_is_printed_where_it_stands_in_the_file(run, letter_file, out, index):
    run(letter_file, PrintOrder((1, 2)))
    wanted, found = lines_of_ink(letter_file, index), lines_of_ink(out, index)
    assert len(wanted) > 30
    assert found == pytest.approx(wanted, abs=NEAR)


def test_what_is_red_in_the_file_is_printed_red(run, letter_file, out):
    run(letter_file, PrintOrder((1,)))
    assert red_dots(letter_file, 0) > 500
    assert red_dots(out, 0) == pytest.approx(red_dots(letter_file, 0), rel=0.2)


def test_the_rules_of_a_letter_are_20_mm_from_the_edges_of_the_paper(run, letter_file, out):
    run(letter_file, PrintOrder((1,)))
    found = white(out, 0)
    assert (found.left, found.right, found.bottom) == pytest.approx((20, 20, 20), abs=STROKE)


@pytest.mark.parametrize(("right", "down"), [(15, 0), (0, 22), (-8, -31)])
def test_a_shift_moves_the_whole_picture_and_scales_nothing(run, letter_file, out, right, down):
    run(letter_file, PrintOrder((1,), shift=Shift(right, down)))
    assert near(white(out, 0), white(letter_file, 0), right / 10, down / 10)
    assert not near(white(out, 0), white(letter_file, 0))


@pytest.fixture(scope="session")
def block_file(tmp_path_factory):
    """A page that is black but for 20 mm round it."""
    target = tmp_path_factory.mktemp("黑") / "黑.pdf"
    pen = canvas.Canvas(str(target), pagesize=(210 * MM, 297 * MM))
    pen.rect(20 * MM, 20 * MM, 170 * MM, 257 * MM, fill=1)
    pen.save()
    return target


class OtherDots(PaperPrinter):
    """A driver with dots of its own."""

    def setResolution(self, _dpi):
        super().setResolution(720)


@pytest.mark.parametrize("kind", [PaperPrinter, OtherDots])
@pytest.mark.parametrize("dpi", [97, 150, 300])
def test_no_seam_shows_where_the_strips_of_a_page_meet(run, block_file, out, kind, dpi):
    run(block_file, PrintOrder((1,), shift=Shift(3, 7)), printer=kind(out))
    assert near(white(out, 0), white(block_file, 0), 0.3, 0.7)
    page = render_page(out, 0, dpi)
    lines = range(round(25 / 25.4 * dpi), round(270 / 25.4 * dpi))
    middle = page.width // 2 * 4
    assert max(page.pixels[line * page.stride + middle] for line in lines) < 8


def test_pages_of_several_papers_keep_their_own_in_one_job(run, mixed_file, out):
    run(mixed_file, PrintOrder((1, 2, 3, 4)))
    assert sizes(out) == [(210, 297), (420, 297), (297, 210), (210, 297)]
    assert all(near(white(out, index), white(mixed_file, index)) for index in range(4))
    across = white(out, 1)
    assert [getattr(across, edge) for edge in EDGES] == pytest.approx([20, 20, 20, 20], abs=STROKE)


def test_pages_are_sent_in_the_order_that_was_asked_for(run, mixed_file, out):
    run(mixed_file, PrintOrder((3, 2, 1, 1)))
    assert papers(out) == ["A4横向", "A3横向", "A4", "A4"]


def test_a_blank_back_is_an_empty_page_of_the_same_paper(run, mixed_file, out):
    run(mixed_file, PrintOrder((2, None, 1)))
    assert papers(out) == ["A3横向", "A3横向", "A4"]
    assert white(out, 1) is None


class KeepsItsPaper(PaperPrinter):
    """As the printers of Windows: another paper is refused while a job runs; each job is a file of its own."""

    def __init__(self, folder):
        super().__init__(folder / "1.pdf")
        self.folder, self.refused = folder, 0

    def setPageLayout(self, layout):
        if self.printerState() is QPrinter.PrinterState.Active:
            self.refused += 1
            return False
        self.setOutputFileName(str(self.folder / f"{self.refused + 1}.pdf"))
        return super().setPageLayout(layout)


def test_a_driver_that_keeps_its_paper_gets_a_job_for_each_run_of_pages(run, mixed_file, tmp_path):
    printer = KeepsItsPaper(tmp_path)
    assert run(mixed_file, PrintOrder((1, 2, 3, 4)), printer=printer) == "已送打印机，共4页。"
    made = [papers(tmp_path / f"{number}.pdf") for number in (1, 2, 3)]
    assert made == [["A4"], ["A3横向"], ["A4横向", "A4"]]


def test_a_page_is_rendered_only_when_its_turn_comes(run, tmp_path):
    pages = WhitePages()
    assert run(tmp_path / "白.pdf", PrintOrder((1, 2, 3)), pages, stop_after=1) == "已停止，已送出2页。"
    assert pages.asked == [(0, 300), (1, 300)]


@NO_BEGIN
def test_a_printer_that_does_not_answer_is_said(run, tmp_path):
    printer = PaperPrinter(tmp_path / "没有这个文件夹" / "出纸.pdf")
    assert run(tmp_path / "白.pdf", PrintOrder((1,)), WhitePages(), printer) == NO_ANSWER


class Breaks(PaperPrinter):
    """Fails at the second page."""

    def newPage(self):
        return False


def test_a_printer_that_fails_half_way_is_said_with_the_page_to_go_on_from(run, tmp_path, out):
    said = run(tmp_path / "白.pdf", PrintOrder((4, 5, 6)), WhitePages(), Breaks(out))
    assert said == BROKEN_OFF.format(count=1, next=5)


class Vanishes(WhitePages):
    """The file is gone when its second page is asked for."""

    def render_page(self, pdf, index, dpi):
        if index:
            raise StorageError("“函.pdf”打不开。")
        return super().render_page(pdf, index, dpi)


def test_a_file_that_vanishes_ends_the_job_and_the_next_one_works(run, tmp_path):
    assert run(tmp_path / "函.pdf", PrintOrder((1, 2)), Vanishes()) == "“函.pdf”打不开。已送出1页。"
    assert run(tmp_path / "函.pdf", PrintOrder((1,)), WhitePages()) == "已送打印机，共1页。"


def test_printing_to_a_file_replaces_it_only_when_it_is_whole(run, letter_file, tmp_path):
    target = tmp_path / "存下.pdf"
    target.write_bytes(b"old")
    assert run(letter_file, PrintOrder((1, 2), target=target)) == "已打印到文件“存下.pdf”，共2页。"
    assert papers(target) == ["A4", "A4"]
    assert [path.name for path in tmp_path.iterdir()] == ["存下.pdf"]


def test_a_stopped_file_leaves_the_old_one(run, tmp_path):
    target = tmp_path / "存下.pdf"
    target.write_bytes(b"old")
    said = run(tmp_path / "白.pdf", PrintOrder((1, 2, 3), target=target), WhitePages(), stop_after=1)
    assert said == "已停止，没有留下文件。"
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["存下.pdf"]


@NO_BEGIN
def test_a_folder_that_is_gone_is_said_and_nothing_is_left(run, letter_file, tmp_path):
    assert run(letter_file, PrintOrder((1,), target=tmp_path / "没有" / "存下.pdf")) == FILE_CUT


def test_a_full_disk_is_said_and_the_old_file_stays(run, letter_file, tmp_path):
    resource = pytest.importorskip("resource")
    target = tmp_path / "存下.pdf"
    target.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        said = run(letter_file, PrintOrder((1, 2), target=target))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert said == FILE_CUT
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["存下.pdf"]
