"""Decides which numbered paragraphs are tasks: those that carry a note, or, in a plan without notes, its leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from services.plans.reading.fold import fold
from services.plans.reading.numbering import Rank
from services.plans.reading.outline import Node
from services.plans.reading.prose import spoken_roles
from services.plans.reading.roles import Note

_NO_TASKS = re.compile(
    r"总体(?:要求|目标|思路)|指导思想|(?:工作|总体|主要|行动|预期)目标(?!任务)|^目标要求|基本原则|工作原则|组织(?:实施|保障|领导|机构|推进)|保障措施|保障机制"
    r"|工作要求|有关要求|相关要求|具体要求|几点要求|(?:实施|方法|工作|推进|活动)步骤|阶段|时间(?:安排|步骤|进度)|进度安排|附则|(?:^|[、）.．])(?:几点)?(?:要求|目标|原则|保障)$|重要意义|背景|督促落实|督导考核"
)
_TASKS = re.compile(r"任务|责任(?:目标|内容)|举措|措施|重点|分工|内容|工作事项|工作安排")
_PLAN_TITLE = re.compile(r"方案|计划|要点|分工|任务|清单|措施|台账|行动|安排|分解|责任[书状]|承诺书|目标责任|督办|交办")
_DUTIES = re.compile(r"(?:职责|部门)分工|(?:部门|单位)职责")  # what each office is there for, beside the tasks
_CITATION = re.compile(r"《[^《》]*》(?:（[^（）]*）)?[；。，]?(?:和|及|以及)?")
FEWEST_ASSIGNED = 3
MISSING = "没有写责任单位。请核对原文，或补上责任单位。"
FROM_HEADING = "责任说明写在上级标题处，本项按它登记。请核对。"
FROM_END = "责任说明写在本节末尾，本节各项都按它登记。请核对。"


@dataclass(slots=True)
class Draft:
    """A task before its units and dates are settled; `details` are numbered paragraphs that belong to its text."""

    node: Node
    notes: list[Note] = field(default_factory=list)
    details: list[Node] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def _own_notes(node: Node) -> list[Note]:
    return [note for parted in node.parts for note in parted.notes if note.has_units or note.deadline]


def is_no_task_heading(node: Node) -> bool:
    """Whether a heading announces aims, requirements or stages instead of tasks."""
    return bool(_NO_TASKS.search(fold(node.title))) and not re.search(r"任务", fold(node.title))


def _leaves(node: Node, warning: str | None) -> list[Draft]:
    """The tasks of a branch without notes: its leaves, details below running text left with it."""
    if not node.children:
        return [Draft(node, _own_notes(node), warnings=[warning] if warning else [])] if node.rank >= 0 else []
    deep = all(kid.rank >= Rank.FIGURE_BRACKET for kid in node.children)
    beside_tasks = warning is not None and deep
    if node.rank >= 0 and (node.running_text or beside_tasks) and (deep or node.rank >= Rank.CHINESE_BRACKET):
        return [Draft(node, _own_notes(node), list(node.children), warnings=[warning] if warning else [])]
    return [draft for kid in node.children if not is_no_task_heading(kid) for draft in _leaves(kid, warning)]


def _is_citation(node: Node) -> bool:
    """Whether an item only names a document: 1.《…规定》；"""
    return bool(node.parts) and bool(_CITATION.fullmatch(fold(node.parts[0].text).strip()))


class _Noted:
    """Chooses in a plan that writes notes."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.ranks = {
            kid.rank for node in root.walk() for kid in node.children[:-1] if kid.has_notes and not kid.children
        }

        self.single = {node.rank for node in root.walk() if node.has_own_note and not node.children}

    def choose(self) -> list[Draft]:
        return self.pick(self.root, [])

    def pick(self, node: Node, inherited: list[Note]) -> list[Draft]:
        own = _own_notes(node) if node.rank >= 0 else []
        if not node.children:
            return self._leaf(node, own, inherited)
        below = [kid for kid in node.children if kid.noted_below]
        if own:
            return self._with_own(node, own, below)
        if self._lifts(node, below):
            last = node.children[-1]
            return [Draft(node, _own_notes(last), list(node.children))]
        if self._ends_section(node, below):
            notes = _own_notes(node.children[-1])
            return [Draft(kid, notes, list(kid.children), [FROM_END]) for kid in node.children]
        found: list[Draft] = []
        for kid in node.children:
            if kid.noted_below or inherited:
                found += self.pick(kid, inherited)
            elif self._forgotten(kid, below):
                found += _leaves(kid, MISSING)
        return found

    @staticmethod
    def _leaf(node: Node, own: list[Note], inherited: list[Note]) -> list[Draft]:
        if node.is_heading and _DUTIES.search(fold(node.title)):
            return []
        if own:
            only_time = not any(note.has_units for note in own)
            stage = only_time and (
                is_no_task_heading(node) or (node.parent is not None and is_no_task_heading(node.parent))
            )
            return [] if stage else [Draft(node, own)]
        return [Draft(node, inherited, warnings=[FROM_HEADING])] if inherited else []

    def _with_own(self, node: Node, own: list[Note], below: list[Node]) -> list[Draft]:
        details = [kid for kid in node.children if kid not in below]
        is_task = node.running_text or (not below and (node.rank >= Rank.FIGURE or node.rank in self.single))
        if is_task:
            return [Draft(node, own, details), *(draft for kid in below for draft in self.pick(kid, []))]
        return [draft for kid in node.children for draft in self.pick(kid, [] if kid in below else own)]

    def _lifts(self, node: Node, below: list[Node]) -> bool:
        """（1）…（2）…（责任单位：…）: the note behind the last detail holds for the whole."""
        kids = node.children
        only_last = len(kids) > 1 and below == [kids[-1]] and not kids[-1].children
        deep = all(kid.rank >= Rank.FIGURE_BRACKET for kid in kids)
        single = kids[-1].rank not in self.ranks or all(kid.goes_on for kid in kids[:-1])
        return node.rank >= Rank.CHINESE_BRACKET and only_last and deep and single

    def _ends_section(self, node: Node, below: list[Node]) -> bool:
        """A note in a paragraph of its own behind the last item, where no other item of the document has one."""
        kids = node.children
        if len(kids) < 2 or below != [kids[-1]] or kids[-1].children or node.rank < 0:
            return False
        return not kids[-1].parts[0].notes and kids[-1].rank not in self.ranks and node.rank >= Rank.CHINESE_BRACKET

    @staticmethod
    def _forgotten(kid: Node, below: list[Node]) -> bool:
        """An item without a note among items with notes."""
        siblings = kid.parent.children if kid.parent else []
        if (
            is_no_task_heading(kid)
            or _DUTIES.search(fold(kid.title))
            or _is_citation(kid)
            or 2 * len(below) < len(siblings) - 1
        ):
            return False
        if kid.rank <= Rank.CHINESE:
            direct = [node for node in below if node.has_notes]
            return bool(_TASKS.search(fold(kid.title))) or (2 * len(direct) >= len(siblings) - 1 and bool(direct))
        return bool(below)


def _chapters(root: Node) -> list[Node]:
    """The uppermost numbered paragraphs; a single one that holds all others is passed through."""
    top = root.children
    while len(top) == 1 and len(top[0].children) > 1:
        top = top[0].children
    return top


def _mostly_assigned(chapters: list[Node]) -> bool:
    """Whether the sentences of most items say whose they are: what a meeting decided, say."""
    leaves = [node for chapter in chapters for node in chapter.walk() if not node.children and node.running_text]
    assigned = [node for node in leaves if spoken_roles("".join(parted.text for parted in node.parts)).has_units]
    return len(leaves) >= FEWEST_ASSIGNED and len(assigned) * 3 >= len(leaves) * 2


def _without_notes(root: Node, title: str) -> list[Draft]:
    chapters = _chapters(root)
    named = [node for node in chapters if _TASKS.search(fold(node.title)) and not is_no_task_heading(node)]
    if not named and not _PLAN_TITLE.search(title) and not _mostly_assigned(chapters):
        return []
    chosen = named if named and any(node.children or node.running_text for node in named) else chapters
    found = [draft for node in chosen if not is_no_task_heading(node) for draft in _leaves(node, None)]
    return found if len(found) > 1 else []


def _only_spoken(draft: Draft) -> bool:
    """Whether a requirement names units only in its sentences, or not at all: 县融媒体中心牵头，加大宣传."""
    above = draft.node.parent
    while above is not None and not is_no_task_heading(above):
        above = above.parent
    return above is not None and all(note.spoken for note in draft.notes)


def choose(root: Node, title: str) -> list[Draft]:
    """The tasks of a document; none where it is no plan.

    One pair of brackets that happens to hold a unit makes no plan: there must be a label, several notes or a title that
    says so.
    """
    notes = [note for node in root.walk() if node.rank >= 0 for note in _own_notes(node)]
    noted = [note for note in notes if note.has_units]
    if any(note.labelled for note in notes) or len(noted) > 1 or (noted and _PLAN_TITLE.search(title)):
        found = [draft for draft in _Noted(root).choose() if not _only_spoken(draft)]
        if found:
            return found
    return _without_notes(root, title)
