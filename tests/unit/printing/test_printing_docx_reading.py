import contextlib
import io
import zipfile

import docx
import pytest
from clean_documents import CLEAN
from docx.oxml.ns import qn
from typed_docx import BODY, Typed, element

from services.errors import UnreadableError
from services.printing.checking import docx_package
from services.printing.checking.check import findings
from services.printing.checking.docx_reading import read_docx
from services.printing.docx import render_docx
from services.printing.official_model import Format, OfficialDocument, Paragraph
from services.printing.official_text import attachment_names, date_words, note_words


def read(typed, tmp_path):
    return read_docx(typed.save(tmp_path / "来文.docx"))


def form(typed, tmp_path):
    """Departures of form by code."""
    return {each.code: each for each in read(typed, tmp_path)[1]}


def said(document):
    return [item.text for item in document.body if isinstance(item, Paragraph)]


@pytest.mark.parametrize("name", CLEAN)
def test_what_the_program_writes_is_read_back_and_found_without_fault(tmp_path, name):
    document = OfficialDocument.from_json(CLEAN[name])
    render_docx(document, tmp_path / "成品.docx")
    found, departures = read_docx(tmp_path / "成品.docx")
    assert (departures, findings(found)) == ((), ())
    for key in ("format", "title", "mark", "number", "copy_no", "secrecy", "urgency", "signers", "printed_by"):
        assert getattr(found, key) == getattr(document, key), key
    assert said(found) == said(document)
    if document.format is not Format.FORM:  # whose lists are plain text
        assert [item.level for item in found.body] == [item.level for item in document.body]
    assert [each.name for each in found.sign] == [each.name for each in document.sign]
    assert (found.date, found.note) == (date_words(document.date), note_words(document.note))
    assert attachment_names(found) == attachment_names(document)
    assert [each.title for each in found.appendices] == [each.title for each in document.appendices]


def test_a_document_typed_in_word_is_taken_apart(tmp_path):
    found, departures = read(Typed().whole(), tmp_path)
    assert departures == ()
    assert (found.format, found.mark, found.number) == (Format.DOCUMENT, "示例县司法局文件", "示司发〔2026〕7号")
    assert found.title == "示例县司法局关于开展案卷评查工作的通知"
    assert found.to == ("各乡镇人民政府，县级各行政执法单位",)
    assert [(item.level, item.text) for item in found.body] == list(zip((0, 1, 2, 3, 4, 0), BODY, strict=True))
    assert ([each.name for each in found.sign], found.date) == (["示例县司法局"], "2026年6月15日")
    assert (found.note, found.cc) == ("（此件公开发布）", ("县委办公室，县人大常委会办公室",))
    assert (found.printed_by, found.printed_on) == ("示例县司法局办公室", "2026年6月15日")
    assert findings(found) == ()


def test_faults_of_the_words_are_found_in_a_docx_as_in_json(tmp_path):
    typed = Typed().head(number="示司发[2026]07号").title("关于开展评查的通知。").to()
    found, _form = read(typed.text("抓好培训,做好评查。").foot().number(), tmp_path)
    assert {"OD22", "OD23", "OD31", "OD93"} <= {each.code for each in findings(found)}


@pytest.mark.parametrize(
    ("typed", "code", "raw", "suggest"),
    [
        (Typed(sheet=(216, 279)).whole(), "OD201", "216×279毫米", "210×297毫米"),
        (Typed(margins=(25.4, 35, 28, 26)).whole(), "OD202", "25.4毫米", "37毫米"),
        (Typed(margins=(37, 35, 31.8, 26)).whole(), "OD202", "31.8毫米", "28毫米"),
        (Typed(face="宋体").whole(), "OD203", "宋体", "仿宋"),
        (Typed(size=14).whole(), "OD204", "四号（14磅）", "三号（16磅）"),
        (Typed().head().title(face="宋体").to().text().foot().number(), "OD205", "宋体", "小标宋"),
        (Typed().head().title(size=26).to().text().foot().number(), "OD206", "一号（26磅）", "二号（22磅）"),
        (Typed().head().title(align=None).to().text().foot().number(), "OD215", "没有居中", "居中"),
        (Typed().head().title().to().text(faces=[(1, "仿宋")]).foot().number(), "OD207", "仿宋", "黑体"),
        (Typed().head().title().to().text(faces=[(2, "仿宋")]).foot().number(), "OD207", "仿宋", "楷体"),
        (Typed(pitch=36).whole(), "OD208", "17行", "22行"),
        (Typed().head().title().to().text(spacing=0).foot().number(before="- ", after=" -"), "OD211", "- 1 -", "— 1 —"),
        (Typed().head().title().to().text().foot().number(size=9), "OD210", "9磅", "四号（14磅）"),
        (Typed().head().title().to().text().foot().number(face="Arial"), "OD210", "Arial", "宋体"),
        (Typed().head().title().to().text().foot(), "OD216", None, "— 1 —"),
        (Typed().head(colour="0000FF").title().to().text().foot().number(), "OD212", "#0000FF", "红色"),
        (Typed().head().title().to().text(indent=0).foot().number(), "OD213", "没有左空二字", "左空二字"),
        (Typed().head().title().to().text(colour="0070C0").foot().number(), "OD214", "#0070C0", "黑色"),
        (Typed().head().title().to("县水务局").text().foot().number(), "OD217", "县水务局", "县水务局："),
        (Typed().head().title().to().text().foot("抄送：县法院").number(), "OD218", "抄送：县法院", "抄送：县法院。"),
    ],
)  # fmt: skip
def test_a_departure_of_form_names_what_was_found_and_what_is_wanted(tmp_path, typed, code, raw, suggest):
    departures = form(typed, tmp_path)
    assert set(departures) == {code}
    assert (departures[code].raw, departures[code].suggest) == (raw, suggest)
    assert departures[code].clause.startswith("GB/T 9704 ")


@pytest.mark.parametrize("margins", [(38, 34, 27, 27), (34.6, 32.6, 28, 26), (32.9, 33.7, 28, 26)])
def test_margins_within_a_millimetre_and_those_of_the_same_picture_pass(tmp_path, margins):
    pitch = 29.6 if margins[0] < 35 else 28.95
    assert form(Typed(margins=margins, pitch=pitch).whole(), tmp_path) == {}


def test_a_paragraph_that_was_cut_at_the_end_of_a_line_is_one(tmp_path):
    typed = Typed().head().title().to()
    typed.line("为保障行政执法案卷评查顺利进行，需要解决评查经费12万", indent=2)
    typed.line("元，用于评查员培训。")
    typed.line("各单位要按照本通知的要求，认真组织、逐卷自查、按时报送。", indent=2)
    typed.line("没有空字的一段仍是一段。")
    found, departures = read(typed.foot().number(), tmp_path)
    assert [len(words) for words in said(found)] == [37, 28, 12]
    assert (departures[0].code, departures[0].where) == ("OD213", "body[2]")


def test_lines_of_27_characters_are_told(tmp_path):
    typed = Typed().head().title().to()
    for words in BODY[:1]:
        typed.line(words, indent=2, spacing=0)
    departures = form(typed.foot().number(), tmp_path)
    assert (departures["OD209"].raw, departures["OD209"].suggest) == ("27个字", "28个字")


def test_a_grid_of_the_section_counts_for_lines_and_characters(tmp_path):
    typed = Typed().whole()
    grid = element('<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-850"/>')
    section = typed.document.sections[0]._sectPr
    for old in section.findall(qn("w:docGrid")):
        section.remove(old)
    section.append(grid)
    for paragraph in typed.document.paragraphs:
        paragraph.paragraph_format.line_spacing = 1.0
        for run in paragraph.runs:
            for old in run._r.rPr.findall(qn("w:spacing")):
                run._r.rPr.remove(old)
    typed.document.styles["Normal"].font.size = docx.shared.Pt(16)
    assert form(typed, tmp_path) == {}


def test_faces_and_sizes_may_come_from_styles_and_from_the_theme(tmp_path):
    typed = Typed().head().title().to()
    style = typed.document.styles.add_style("正文仿宋", 1)
    style.font.size = docx.shared.Pt(16)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    below = typed.document.styles.add_style("正文缩进", 1)
    below.base_style = style
    below.element.get_or_add_pPr().append(element('<w:ind w:firstLineChars="200"/>'))
    below.element.get_or_add_pPr().append(element('<w:spacing w:line="579" w:lineRule="exact"/>'))
    below.element.rPr if below.element.rPr is not None else below.element.get_or_add_rPr()
    below.element.rPr.append(element('<w:spacing w:val="-5"/>'))
    typed.document.add_paragraph("按年度安排开展评查工作，请认真落实。", style="正文缩进")
    assert form(typed.foot().number(), tmp_path) == {}


def test_blanks_typed_in_front_are_an_indent_and_push_the_signature_to_its_place(tmp_path):
    typed = Typed().head().title().to()
    typed.line("　　按年度安排开展评查，请认真落实。")
    typed.line("　　特此通知")
    typed.line("　" * 18 + "示例县司法局")
    typed.line("　" * 18 + "2026年6月15日")
    found, departures = read(typed.number(), tmp_path)
    assert said(found) == ["按年度安排开展评查，请认真落实。", "特此通知"]
    assert ([each.name for each in found.sign], departures) == (["示例县司法局"], ())


def test_the_lines_of_a_title_have_an_outline(tmp_path):
    lines = ("示例县司法局关于开展全县", "执法案卷", "集中评查工作的通知安排")
    departures = form(Typed().head().title(*lines).to().text().foot().number(), tmp_path)
    assert set(departures) == {"OD39"}
    assert "梯形" in departures["OD39"].message


def test_links_and_content_controls_are_text_like_any_other(tmp_path):
    typed = Typed().head().title().to()
    paragraph = typed.line("登录", indent=2)
    paragraph._p.append(element('<w:hyperlink w:anchor="a"><w:r><w:t>县平台</w:t></w:r></w:hyperlink>'))
    paragraph._p.append(element("<w:sdt><w:sdtContent><w:r><w:t>填报</w:t></w:r></w:sdtContent></w:sdt>"))
    typed.document.element.body.insert(
        len(typed.document.paragraphs),
        element("<w:sdt><w:sdtContent><w:p><w:r><w:t>逾期通报。</w:t></w:r></w:p></w:sdtContent></w:sdt>"),
    )
    found, _form = read(typed.number(), tmp_path)
    assert said(found) == ["登录县平台填报", "逾期通报。"]


def test_tracked_insertions_are_text_and_deletions_are_not(tmp_path):
    typed = Typed().head().title().to()
    paragraph = typed.line("请于", indent=2)
    added = element('<w:ins w:id="1" w:author="a"><w:r><w:t>6月22日</w:t></w:r></w:ins>')
    gone = element('<w:del w:id="2" w:author="a"><w:r><w:delText>6月20日</w:delText></w:r></w:del>')
    paragraph._p.append(gone)
    paragraph._p.append(added)
    typed.run(paragraph, "前报送。", "仿宋", 16)
    found, _form = read(typed.foot().number(), tmp_path)
    assert said(found) == ["请于6月22日前报送。"]


def test_a_paragraph_whose_end_was_deleted_runs_on_into_the_next(tmp_path):
    typed = Typed().head().title().to()
    first = typed.line("各单位要高度重视，", indent=2)
    first._p.get_or_add_pPr().append(element('<w:rPr><w:del w:id="3" w:author="a"/></w:rPr>'))
    typed.line("认真落实。", indent=2)
    found, _form = read(typed.foot().number(), tmp_path)
    assert said(found) == ["各单位要高度重视，认真落实。"]


def test_hidden_text_is_not_read(tmp_path):
    typed = Typed().head().title().to()
    paragraph = typed.line("请认真落实。", indent=2)
    typed.run(paragraph, "内部批注", "仿宋", 16).font.hidden = True
    found, _form = read(typed.foot().number(), tmp_path)
    assert said(found) == ["请认真落实。"]


def test_a_text_box_is_read_once(tmp_path):
    typed = Typed()
    run = '<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>示例县司法局文件</w:t></w:r>'
    box = f"<w:txbxContent><w:p>{run}</w:p></w:txbxContent>"
    both = (
        '<w:r xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    typed.document.add_paragraph()._p.append(element(both))
    typed.line("示司发〔2026〕7号", align=1)
    found, _form = read(typed.title().to().text().foot().number(), tmp_path)
    assert found.mark == "示例县司法局文件"


def test_numbers_that_word_counts_are_printed_text(tmp_path):
    typed = Typed().head().title().to()
    levels = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"))
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for at, (kind, shown) in enumerate(levels)
    )
    numbering = typed.document.part.numbering_part.element
    numbering.insert(0, element(f'<w:abstractNum w:abstractNumId="77">{inner}</w:abstractNum>'))
    numbering.append(element('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, words in ((0, "范围"), (0, "安排"), (1, "自查"), (1, "评查"), (2, "处罚"), (3, "抽取")):
        paragraph = typed.line(words, indent=2)
        paragraph._p.get_or_add_pPr().insert(
            0, element(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
        )
    found, _form = read(typed.foot().number(), tmp_path)
    assert said(found) == ["一、范围", "二、安排", "（一）自查", "（二）评查", "1.处罚", "（1）抽取"]
    assert [item.level for item in found.body] == [1, 1, 2, 2, 3, 4]


def test_an_upward_document_gives_its_signers_and_a_table_its_cells(tmp_path):
    typed = Typed()
    typed.line("示例县司法局文件", face="方正小标宋简体", size=48, align=1, colour="FF0000")
    typed.line("示司发〔2026〕9号\t签发人：岑知远　简若宁")
    typed.title("示例县司法局", "关于解决评查经费的请示").to("示例县人民政府：")
    typed.text("需要解决评查经费12万元。")
    table = typed.document.add_table(2, 2)
    for cell, words in zip(
        (cell for row in table.rows for cell in row.cells), ("项目", "金额", "培训,资料", "12"), strict=True
    ):
        cell.text = words
    typed.text("妥否，请批示。")
    found, _form = read(typed.foot().number(), tmp_path)
    assert (found.number, found.signers) == ("示司发〔2026〕9号", ("岑知远", "简若宁"))
    assert [[cell.text for cell in row] for row in found.body[1].rows] == [["项目", "金额"], ["培训,资料", "12"]]
    assert [(each.code, each.where) for each in findings(found) if each.code == "OD93"] == [
        ("OD93", "body[1].rows[1][0]")
    ]


def test_a_head_that_is_set_with_tables_is_a_head(tmp_path):
    typed = Typed()
    mark, numbers = typed.document.add_table(1, 2), typed.document.add_table(1, 2)
    typed.run(mark.cell(0, 0).paragraphs[0], "示例县司法局", "方正小标宋简体", 36, "FF0000")
    typed.run(mark.cell(0, 0).add_paragraph(), "示例县财政局", "方正小标宋简体", 36, "FF0000")
    typed.run(mark.cell(0, 1).paragraphs[0], "文件", "方正小标宋简体", 36, "FF0000")
    numbers.cell(0, 0).text, numbers.cell(0, 1).text = "示司发〔2026〕9号", "签发人：岑知远"
    found, departures = read(typed.title().to().text().foot().number(), tmp_path)
    assert (found.mark, found.number) == ("示例县司法局\n示例县财政局文件", "示司发〔2026〕9号")
    assert (found.signers, departures) == (("岑知远",), ())


def test_copy_number_secrecy_and_urgency_stand_above_the_mark(tmp_path):
    typed = Typed()
    for words in ("000012", "秘密★1年", "加 急"):
        typed.line(words)
    found, _form = read(typed.whole(), tmp_path)
    assert (found.copy_no, found.secrecy, found.urgency) == ("000012", "秘密★1年", "加急")


def test_attachments_and_appendices_are_read_in_their_places(tmp_path):
    typed = Typed().head().title().to().text("名单见附件1，表见附件2。")
    typed.line("附件：1.评查员名单", indent=2)
    typed.line("2.自查表", indent=2)
    typed.line("示例县司法局", align=2)
    typed.line("2026年6月15日", align=2)
    for label, title in (("附件1", "评查员名单"), ("附件2", "自查表格")):
        typed.line(label, face="黑体")
        typed.line(title, size=22, align=1)
        typed.line("岑知远、简若宁。", indent=2)
    found, _form = read(typed, tmp_path)
    assert attachment_names(found) == ("评查员名单", "自查表")
    assert [each.title for each in found.appendices] == ["评查员名单", "自查表格"]
    assert "OD62" in {each.code for each in findings(found)}


def written(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def packed(tmp_path, **parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return written(tmp_path, "包.docx", stream.getvalue())


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (OLE, "旧版doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04 broken", "已损坏"),
        ("一份文本".encode(), "已损坏"),
    ],
)
def test_a_file_that_is_no_docx_is_refused_with_what_to_do(tmp_path, data, words):
    with pytest.raises(UnreadableError, match=words) as caught:
        read_docx(written(tmp_path, "来文.docx", data))
    assert str(caught.value).endswith("。")
    assert "没有检查" in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(UnreadableError, match="找不到"):
        read_docx(tmp_path / "没有.docx")
    with pytest.raises(UnreadableError, match="打不开"):
        read_docx(tmp_path)


def test_a_package_without_a_document_or_with_half_of_one_is_refused(tmp_path):
    with pytest.raises(UnreadableError, match="已损坏"):
        read_docx(packed(tmp_path, **{"a.txt": "x"}))
    whole = Typed().whole().save(tmp_path / "整.docx").read_bytes()
    with pytest.raises(UnreadableError, match="已损坏"):
        read_docx(written(tmp_path, "半.docx", whole[: len(whole) // 2]))


def test_damage_anywhere_ends_in_a_sentence_or_in_a_document(tmp_path):
    whole = bytearray(Typed().whole().save(tmp_path / "整.docx").read_bytes())
    refused = 0
    for at in range(40, len(whole), max(1, len(whole) // 60)):
        changed = bytearray(whole)
        changed[at : at + 4] = b"\xff\x00\xff\x00"
        path = written(tmp_path, "坏.docx", bytes(changed))
        with contextlib.suppress(UnreadableError):
            assert read_docx(path)[0].body
            continue
        refused += 1
    assert refused > 30


def test_a_package_that_swells_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(docx_package, "MOST_UNPACKED", 300_000)
    path = packed(tmp_path, **{"word/document.xml": b"<w>" + b" " * 400_000 + b"</w>"})
    assert path.stat().st_size < 5_000
    with pytest.raises(UnreadableError, match="展开后太大"):
        read_docx(path)


def test_an_empty_document_is_refused_and_no_file_is_ever_written(tmp_path):
    path = tmp_path / "空白.docx"
    docx.Document().save(str(path))
    before = path.read_bytes()
    with pytest.raises(UnreadableError, match="没有文字"):
        read_docx(path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["空白.docx"]
