import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from official_samples import FULL, letter, notice, plain, upward

from services.errors import StorageError
from services.printing.docx import render_docx
from services.printing.docx_xml import _ORDER
from services.printing.official import OfficialDocument

MM = 36_000  # EMU


@pytest.fixture
def render(tmp_path):
    def make(raw):
        target = tmp_path / "document.docx"
        render_docx(OfficialDocument.from_json(raw), target)
        return docx.Document(str(target))

    return make


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]


def face_and_size(document, text):
    paragraph = next(each for each in document.paragraphs if text in each.text)
    run = paragraph.runs[0]
    return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def test_the_page_is_that_of_the_standard_with_a_grid_of_22_lines(render):
    section = render(notice()).sections[0]
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(margin / MM) for margin in margins] == [37, 28, 26, 35]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_the_words_are_those_of_the_pdf_in_their_order(render):
    shown = texts(render(notice(body=[{"level": 1, "text": "要求"}, {"level": 2, "text": "报送。按时报送。"}])))
    assert shown == [
        "示例县司法局文件",
        "示司发〔2026〕7号",
        "示例县司法局关于开展2026年度\n行政执法案卷评查工作的通知",
        "各乡镇人民政府、县级各行政执法单位：",
        "一、要求",
        "（一）报送。按时报送。",
        "示例县司法局",
        "2026年6月15日",
        "（此件公开发布）",
    ]


def test_faces_and_sizes_are_those_of_the_standard(render):
    document = render(notice(body=[{"level": 1, "text": "要求"}, {"level": 2, "text": "报送"}, *plain(1)]))
    assert face_and_size(document, "关于开展") == ("方正小标宋简体", 22)
    assert face_and_size(document, "一、要求") == ("黑体", 16)
    assert face_and_size(document, "（一）报送") == ("楷体", 16)
    assert face_and_size(document, "根据年度") == ("仿宋", 16)


def test_page_numbers_differ_on_odd_and_even_pages(render):
    document = render(notice())
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        xml = etree.tostring(footer._element, encoding="unicode")
        assert "PAGE" in xml
        assert "— " in xml
        assert f'w:jc w:val="{align}"' in xml


def test_the_imprint_stands_at_the_bottom_in_a_table_of_its_own(render):
    table = render(notice()).tables[-1]
    assert [row.cells[0].text for row in table.rows] == [
        "抄送：县委办公室，县人大常委会办公室。",
        "示例县司法局办公室\t2026年6月15日印发",
    ]
    assert table._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"


def test_a_letter_has_no_number_on_its_first_page_and_no_print_line(render):
    document = render(letter())
    assert document.sections[0].different_first_page_header_footer
    assert "PAGE" not in etree.tostring(document.sections[0].first_page_footer._element, encoding="unicode")
    assert [row.cells[0].text for row in document.tables[-1].rows] == ["抄送：县人民政府办公室。"]


def test_an_upward_document_names_its_signers_beside_the_number(render):
    shown = texts(render(upward()))
    assert "签发人：岑知远　简若宁" in shown[1]
    assert shown[2] == "示司发〔2026〕7号\t王䶮"


def test_a_wide_table_stands_on_a_page_in_landscape_with_a_repeated_head(render):
    table = {"columns": [{"label": "序号", "width": 1}, {"label": "单位", "width": 4}], "rows": [["1", "县水务局"]]}
    document = render(notice(appendices=[{"title": "安排表", "table": table | {"landscape": True}}]))
    section = document.sections[-1]
    assert section.page_width > section.page_height
    (grid,) = [each for each in document.tables if each.cell(0, 0).text == "序号"]
    assert grid.cell(1, 1).text == "县水务局"
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "附件" in texts(document)


def test_the_parts_of_the_file_are_well_formed_and_in_the_order_of_the_schema(render, tmp_path):
    table = {"columns": ["序号"], "rows": [["1"]], "landscape": True}
    for raw in (upward(attachments=["清单"], appendices=[{"title": "清单", "table": table}]), letter()):
        render(raw)
        with zipfile.ZipFile(tmp_path / "document.docx") as package:
            roots = [etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")]
        for root in roots:
            for tag, names in _ORDER.items():
                order = names.split()
                for parent in root.iter(qn(f"w:{tag}")):
                    places = [order.index(etree.QName(child).localname) for child in parent]
                    assert places == sorted(places)
                    assert len(places) == len(set(places)) or tag == "sectPr"


def test_older_names_of_the_faces_are_given(render, tmp_path):
    render(notice())
    with zipfile.ZipFile(tmp_path / "document.docx") as package:
        assert "仿宋_GB2312" in package.read("word/fontTable.xml").decode()


@pytest.mark.parametrize("kind", ["命令", "纪要", "文书"])
def test_the_other_formats_are_written(render, kind):
    assert any(FULL[:8] in text for text in texts(render(letter(format=kind, body=plain(1, FULL)))))


def test_a_folder_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(StorageError, match="没有生成"):
        render_docx(OfficialDocument.from_json(letter()), tmp_path / "none" / "a.docx")
