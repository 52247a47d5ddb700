"""The editable file opens without a question: valid parts, equal bytes for equal input, no harm by bad input."""

import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx_samples import TABLE, all_kinds
from docx_schema import faults, parts, value_of
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from official_samples import FULL, letter, notice, plain

from services.errors import StorageError
from services.printing.docx import render_docx
from services.printing.official import OfficialDocument, Paragraph

KINDS = all_kinds()
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def render(tmp_path):
    def make(raw):
        target = tmp_path / "document.docx"
        document = raw if isinstance(raw, OfficialDocument) else OfficialDocument.from_json(raw)
        render_docx(document, target)
        return target

    return make


def said(path):
    """All words of the file, those of tables too."""
    return "".join(text.text for text in parts(path)["word/document.xml"].iter(f"{W}t"))


@pytest.mark.parametrize("name", KINDS)
def test_every_part_keeps_to_the_schema(render, name):
    found = parts(render(KINDS[name]))
    assert len(found) >= 6
    assert {part: faults(root) for part, root in found.items() if faults(root)} == {}


def test_the_schema_finds_what_stands_out_of_order(render):
    root = parts(render(letter()))["word/document.xml"]
    properties = next(each for each in root.iter(f"{W}pPr") if len(each) > 1)
    properties.insert(0, properties[-1])
    assert any("w:pPr holds" in sentence for sentence in faults(root))


@pytest.mark.parametrize("name", KINDS)
def test_every_reference_leads_to_a_part_and_every_part_has_its_kind(render, name):
    with zipfile.ZipFile(render(KINDS[name])) as package:
        names = set(package.namelist())
        links = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        kinds = etree.fromstring(package.read("[Content_Types].xml"))
        used = set(re.findall(rb'r:(?:id|embed)="(rId\d+)"', package.read("word/document.xml")))
    targets = {each.get("Id"): each.get("Target") for each in links}
    assert {f"word/{target}" for target in targets.values()} <= names
    assert {each.decode() for each in used} <= set(targets)
    named = {each.get("PartName") for each in kinds}
    assert all(f"/{part}" in named for part in names if part.startswith("word/") and part.endswith(".xml"))


@pytest.mark.parametrize("name", ["landscape", "letter"])
def test_drawings_are_numbered_apart(render, name):
    numbers = [
        each.get("id") for root in parts(render(KINDS[name])).values() for each in root.iter("{*}docPr", "{*}cNvPr")
    ]
    assert numbers
    assert len(numbers) == len(set(numbers))


def test_no_theme_is_asked_for_a_face_and_the_defaults_name_the_text_face(render):
    found = parts(render(notice()))
    assert not any("Theme" in key for root in found.values() for each in root.iter() for key in each.attrib)
    defaults = found["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert value_of(defaults.find(f"{W}rFonts"), "eastAsia") == "仿宋"
    assert value_of(defaults.find(f"{W}sz")) == "32"
    settings = found["word/settings.xml"]
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    modes = {value_of(each, "name"): value_of(each) for each in settings.iter(f"{W}compatSetting")}
    assert modes["compatibilityMode"] == "15"


def test_equal_input_gives_equal_bytes_without_times_and_names(render):
    first = render(KINDS["landscape"]).read_bytes()
    path = render(KINDS["landscape"])
    assert path.read_bytes() == first
    with zipfile.ZipFile(path) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = docx.Document(str(path)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == "示例县司法局关于开展2026年度行政执法案卷评查工作的通知"
    assert properties.created.year == 2000


def test_very_long_texts_are_all_written(render):
    title = "示例县司法局关于" + "进一步加强行政执法监督工作和案卷评查" * 3 + "的通知"
    names = [f"示例县第{number}单位" for number in range(300)]
    long = FULL * (10_000 // len(FULL))
    path = render(notice(title=title, to=names, cc=names, body=[{"level": 0, "text": long}]))
    words = said(path)
    assert title in words
    assert long in words
    assert words.count("示例县第299单位") == 2
    assert faults(parts(path)["word/document.xml"]) == []


def test_characters_beyond_the_basic_plane_and_marks_without_shape_do_no_harm(render):
    path = render(
        notice(title="关于𬭚某某\x00事\ud800项的通知", body=[{"level": 0, "text": "岑𫖯\x0b说\x1f明\ufffe。"}])
    )
    assert "关于𬭚某某事项的通知" in said(path)
    assert "岑𫖯说明。" in said(path)


def test_a_document_made_in_the_program_is_cleaned_too(render):
    document = replace(OfficialDocument.from_json(letter()), body=(Paragraph(0, "前\x01\ud900后"),), title="函\udfff告")
    assert "前后" in said(render(document))


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(codec=None), max_size=60), st.text(max_size=20))
def test_any_text_at_all_gives_a_file_that_opens(tmp_path_factory, body, title):
    path = tmp_path_factory.mktemp("any") / "a.docx"
    document = replace(OfficialDocument.from_json(letter()), body=(Paragraph(0, body),), title=title.replace("\n", ""))
    render_docx(document, path)
    assert faults(parts(path)["word/document.xml"]) == []


def test_a_huge_picture_is_brought_down_to_what_a_printer_shows(render, tmp_path):
    from PIL import Image

    huge = tmp_path / "huge.png"
    Image.new("L", (20_000, 3_000), 200).save(huge)
    body = [*plain(1), {"picture": str(huge), "width_mm": 120, "caption": "示意图"}, {"picture": str(huge)}]
    path = render(notice(body=body))
    with zipfile.ZipFile(path) as package:
        shown = [Image.open(package.open(name)) for name in package.namelist() if "media" in name]
        assert max(image.width for image in shown) <= 156 / 25.4 * 300 + 1
    sizes = [int(each.get("cx")) / 36_000 for each in parts(path)["word/document.xml"].iter("{*}extent")]
    assert sizes == [pytest.approx(120, abs=0.1), pytest.approx(156, abs=0.1)]
    assert "示意图" in said(path)


def test_a_picture_that_is_not_there_leaves_its_room(render):
    path = render(notice(body=[*plain(1), {"picture": "没有.png", "caption": "示意图"}]))
    assert "示意图" in said(path)
    assert not list(parts(path)["word/document.xml"].iter("{*}drawing"))


def test_an_empty_table_is_written(render):
    path = render(notice(body=[*plain(1), {"table": {"columns": TABLE["columns"], "rows": []}}]))
    assert "序号" in said(path)


def test_a_folder_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(StorageError, match="没有生成"):
        render_docx(OfficialDocument.from_json(letter()), tmp_path / "none" / "a.docx")


def test_a_file_that_cannot_be_replaced_is_kept(tmp_path):
    target = tmp_path / "a.docx"
    target.mkdir()
    (target / "old").write_text("旧", encoding="utf-8")
    with pytest.raises(StorageError, match="没有生成"):
        render_docx(OfficialDocument.from_json(letter()), target)
    assert [each.name for each in tmp_path.iterdir()] == ["a.docx"]
    assert (target / "old").read_text(encoding="utf-8") == "旧"
