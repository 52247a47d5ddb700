"""The tree of numbered paragraphs, with the notes already parted from the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from services.plans.reading.fold import fold, tidy
from services.plans.reading.notes import Parted, part
from services.plans.reading.numbering import Rank
from services.plans.reading.paragraphs import Paragraph, looks_like_heading

_ATTACHMENT = re.compile(r"附件|附表|附 ?：")
_ATTACHED = re.compile(r"附[件表] ?\d{0,2}(?! ?[：.、\d])")
_NO_PLAN = re.compile(r"(?:解释|说明|名单|标准|细则|样[表式本]|文书|通讯录|联系表|流程图?|口径|目录|回执)$")
_CLOSING = re.compile(
    r"抄送|（?(?:说明|注|备注) ?：|（?此件|共印|主动公开|公开方式|联系人|信息公开选项|本方案自|本计划自"
    r"|.{0,20}办公室 ?20\d\d年\d+月\d+日 ?印发"
)
_BOX = re.compile(r"专栏 ?[\d一二三四五六七八九十]*(?: |$|：)")
TITLE_LENGTH = 40
FEWEST_SIBLINGS = 2
SHORTEST = 20  # characters of a text that a note can end


@dataclass(slots=True, eq=False)
class Node:
    """A numbered paragraph with what belongs to it. `rank` -1 is the document itself."""

    rank: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    parts: list[Parted] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    value: int = 0
    order: int = 0

    @property
    def head(self) -> Paragraph | None:
        """The paragraph with the number."""
        return self.paragraphs[0] if self.paragraphs else None

    @property
    def number(self) -> str:
        """The number as printed, without blanks."""
        return tidy(self.head.number).strip().rstrip(":：") if self.head else ""

    @property
    def title(self) -> str:
        """The heading as printed: number and first sentence."""
        if self.head is None or not self.parts:
            return ""
        text = self.parts[0].text if self.parts[0].kept else ""
        found = re.search(r"[。：；]", fold(text))
        short = text[: found.start()] if found and found.start() <= TITLE_LENGTH and found.end() < len(text) else text
        return tidy(self.number + short)

    @property
    def is_heading(self) -> bool:
        """Whether the numbered paragraph is only a heading and holds no duty of its own."""
        if self.head is None:
            return True
        text = self.parts[0].text if self.parts else ""
        marker = self.head.marker
        folded = self.head.piece.folded[: marker.length] + fold(text) if marker else fold(text)
        return self.head.heading or looks_like_heading(folded, marker)

    @property
    def has_notes(self) -> bool:
        """Whether a note stands in the node itself."""
        return any(note.has_units or note.deadline for parted in self.parts for note in parted.notes)

    @property
    def has_own_note(self) -> bool:
        """Whether the line with the number has a note itself."""
        return self.rank >= 0 and bool(self.parts) and any(note.has_units for note in self.parts[0].notes)

    @property
    def noted_below(self) -> bool:
        """Whether a note stands in it or anywhere below it."""
        return self.has_notes or any(child.noted_below for child in self.children)

    @property
    def goes_on(self) -> bool:
        """Whether its last words end in the middle of a sentence: …； before the next item of one list."""
        return bool(self.parts) and fold(self.parts[-1].text).endswith(("；", "，", "、"))

    @property
    def running_text(self) -> bool:
        """Whether there is more than the heading."""
        return any(parted.text for parted in self.parts[1:]) or (
            bool(self.parts and self.parts[0].text) and not self.is_heading
        )

    def walk(self) -> list[Node]:
        """The node and all below it, in the order of the text."""
        return [self, *(below for child in self.children for below in child.walk())]


def _rank(paragraph: Paragraph) -> int | None:
    if paragraph.marker is not None:
        return int(paragraph.marker.rank)
    return int(Rank.CHAPTER) if paragraph.heading else None


class _Attachments:
    """Knows which lines are a list of attachments: 附件：1.… 2.… and not a plan that is itself an attachment.

    An attachment that explains words or lists people holds no tasks either.
    """

    def __init__(self) -> None:
        self.listing = False
        self.begun = self.other = False

    def takes(self, paragraph: Paragraph) -> bool:
        folded = paragraph.piece.folded
        if _ATTACHMENT.match(folded):
            self.listing = True
            headed = _ATTACHED.match(folded)
            self.begun = bool(headed and headed.end() == len(folded))
            self.other = bool(headed and _names_no_plan(folded))
            return True
        if self.begun:
            self.begun, self.other = False, _names_no_plan(folded)
        if self.other:
            return True
        short = len(folded) <= 90 and not folded.endswith(("。", "；"))
        if self.listing and short and (paragraph.marker is None or paragraph.marker.rank >= Rank.FIGURE):
            return True
        self.listing = False
        return False


def _names_no_plan(folded: str) -> bool:
    return len(folded) <= TITLE_LENGTH and bool(_NO_PLAN.search(folded))


def _attach(root: Node, current: Node, paragraph: Paragraph, rank: int) -> Node:
    while current.rank >= rank and current.parent is not None:
        current = current.parent
    value = paragraph.marker.value if paragraph.marker else 0
    node = Node(rank, parent=current, value=value)
    (current if current is not node else root).children.append(node)
    return node


def build(paragraphs: list[Paragraph]) -> Node:
    """The tree of a document's paragraphs; tables, attachment lists and closing lines are left out."""
    root = Node(-1)
    current = root
    attachments = _Attachments()
    boxed = False
    for order, paragraph in enumerate(item for item in paragraphs if not item.row):
        if attachments.takes(paragraph) or _CLOSING.match(paragraph.piece.folded):
            continue
        rank = _rank(paragraph)
        boxed = rank is None and (boxed or bool(_BOX.match(paragraph.piece.folded)))
        if boxed:
            continue
        if rank is not None:
            current = _attach(root, current, paragraph, rank)
            current.order = order
        current.paragraphs.append(paragraph)
        current.parts.append(part(paragraph.body, numbered=rank is not None))
    for node in root.walk():
        _unnumbered(node)
        _without_afterword(node)
    return root


def _without_afterword(node: Node) -> None:
    """Takes off what follows the note of a section's last item: 各单位要按季报送进展, or the signature.

    A note in front of the text, at its heading, ends nothing.
    """
    if node.rank < 0 or node.parent is None or node.children or node.parent.children[-1] is not node:
        return
    noted = [
        at for at, parted in enumerate(node.parts) if any(note.has_units or note.deadline for note in parted.notes)
    ]
    end = noted[-1] + 1 if noted else len(node.parts)
    before, rest = node.parts[:end], node.parts[end:]
    if not noted and _is_single_line(node):
        before, rest = node.parts[:1], node.parts[1:]
    words = "".join(parted.text for parted in before)
    if (len(words) < SHORTEST and not words.endswith("。")) or any(parted.clauses for parted in rest):
        return
    node.paragraphs, node.parts = node.paragraphs[: len(before)], before


def _is_single_line(node: Node) -> bool:
    """Whether all items before this last one are a paragraph each: what follows it then closes the document."""
    siblings = node.parent.children[:-1] if node.parent else []
    return (
        len(siblings) >= FEWEST_SIBLINGS
        and all(len(each.parts) == 1 and not each.children and each.running_text for each in [*siblings])
        and node.running_text
    )


def _groups(node: Node) -> list[list[int]]:
    """The unnumbered paragraphs of a node that are tasks by themselves: text and note in one, or a note below text."""
    found: list[list[int]] = []
    waiting: list[int] = []
    for index in range(0 if node.rank < 0 else 1, len(node.parts)):
        parted = node.parts[index]
        noted = any(note.has_units for note in parted.notes)
        if parted.text and noted:
            found.append([index])
            waiting = []
        elif parted.text:
            waiting.append(index)
        elif waiting and parted.notes:
            found.append([*waiting, index])
            waiting = []
        elif found and parted.notes:
            found[-1].append(index)
    return found


def _unnumbered(node: Node) -> None:
    """Under a mere heading, two or more paragraphs that each name their units are tasks without numbers."""
    found = _groups(node)
    noted = [group for group in found if any(note.has_units for index in group for note in node.parts[index].notes)]
    if len(noted) < 2 or not node.is_heading or node.has_own_note:
        return
    taken = {index for group in noted for index in group}
    for position, group in enumerate(noted):
        kid = Node(int(Rank.CIRCLE) + 1, parent=node, order=node.order)
        kid.paragraphs = [node.paragraphs[index] for index in group]
        kid.parts = [node.parts[index] for index in group]
        node.children.insert(position, kid)
    node.paragraphs = [item for index, item in enumerate(node.paragraphs) if index not in taken]
    node.parts = [item for index, item in enumerate(node.parts) if index not in taken]
