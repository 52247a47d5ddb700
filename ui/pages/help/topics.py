"""The topics of the manual: files of resources/help, and what the program can say about itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from services.spec import FieldSpec, LedgerSpec
from ui.kit.keys import KEY_LIST, native
from ui.navigation import PageEntry

HELP = Path(__file__).resolve().parents[3] / "resources" / "help"
GENERAL_GROUP = "入门"
GENERAL = ("start", "ledgers", "printing", "keys", "password", "data", "midyear", "codes")
"""Topics that belong to no page, in the order of the list; their files begin with their title."""
FIRST = "start"
LEDGER_TAIL = "查找、勾选、导出和打印在每本台账里都一样，见[台账通用操作](topic:ledgers)。"
_LINK = re.compile(r"\[([^\]]+)\]\(topic:(\w+)\)")
_KEY = re.compile(r"\{([^{}]+)\}")
_MARKS = re.compile(r"\]\(topic:\w+\)|[*`#\[\]]|^\s*(?:-|\d+\.)\s+", re.MULTILINE)


@dataclass(frozen=True)
class Topic:
    """`key` is that of its page, or one of GENERAL; `text` is markdown with the keys in the words of the system."""

    key: str
    title: str
    group: str
    text: str
    page: bool = False

    @cached_property
    def words(self) -> str:
        """What the search looks through: the text without its marks."""
        return _MARKS.sub("", self.text)

    def finds(self, wanted: Sequence[str]) -> bool:
        """Whether every word stands in the title or the text, in any case."""
        whole = f"{self.title}\n{self.words}".lower()
        return all(word in whole for word in wanted)


def all_topics(entries: Sequence[PageEntry], specs: Mapping[str, LedgerSpec]) -> tuple[Topic, ...]:
    """The general topics, then one for every page in the order of the navigation. A link to a page that is not there
    stays as its words."""
    keys = {*GENERAL, *(entry.key for entry in entries)}
    found = (*(_general(key) for key in GENERAL), *(page_topic(entry, specs.get(entry.key)) for entry in entries))
    return tuple(
        replace(topic, text=_LINK.sub(lambda m: m[0] if m[2] in keys else m[1], topic.text)) for topic in found
    )


def desk_topics() -> tuple[Topic, ...]:
    """The manual for the pages that are registered."""
    from ui.pages.registry import SPECS, page_entries  # the registry makes this page: importing it above is a circle

    return all_topics(page_entries(), SPECS)


def page_topic(entry: PageEntry, spec: LedgerSpec | None) -> Topic:
    """A page: its purpose, its file where there is one, and for a ledger the fields as they are described now."""
    parts = [f"# {entry.title}", entry.purpose, read_text(entry.key)]
    if spec is not None:
        parts += [LEDGER_TAIL, *field_parts(spec)]
    return Topic(entry.key, entry.title, entry.group, "\n\n".join(filter(None, parts)), page=True)


def read_text(key: str) -> str:
    """The file of a topic with its keys filled in; empty where there is none."""
    file = HELP / f"{key}.md"
    return fill_keys(file.read_text(encoding="utf-8").strip()) if file.is_file() else ""


def fill_keys(words: str) -> str:
    """{Ctrl+Return} becomes Ctrl+回车, marked as code: bold would fail beside a key that is a sign, such as Ctrl+/."""
    return _KEY.sub(lambda found: f"`{native(found[1])}`", words)


def field_parts(spec: LedgerSpec) -> list[str]:
    """What the form asks for, and what else the table shows."""
    form, reckoned = spec.form_fields, [f for f in spec.columns if f.computed]
    parts = []
    if form:
        parts += ["## 登记时填写" if spec.addable else "## 可以修改", "\n".join(_field_line(f) for f in form)]
    if reckoned:
        parts += ["## 表里还有", "\n".join(_field_line(f) for f in reckoned)]
    return parts


def _field_line(spec: FieldSpec) -> str:
    must = "（必填）" if spec.required and not spec.computed else ""
    told = spec.help or ("、".join(spec.choices.values()) + "。" if spec.choices else "")
    return f"- **{spec.label}**{must}" + (f"：{told}" if told else "")


def key_parts() -> str:
    """The list that Ctrl+/ shows."""
    groups = [
        f"## {title}\n\n" + "\n".join(f"- `{native(key)}`　{words}" for key, words in keys) for title, keys in KEY_LIST
    ]
    return "\n\n".join(groups)


def _general(key: str) -> Topic:
    words = read_text(key)
    title = words.partition("\n")[0].removeprefix("# ")
    if key == "keys":
        words = words.replace("（键位表）", key_parts())
    return Topic(key, title, GENERAL_GROUP, words)
