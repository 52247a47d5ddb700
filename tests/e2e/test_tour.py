"""The tour is the end-to-end test: the main job in the real window, every picture looked at, every paper measured."""

import re

import openpyxl
import pytest

from tests.ui.looks import faults
from tests.unit.printing.pdf_reading import lines_of, read_chars, words
from ui.tour.stage import Stage
from ui.tour.walk import Walk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def walked(tmp_path_factory, qapp):
    out = tmp_path_factory.mktemp("tour")
    seen = {}
    picture = Stage.picture

    def looked_at(self, name, widget=None):
        picture(self, name, widget)
        seen[name] = faults(widget or self.window)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stage, "picture", looked_at)
        result = Walk(out).run()
    return out, result, seen


def test_every_step_did_what_it_should(walked):
    _out, result, _seen = walked
    assert result["problems"] == []


def test_at_least_twelve_pictures_of_which_none_has_a_fault(walked):
    _out, result, seen = walked
    assert len(result["screenshots"]) >= 12
    assert {name: found for name, found in seen.items() if found} == {}


def test_the_letter_has_the_measures_of_the_standard(walked):
    out, _result, _seen = walked
    lines = lines_of(read_chars(out / "文书" / "催报函.pdf", 0))
    said = "".join(words(line) for line in lines)
    assert re.search(r"示司监函〔\d{4}〕\d+号", said)
    assert "\x00" not in said
    body = [line for line in lines_of(read_chars(out / "文书" / "催报函.pdf", 0), size=16) if len(line) > 20]
    assert min(line[0].x for line in body) == pytest.approx(28.0, abs=0.3)
    assert max(line[-1].right for line in body) <= 184.3


def test_the_lists_go_back_with_code_reason_and_advice(walked):
    out, _result, _seen = walked
    sheet = openpyxl.load_workbook(out / "表格" / "退回县水务局.xlsx").active
    words = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert {"ER02", "ER04"} <= {word[:4] for word in words}
    assert "县水务局行政执法人员名册" in words
    assert not any("滕望舒" in word for word in words)
