"""What the JSON of a document may hold, and what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import UnreadableError
from services.printing.grid_rows import Align
from services.printing.official import DocumentTable, OfficialDocument, Paragraph, Picture
from services.printing.official_model import changed_texts, paragraphs, texts


def document(**changes):
    return OfficialDocument.from_json({"title": "通知"} | changes)


def table(rows, columns=("甲", "乙", "丙")):
    (found,) = document(body=[{"table": {"columns": list(columns), "rows": rows}}]).body
    assert isinstance(found, DocumentTable)
    return found


def laid(found):
    return [[(each.cell.text, each.column, each.cell.span, each.above) for each in row] for row in found.laid_rows()]


def test_the_text_holds_paragraphs_tables_and_pictures_in_order():
    raw = [
        "甲",
        {"table": {"columns": ["乙"], "rows": [["1"]]}},
        {"picture": "图.png", "width_mm": 80, "caption": "图1"},
    ]
    found = OfficialDocument.from_json({"body": [*raw, {"level": 1, "text": "丁\n戊"}]}, Path("夹"))
    kinds = [type(item) for item in found.body]
    assert kinds == [Paragraph, DocumentTable, Picture, Paragraph, Paragraph]
    assert found.body[2] == Picture(Path("夹") / "图.png", 80.0, "图1")
    assert [item.place for item in found.body] == ["body[0]", "body[1]", "body[2]", "body[3]", "body[3]"]
    assert [(each.level, each.text) for each in paragraphs(found.body)] == [(0, "甲"), (1, "丁"), (0, "戊")]


def test_columns_carry_width_alignment_group_and_merging():
    column = {"label": "数", "width": 2.5, "align": "right", "group": "组", "merge": True}
    found = table([["1"]], [column, "乙", {"label": "丙", "group": "末"}])
    assert (found.columns[0].width, found.columns[0].align, found.columns[0].merge) == (2.5, Align.RIGHT, True)
    assert found.labels == ("数", "乙", "丙")
    assert found.head_groups == [("组", 1), ("", 1), ("末", 1)]


def test_cells_span_columns_and_rows_and_gaps_are_filled():
    found = table([[{"text": "合", "span": 2, "rows": 2}, "1"], ["2"], [{"text": "丁", "align": "center"}]])
    assert laid(found) == [
        [("合", 0, 2, False), ("1", 2, 1, False)],
        [("合", 0, 2, True), ("2", 2, 1, False)],
        [("丁", 0, 1, False), ("", 1, 1, False), ("", 2, 1, False)],
    ]


def test_empty_cells_that_hold_the_place_of_a_high_cell_shift_nothing():
    found = table([[{"text": "高", "rows": 2}, "1", "2"], ["", "3", "4"]])
    assert laid(found)[1] == [("高", 0, 1, True), ("3", 1, 1, False), ("4", 2, 1, False)]
    assert len(found.columns) == 3


def test_a_row_longer_than_the_heads_loses_nothing():
    found = table([["1", "2", "3", "4"], [{"text": "高", "rows": 5}, "5", "6", "7"]])
    assert [column.label for column in found.columns] == ["甲", "乙", "丙", ""]
    assert laid(found)[0][3] == ("4", 3, 1, False)


CELLS = st.one_of(
    st.sampled_from(["", "甲", "乙"]),
    st.builds(lambda span, rows: {"text": "大", "span": span, "rows": rows}, st.integers(1, 4), st.integers(1, 4)),
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_every_row_covers_every_column_once_and_no_words_are_lost(rows):
    found = table(rows)
    count = len(found.columns)
    for row in found.laid_rows():
        covered = [at for each in row for at in range(each.column, each.column + each.cell.span)]
        assert covered == list(range(count))
    shown = [each.cell.text for row in found.laid_rows() for each in row if not each.above and each.cell.text]
    written = [cell if isinstance(cell, str) else cell["text"] for row in rows for cell in row]
    assert sorted(shown) == sorted(text for text in written if text)


def test_an_appendix_has_its_table_below_its_text():
    found = document(appendices=[{"title": "表", "body": ["甲"], "table": {"columns": ["乙"], "rows": []}}])
    assert [type(item) for item in found.appendices[0].body] == [Paragraph, DocumentTable]


def test_every_text_is_told_with_its_place_and_can_be_changed():
    raw = {"caption": "表1", "columns": [{"label": "甲", "group": "组"}], "rows": [["1"]]}
    found = document(to=["县水务局"], body=["乙", {"table": raw}], sign=[{"name": "丙", "post": "县长"}])
    places = dict(texts(found))
    assert places == {
        "title": "通知",
        "to[0]": "县水务局",
        "body[0]": "乙",
        "body[1]": "表1",
        "body[1].columns[0]": "甲",
        "body[1].columns[0].group": "组",
        "body[1].rows[0][0]": "1",
        "sign[0]": "丙",
        "sign[0].post": "县长",
    }
    changed = changed_texts(found, lambda _place, text: text + "改")
    assert {text for _place, text in texts(changed)} >= {f"{text}改" for text in places.values()}


@pytest.mark.parametrize(
    "item",
    [
        {"table": []},
        {"table": {"columns": [], "rows": []}},
        {"table": {"columns": ["甲"], "rows": "x"}},
        {"table": {"columns": ["甲"], "rows": ["x"]}},
        {"table": {"columns": ["甲"], "rows": [[["x"]]]}},
        {"table": {"columns": ["甲"], "rows": [[True]]}},
        {"table": {"columns": ["甲"], "rows": [[{"text": "x", "span": 0}]]}},
        {"table": {"columns": ["甲"], "rows": [[{"text": "x", "rows": "2"}]]}},
        {"table": {"columns": ["甲"], "rows": [[{"text": "x", "align": "middle"}]]}},
        {"table": {"columns": [{"label": "甲", "align": "justify"}], "rows": []}},
        {"table": {"columns": [{"label": "甲", "width": "宽"}], "rows": []}},
        {"table": {"columns": [{"label": "甲", "merge": "yes"}], "rows": []}},
        {"table": {"columns": ["甲"] * 61, "rows": []}},
        {"table": {"columns": ["甲"], "rows": [], "landscape": "yes"}},
        {"picture": ""},
        {"picture": 1.5, "width_mm": "80"},
        {"picture": "a.png", "width_mm": 0},
        {"picture": ["a.png"]},
        {"level": 5, "text": "x"},
        7,
    ],
)
def test_what_is_no_part_of_a_text_is_refused_with_a_sentence(item):
    with pytest.raises(UnreadableError, match="没有生成文件") as refusal:
        document(body=[item])
    assert refusal.value.code == "OD00"
    with pytest.raises(UnreadableError, match="没有生成文件"):
        document(appendices=[{"title": "x", "body": [item]}])


@pytest.mark.parametrize("sign", [[{"name": ["x"]}], [{"name": "x", "seal": "yes"}], [{"name": "x", "post": {}}], "x"])
def test_what_is_no_signature_is_refused_with_a_sentence(sign):
    with pytest.raises(UnreadableError, match="没有生成文件"):
        document(sign=sign)
