"""What the editable file says, and in which faces, sizes and places; the layout itself is measured with LibreOffice."""

import docx
import pytest
from docx.oxml.ns import qn
from docx_samples import TABLE, all_kinds, joint, minutes, order
from lxml import etree
from official_samples import FULL, letter, notice, plain, upward

from services.printing.docx import render_docx
from services.printing.official import OfficialDocument, RenderOptions
from services.printing.profile import make_profile

TWIPS = 1440 / 25.4


@pytest.fixture
def render(tmp_path):
    def make(raw, **options):
        target = tmp_path / "document.docx"
        render_docx(OfficialDocument.from_json(raw), target, RenderOptions(**options))
        return docx.Document(str(target))

    return make


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]


def paragraph_of(document, text):
    return next(each for each in document.paragraphs if text in each.text)


def face_and_size(document, text):
    run = paragraph_of(document, text).runs[0]
    return run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def xml_of(part):
    return etree.tostring(part._element, encoding="unicode")


def test_the_page_holds_22_lines_and_shows_them_in_its_grid(render):
    section = render(notice()).sections[0]._sectPr
    margins = section.find(qn("w:pgMar"))
    side = {name: int(margins.get(qn(f"w:{name}"))) / TWIPS for name in ("top", "bottom", "left", "right")}
    assert side["left"] == pytest.approx(28, abs=0.1)
    assert side["right"] == pytest.approx(26, abs=0.1)
    # above the first em box lies what a line is higher than its type
    assert side["top"] == pytest.approx(33, abs=0.5)
    assert (297 - side["top"] - side["bottom"]) / 29.6 * 72 / 25.4 == pytest.approx(22.05, abs=0.03)
    grid = section.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "592")


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


def test_a_heading_stays_with_its_text_and_is_found_in_the_outline(render):
    document = render(notice(body=[{"level": 1, "text": "要求"}, {"level": 2, "text": "报送。按时报送。"}, *plain(1)]))
    heading = paragraph_of(document, "一、要求")._p.pPr
    assert heading.find(qn("w:keepNext")) is not None
    assert heading.find(qn("w:outlineLvl")).get(qn("w:val")) == "0"
    assert paragraph_of(document, "按时报送")._p.pPr.find(qn("w:outlineLvl")) is None


def test_running_text_is_a_paragraph_as_long_as_it_was_typed_over_every_page_end(render):
    shown = texts(render(notice(body=plain(3, FULL * 30))))
    assert shown.count(FULL * 30) == 3


def test_pages_are_as_full_as_they_can_be(render):
    styles = render(notice()).styles.element
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}")
    for name in ("widowControl", "autoSpaceDE", "autoSpaceDN"):
        assert defaults.find(qn(f"w:{name}")).get(qn("w:val")) == "0"
    line = defaults.find(qn("w:spacing"))
    assert (line.get(qn("w:line")), line.get(qn("w:lineRule"))) == ("592", "exact")


def test_page_numbers_differ_on_odd_and_even_pages(render):
    document = render(notice())
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        xml = xml_of(footer)
        assert "PAGE" in xml
        assert "— " in xml
        assert f'w:jc w:val="{align}"' in xml
        assert {
            run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia")) for run in footer._element.iter(qn("w:r"))
        } == {"宋体"}


def test_the_imprint_stands_at_the_bottom_in_a_table_of_its_own(render):
    table = render(notice()).tables[-1]
    assert [row.cells[0].text for row in table.rows][:2] == [
        "抄送：县委办公室，县人大常委会办公室。",
        "示例县司法局办公室\t2026年6月15日印发",
    ]
    assert table._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"


def test_without_duplex_no_blank_page_comes_before_the_imprint(render):
    raw = all_kinds()["body table"]
    assert len(render(raw).sections) == 2
    assert len(render(raw, duplex=False).sections) == 1


def test_mirrored_margins_are_words_own(render):
    assert render(notice(), mirrored=True).settings.element.find(qn("w:mirrorMargins")) is not None
    assert render(notice()).settings.element.find(qn("w:mirrorMargins")) is None


def test_a_profile_changes_line_colour_and_figures(render):
    profile = make_profile("本单位版式", {"line_pitch": 28, "red": "#FF0000", "latin": "宋体"})
    document = render(notice(), profile=profile)
    faces = paragraph_of(document, "2026年6月")._p.find(f".//{qn('w:rFonts')}")
    assert (faces.get(qn("w:ascii")), faces.get(qn("w:eastAsia"))) == ("宋体", "仿宋")
    assert paragraph_of(document, "各乡镇")._p.pPr.find(qn("w:spacing")).get(qn("w:line")) == "560"
    assert str(paragraph_of(document, "示例县司法局文件").runs[0].font.color.rgb) == "FF0000"


def test_a_letter_has_no_number_on_its_first_page_and_no_print_line(render):
    document = render(letter())
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" not in xml_of(section.first_page_footer)
    assert xml_of(section.first_page_header).count("<wps:wsp") == 4  # two double rules
    assert document.tables[-1].rows[0].cells[0].text == "抄送：县人民政府办公室。"
    assert "印发" not in "".join(cell.text for row in document.tables[-1].rows for cell in row.cells)


def test_an_upward_document_names_its_signers_beside_the_number(render):
    shown = texts(render(upward()))
    assert shown[1] == "签发人：岑知远\t简若宁"
    assert shown[2] == "\t示司发〔2026〕7号\t王䶮"


def test_organs_of_a_joint_document_stand_one_above_the_other_beside_the_word(render):
    document = render(joint())
    names, word = document.tables[0].rows[0].cells
    assert names.text == "示例县司法局\n示例县财政局\n示例县发展和改革局"
    assert word.text == "文件"
    assert texts(document)[:3] == ["000012", "机密★1年", "加急"]


def test_orders_and_minutes_say_what_the_pdf_says(render):
    assert "县长\t简若宁" in "".join(texts(render(order())))
    assert "出席：岑知远、简若宁、容知秋、白露明、周子衡、许文心" in texts(render(minutes()))


def test_a_wide_table_stands_on_a_page_in_landscape_with_a_repeated_head(render):
    document = render(notice(appendices=[{"title": "安排表", "table": TABLE | {"landscape": True}}]))
    turned = next(each for each in document.sections if each.page_width > each.page_height)
    assert "PAGE" in xml_of(turned.header)
    assert "PAGE" not in xml_of(turned.footer)
    (grid,) = [each for each in document.tables if each.cell(0, 0).text == "序号"]
    assert grid.cell(1, 1).text == "县水务局"
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "附件" in texts(document)


def test_a_table_in_the_text_keeps_its_groups_spans_and_merged_columns(render):
    columns = ["序号", {"label": "单位", "merge": True}]
    columns += [{"label": label, "group": "数量", "align": "right"} for label in ("一季度", "二季度")]
    rows = [["1", "县水务局", 3, 4], ["2", "县水务局", 5, 6], [{"text": "合计", "span": 2}, 8, 10]]
    document = render(notice(body=[{"table": {"caption": "统计表", "columns": columns, "rows": rows}}, *plain(1)]))
    table = next(each for each in document.tables if each.cell(0, 0).text == "序号")
    assert "统计表" in texts(document)
    assert table.cell(0, 2)._tc is table.cell(0, 3)._tc
    assert [table.cell(1, 2).text, table.cell(1, 3).text] == ["一季度", "二季度"]
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(2, 1)._tc is table.cell(3, 1)._tc
    assert table.cell(4, 0)._tc is table.cell(4, 1)._tc
    assert table.cell(2, 2).paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val")) == "right"
    words = "".join(cell.text for row in table.rows for cell in {id(cell._tc): cell for cell in row.cells}.values())
    assert "合计810" in words


def test_older_names_of_the_faces_are_given(render, tmp_path):
    part = next(each for each in render(notice()).part.package.iter_parts() if "fontTable" in each.partname)
    assert "仿宋_GB2312" in part.blob.decode()


@pytest.mark.parametrize("kind", ["命令", "纪要", "文书"])
def test_the_other_formats_are_written(render, kind):
    assert any(FULL[:8] in text for text in texts(render(letter(format=kind, body=plain(1, FULL)))))
