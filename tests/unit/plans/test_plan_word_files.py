"""Word documents as they arrive: with tracked changes, text boxes, controls, fields, hidden text and lists."""

import zipfile

import pytest

from services.errors import UnreadableError
from services.plans.reading.document import load_text
from services.plans.reading.reader import read_plan

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(words, properties=""):
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{words}</w:t></w:r>'


def p(inside, properties=""):
    body = inside if "<" in inside else run(inside)
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{body}</w:p>"


def cell(*blocks, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(b if '<' in b else p(b) for b in blocks)}</w:tc>"


def row(*cells, properties=""):
    made = "".join(c if c.startswith("<w:tc>") or c.startswith("<w:sdt>") else cell(c) for c in cells)
    return f"<w:tr>{properties and f'<w:trPr>{properties}</w:trPr>'}{made}</w:tr>"


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


@pytest.fixture
def load(tmp_path):
    def made(*blocks, name="方案.docx", space=W, numbering="", extra=()):
        body = "".join(block if "<" in block else p(block) for block in blocks)
        file = tmp_path / name
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", "<Types/>")
            package.writestr(
                "word/document.xml", f"<w:document {space} {MORE}><w:body>{body}<w:sectPr/></w:body></w:document>"
            )
            if numbering:
                package.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
                package.writestr(
                    "word/_rels/document.xml.rels",
                    '<Relationships><Relationship Id="a" Type="x/numbering" Target="numbering.xml"/></Relationships>',
                )
            for part, data in extra:
                package.writestr(part, data)
        return load_text(file)

    return made


def test_deleted_words_are_gone_and_inserted_ones_are_there(load):
    text = load(
        p(
            run("1.普查水源。（责任单位：")
            + '<w:del w:id="1"><w:r><w:delText>县林业局</w:delText></w:r></w:del>'
            + f'<w:ins w:id="2">{run("县水务局")}</w:ins>'
            + run("）")
        ),
        p(
            '<w:del w:id="3"><w:r><w:delText>2.删掉的任务。</w:delText></w:r></w:del>',
            '<w:rPr><w:del w:id="4"/></w:rPr>',
        ),
        p(f'<w:moveFrom w:id="5">{run("3.移走的任务。")}</w:moveFrom>', '<w:rPr><w:moveFrom w:id="6"/></w:rPr>'),
        p(f'<w:moveTo w:id="7">{run("2.移来的任务。")}</w:moveTo>'),
    )
    assert text == "1.普查水源。（责任单位：县水务局）\n2.移来的任务。"


def test_a_deleted_paragraph_mark_joins_two_paragraphs(load):
    assert load(p(run("建立台账，"), '<w:rPr><w:del w:id="1"/></w:rPr>'), "逐项销号。") == "建立台账，逐项销号。"


def test_a_row_deleted_by_a_tracked_change_is_gone(load):
    kept, gone = row("1", "普查", "县水务局"), row("2", "旧项", "县林业局", properties='<w:del w:id="1"/>')
    assert load(table(row("序号", "任务", "责任单位"), kept, gone)) == "序号\t任务\t责任单位\t\n1\t普查\t县水务局\t"


BOX = "<w:txbxContent><w:p><w:r><w:t>（责任单位：县水务局）</w:t></w:r></w:p></w:txbxContent>"


def test_a_text_box_that_word_writes_twice_is_read_once(load):
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert load(p(run("1.普查水源。") + both), "2.公布名录。") == "1.普查水源。\n（责任单位：县水务局）\n2.公布名录。"


def test_an_old_text_box_is_read(load):
    assert "责任单位" in load(p(f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>"))


def test_hidden_words_field_codes_and_phonetic_guides_are_not_read(load):
    hidden = run("内部说明", "<w:vanish/>") + run("，显示", '<w:vanish w:val="0"/>')
    coded = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE \\@ yyyy </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("2026年")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    guide = (
        "<w:r><w:ruby><w:rt><w:r><w:t>zhì</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>治</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert load(p(run("普查") + hidden), p(coded + run("底前")), p(guide + run("理"))) == "普查，显示\n2026年底前\n治理"


def test_a_table_of_contents_is_not_read_as_the_plan(load):
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("一、重点任务")}<w:r><w:tab/></w:r>{run("1")}'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('目录里的行')}</w:sdtContent></w:sdt>"
    )
    text = load(p(field), p(run("二、要求") + end), control, "一、重点任务")
    assert text.split() == ["一、重点任务"]


def test_controls_links_and_notes_at_the_foot(load):
    text = load(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('一、重点任务')}</w:sdtContent></w:sdt>",
        p(
            run("1.普查")
            + f"<w:hyperlink>{run('水源')}</w:hyperlink><w:sdt><w:sdtContent>{run('。')}</w:sdtContent></w:sdt>"
            + '<w:r><w:footnoteReference w:id="1"/></w:r>'
        ),
        extra=[("word/footnotes.xml", f"<w:footnotes {W}>{p('脚注')}</w:footnotes>")],
    )
    assert text == "一、重点任务\n1.普查水源。"


def test_merged_cells_stand_in_every_place_they_cover(load):
    text = load(
        table(
            row("序号", "任务", cell("责任分工", properties='<w:gridSpan w:val="2"/>')),
            row(
                "1",
                cell("普查", properties='<w:vMerge w:val="restart"/>'),
                cell("县水务局", properties='<w:vMerge w:val="restart"/>'),
                "各乡镇",
            ),
            row("2", cell("", properties="<w:vMerge/>"), cell("", properties="<w:vMerge/>"), "县林业局"),
        )
    )
    assert text.split("\n") == [
        "序号\t任务\t责任分工\t责任分工\t",
        "1\t普查\t县水务局\t各乡镇\t",
        "2\t普查\t县水务局\t县林业局\t",
    ]


def test_a_table_inside_a_cell_is_read_into_the_cell_and_one_around_everything_is_opened(load):
    inner = table(row("甲项", "乙项"))
    text = load(
        table(row("序号", "任务", "责任单位"), row("1", cell("普查", inner, p("")), "县水务局")),
        table(row(cell("一、重点任务", "1.普查水源。（责任单位：县水务局）"))),
    )
    assert text.split("\n") == [
        "序号\t任务\t责任单位\t",
        "1\t普查 甲项 乙项\t县水务局\t",
        "一、重点任务",
        "1.普查水源。（责任单位：县水务局）",
    ]


def level(depth, kind, pattern, start=1):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def listed(words, number, depth=0):
    return p(run(words), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


LISTS = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_lists_are_counted_as_word_counts_them(load):
    text = load(
        listed("要求", 1),
        listed("任务", 1),
        listed("底数", 1, 1),
        listed("普查。", 1, 2),
        listed("2026年报告。", 1, 2),
        listed("巡查", 1, 1),
        listed("每月巡查。", 1, 2),
        listed("接着数", 2),
        listed("重新数", 3),
        listed("没有号", 0),
        numbering=LISTS,
    )
    assert text.split("\n") == [
        *("一、要求", "二、任务", "（一）底数", "1.普查。", "2. 2026年报告。", "（二）巡查", "1.每月巡查。"),
        *("三、接着数", "一、重新数", "没有号"),
    ]


@pytest.mark.parametrize(
    ("kind", "second"),
    [
        ("decimal", "2"),
        ("upperRoman", "II"),
        ("lowerLetter", "b"),
        ("decimalEnclosedCircleChinese", "②"),
        ("chineseLegalSimplified", "贰"),
        ("ideographTraditional", "乙"),
        ("decimalZero", "02"),
        ("bullet", ""),
    ],
)
def test_every_format_of_numbers_has_its_signs(load, kind, second):
    abstract = f'<w:abstractNum w:abstractNumId="1">{level(0, kind, "%1、")}</w:abstractNum>'
    lists = abstract + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    assert load(listed("甲", 1), listed("普查", 1), numbering=lists).split("\n")[1] == f"{second}、普查"


def test_a_strict_document_and_one_with_another_name_are_read_alike(load):
    for name, space in (("方案.docx", STRICT), ("方案.wps", W), ("方案.doc", W), ("方案.docm", W), ("方案.txt", W)):
        assert (
            load("1.普查水源。（责任单位：县水务局）", name=name, space=space) == "1.普查水源。（责任单位：县水务局）"
        )


def test_line_breaks_inside_a_paragraph_part_its_items(load):
    text = load("示例县水源方案", p(run("1.普查水源。") + "<w:r><w:br/></w:r>" + run("责任单位：县水务局")))
    (task,) = read_plan(text + "\n2.公布名录。\n责任单位：县司法局").tasks[:1]
    assert (task.text, task.responsible) == ("普查水源。", ("县水务局",))


def test_a_document_of_pictures_says_so(load):
    with pytest.raises(UnreadableError, match="只有图片"):
        load(p("<w:r><w:drawing/></w:r>"), extra=[("word/media/image1.png", b"")])


def test_a_part_that_unpacks_without_end_is_refused(load):
    with pytest.raises(UnreadableError, match="太大"):
        load("甲", extra=[], name="a.docx", space=W + " a='" + " " * (31 << 20) + "'")


def test_entities_are_not_expanded(tmp_path):
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(12))
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr(
            "word/document.xml",
            f"<!DOCTYPE d [{bomb}]><w:document {W}><w:body>{p('<w:r><w:t>&e11;</w:t></w:r>')}</w:body></w:document>",
        )
    with pytest.raises(UnreadableError, match="已损坏"):
        load_text(tmp_path / "a.docx")
