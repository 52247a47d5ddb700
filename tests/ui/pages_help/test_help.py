"""The manual: a topic for every page, in the words of the program, found by its page and by its words."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence

ROOT = Path(__file__).resolve().parents[3]
HELP = ROOT / "resources" / "help"
FILES = sorted(path.stem for path in HELP.glob("*.md"))
ALLOWED = re.compile(
    r"(ER|WA|IN|PH)\d\d|JPG|\.(xlsx|xls|et|ods|csv|docx|pdf|txt)\b|Excel|Word"
    r"|Ctrl|Shift|Alt|PgUp|PgDown|PgDn|Esc|Del|Ins|Home|End|F\d+|(?<![A-Za-z])[A-Z](?![A-Za-z])",
    re.ASCII,
)
SPACED = re.compile(r"[一-鿿，。；：、] \d|\d [一-鿿]")
SHORTEST, LONGEST = 60, 420


def body(key):
    return (HELP / f"{key}.md").read_text(encoding="utf-8")


@pytest.fixture
def page(qtbot, context):
    from ui.pages.help import HelpPage

    made = HelpPage(context)
    qtbot.addWidget(made)
    made.resize(1150, 680)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture(scope="module")
def topics(qapp):
    from ui.kit import theme
    from ui.pages.help.topics import desk_topics

    theme.translate(qapp)
    return {topic.key: topic for topic in desk_topics()}


@pytest.fixture(scope="module")
def program_words():
    """Every text of the program's own source, and what its ledgers say about themselves."""
    found = []
    for folder in ("ui", "services"):
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return "\n".join(found)


def test_every_page_that_is_registered_has_a_topic_that_says_more_than_its_title(topics):
    from ui.pages.registry import page_entries

    thin = [entry.key for entry in page_entries() if entry.key not in topics or len(topics[entry.key].words) < SHORTEST]
    assert thin == []


def test_no_two_topics_have_one_key_and_general_ones_are_no_pages(topics):
    from ui.pages.help.topics import GENERAL
    from ui.pages.registry import page_entries

    assert not set(GENERAL) & {entry.key for entry in page_entries()}
    assert len(topics) == len(GENERAL) + len(page_entries())


@pytest.mark.parametrize("key", FILES)
def test_a_topic_holds_no_foreign_words_and_no_spaces_beside_digits(topics, key):
    from ui.pages.help.topics import fill_keys

    words = re.sub(r"\]\(topic:\w+\)", "", topics[key].text if key in topics else fill_keys(body(key)))
    words = re.sub(r"^\d+\. |^- |^#+ ", "", words, flags=re.MULTILINE)
    assert re.findall(r"[A-Za-z]+", ALLOWED.sub("", words)) == []
    assert SPACED.findall(words) == []
    assert not re.search(r"请您|抱歉|[!！]", words)


@pytest.mark.parametrize("key", [key for key in FILES if key not in ("keys", "codes", "ledgers")])
def test_a_topic_is_short_enough_to_be_read_at_the_counter(key):
    words = re.sub(r"\]\(topic:\w+\)|[\[\]{}#*\s]", "", body(key))
    assert SHORTEST <= len(words) <= LONGEST


@pytest.mark.parametrize("key", FILES)
def test_what_a_topic_puts_in_quotes_is_a_word_of_the_program(key, program_words):
    """A button that was renamed must be renamed here as well."""
    assert [quoted for quoted in re.findall(r"“([^”]+)”", body(key)) if quoted not in program_words] == []


@pytest.mark.parametrize("key", FILES)
def test_every_key_and_every_link_of_a_topic_leads_somewhere(key, topics):
    words = body(key)
    keys = re.findall(r"\{([^{}]+)\}", words)
    assert [each for each in keys if not QKeySequence(each).toString()] == []
    links = set(re.findall(r"\]\(topic:(\w+)\)", words))
    assert links - set(topics) - set(FILES) == set()


def test_keys_are_shown_in_the_words_of_the_system(topics):
    assert "Ctrl+回车" in topics["import"].text
    assert "{" not in "".join(topic.text for topic in topics.values())


def test_the_list_of_keys_holds_what_the_program_lists(topics):
    from ui.kit.keys import KEY_LIST

    assert all(words in topics["keys"].text for _title, keys in KEY_LIST for _key, words in keys)


def test_every_code_that_an_import_can_give_is_explained_and_no_other():
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "services").rglob("*.py"))
    given = set(re.findall(r'"((?:ER|WA|IN|PH)\d\d)"', source))
    assert set(re.findall(r"\*\*((?:ER|WA|IN|PH)\d\d)\*\*", body("codes"))) == given


def test_a_ledgers_topic_lists_its_form_as_it_is_described_now(topics):
    from services.all_ledgers import LEDGERS

    spec = next(ledger.spec for ledger in LEDGERS if ledger.spec.name == "problems")
    words = topics["problems"].words
    assert all(field.label in words for field in spec.form_fields)
    assert "责任单位（必填）" in words
    assert spec.field("number").help in words


def test_a_ledger_without_a_file_still_gets_a_topic(app_theme):
    from services.spec import FieldSpec, LedgerSpec
    from ui.navigation import PageEntry
    from ui.pages.help.topics import page_topic

    spec = LedgerSpec(
        "vans", "执法车辆", "车辆", (FieldSpec("plate", "车牌", required=True, help="照行驶证填。"),), "plate", "plate"
    )
    topic = page_topic(PageEntry("vans", "执法车辆", "清单目录", "nav-list", lambda _c: None, "全县执法车辆。"), spec)
    assert "全县执法车辆。" in topic.words
    assert "车牌（必填）：照行驶证填。" in topic.words


def test_f1_opens_the_topic_of_every_page(page, topics):
    from ui.pages.registry import page_entries

    for entry in page_entries():
        page.show_topic(entry.key)
        assert page.key == entry.key
        assert page.view.toPlainText().startswith(entry.title)
        assert page.list.currentItem().text() == entry.title


def test_figures_in_the_text_are_those_of_the_program():
    from services.backup import EVERY
    from services.settings import SETTINGS
    from services.tries import FREE_TRIES
    from ui.pages.today.board import SOON_DAYS

    assert f"每{EVERY.seconds // 3600}小时" in body("data")
    assert f"{SETTINGS['expiring_days'].default}天内" in body("officers")
    assert f"输错{FREE_TRIES}次" in body("password")
    assert f"{SOON_DAYS}天内" in body("today")


def test_no_marks_of_the_files_are_left_in_what_is_read(page):
    left = []
    for key in page.topics:
        page.open_row(key)
        left += [(key, line) for line in page.view.toPlainText().splitlines() if re.search(r"[*`{}#\[\]]", line)]
    assert left == []


def test_keys_stand_in_the_themes_face(page):
    page.show_topic("keys")
    block = page.view.document().begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            assert not parts.fragment().charFormat().fontFixedPitch()
            parts += 1
        block = block.next()


def test_a_page_without_topic_and_no_page_at_all_open_the_first_steps(page):
    for key in ("nowhere", ""):
        page.show_topic("tasks")
        page.show_topic(key)
        assert page.view.toPlainText().startswith("开始使用")


def test_escape_empties_the_search_then_goes_back_to_the_page_in_use(qtbot, page, asked):
    page.show_topic("calendar")
    page.search.setText("恢复码")
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert asked == []
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert asked == ["calendar"]


def test_f1_in_the_manual_itself_keeps_the_way_back(qtbot, page, asked):
    page.show_topic("calendar")
    page.show_topic("help")
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert asked == ["calendar"]


def test_searching_lists_the_topics_that_hold_the_words_and_marks_them(qtbot, page):
    page.search.setText("恢复码")
    shown = page.list.shown()
    assert "password" in shown
    assert "holidays" not in shown
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.key == "password"
    assert [mark.cursor.selectedText() for mark in page.view.extraSelections()][:1] == ["恢复码"]


def test_several_words_narrow_the_search_together(page):
    page.search.setText("恢复码 备份")
    both = set(page.list.shown())
    page.search.setText("恢复码")
    assert "data" in both < set(page.list.shown())


def test_a_title_is_found_by_its_pinyin_initials(qtbot, page):
    page.search.setText("qlrl")
    qtbot.waitUntil(lambda: page.list.shown() != [] or bool(page._letters))
    page.search.setText("qxrl")
    qtbot.waitUntil(lambda: page.list.shown() == ["calendar"])


def test_nothing_found_says_so_and_clearing_brings_all_back(page, topics):
    page.search.setText("没有这样的词")
    assert page.list.shown() == []
    assert page._none.isVisible()
    page.search.clear()
    assert page.list.shown() == list(topics)


def test_a_link_leads_to_its_topic_and_the_button_back(page):
    page.show_topic("start")
    page.view.anchorClicked.emit(QUrl("topic:import"))
    assert page.key == "import"
    page.back.click()
    assert page.key == "start"
    assert not page.back.isEnabled()


def test_a_link_to_a_page_that_is_not_there_stays_as_its_words():
    from ui.navigation import PageEntry
    from ui.pages.help.topics import all_topics

    (start,) = (
        t for t in all_topics([PageEntry("units", "执法单位", "", "", lambda _c: None)], {}) if t.key == "start"
    )
    assert "[执法单位](topic:units)" in start.text
    assert "topic:officers" not in start.text
    assert "执法人员与证件" in start.text


def test_no_link_of_the_manual_leads_nowhere(topics):
    links = {key for topic in topics.values() for key in re.findall(r"\]\(topic:(\w+)\)", topic.text)}
    assert links <= set(topics)


def test_a_link_out_of_the_program_opens_nothing(page):
    page.show_topic("start")
    page.view.anchorClicked.emit(QUrl("https://example.invalid/"))
    assert page.key == "start"
    assert not page.view.openExternalLinks()


def test_arrow_keys_in_the_list_turn_the_topics(qtbot, page):
    page.show_topic("start")
    page.focus_first()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.view.toPlainText().startswith("台账通用操作")


def test_open_goes_to_the_page_of_the_topic(page, asked):
    page.show_topic("units")
    page.open.click()
    page.open_row("start")
    assert asked == ["units"]
    assert not page.open.isEnabled()


def test_headings_are_larger_than_the_text_and_lines_have_the_themes_face(page):
    from ui.kit import theme

    page.show_topic("problems")
    document = page.view.document()
    first = document.begin().begin().fragment().charFormat()
    assert first.font().pointSizeF() == theme.pt("title")
    assert document.defaultFont().pointSizeF() == theme.pt("body")


def test_f1_in_the_window_opens_the_topic_and_alt_left_goes_back(qtbot, make_window):
    from tests.ui.pages import entries
    from ui.navigation import PageEntry
    from ui.pages.help import HelpPage

    window = make_window([*entries(), PageEntry("help", "帮助", "系统", "help", HelpPage)])
    window.go("officers")
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.stack.key == "help"
    assert window.stack.page.key == "officers"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.stack.key == "officers"
    qtbot.keyClick(window, Qt.Key.Key_F1)
    qtbot.keyClick(window.stack.page.view, Qt.Key.Key_Escape)
    assert window.stack.key == "officers"


@pytest.mark.parametrize("size", [(1366, 768), (1280, 640), (880, 500)])
def test_the_page_has_no_faults(page, size):
    from tests.ui.looks import faults

    page.resize(*size)
    for key in ("start", "officers", "codes"):
        page.show_topic(key)
        assert faults(page) == []
