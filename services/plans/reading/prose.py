"""Roles in running sentences: 由甲局牵头，乙局配合，全面清理…; the words stay in the text of the task."""

from __future__ import annotations

import re

from services.plans.reading.brackets import split_outside
from services.plans.reading.fold import fold
from services.plans.reading.labels import Role
from services.plans.reading.roles import Note, only_units, read_clauses
from services.plans.reading.units import is_firm, split_units

FROM_PROSE = "责任单位从正文读出。请核对。"
_STOPS = "。；！？\n"
_SHARE = r"(?:按(?:照)?(?:各自)?职责(?:分工)?|分别|共同|具体|统一|积极)*"
_BY = re.compile(
    rf"(?:^|[，：]|^明确[^，。；：由]{{2,16}})(?:(?:具体|主要|统一|分别|均|原则上)?由)(?P<units>[^，。；：]{{2,90}}?){_SHARE}"
    r"(?P<verb>总牵头|牵头|负责|承办|主办|会同(?P<others>[^，。；：]{2,90}?)(?=负责|组织|开展|制定|实施|共同|$|，)|组织实施|具体实施|落实)"
)
_WHOLE = re.compile(
    rf"(?P<units>[^，。；：]{{2,90}}?){_SHARE}(?P<verb>(?:总?牵头|主办)(?:负责|抓总|组织|落实)?|配合(?:做好)?|协同|协助(?:做好)?|协办|参与|参加"
    r"|负责(?:落实|[^，。；：]{2,6})?|分工负责|具体落实|抓好落实|落实)"
)
_ASKED = re.compile(
    r"(?:^|[，：])(?:请|由|责成|责令)(?P<units>[各县市区省乡镇\u3400-\u9fff][^，。；：]{1,60}?)"
    r"(?=于|对|在|将|立即|尽快|认真|切实|抓紧|组织(?!部)|逐|按|就|严格|限期|\d)"
)
_OWNER = re.compile(r"([各县市区省][^，。；：]{1,60})：(?=.)")
_LEADS = ("总牵头", "牵头", "主办", "会同")
_HELPS = ("配合", "协同", "协助", "协办", "参与", "参加")


def _role(verb: str) -> Role:
    if verb.startswith(_LEADS):
        return Role.LEAD
    return Role.COOPERATE if verb.startswith(_HELPS) else Role.RESPONSIBLE


def _put(note: Note, role: Role, words: str) -> bool:
    """Adds the units of a stretch of text; False where it holds anything else."""
    read = read_clauses(words, role)
    if read.deadline or not only_units(read):
        return False
    note.merge(read)
    return True


def _sentence(text: str, note: Note) -> None:
    """Reads one sentence: whoever it is given to by 由, and whole clauses of units with a verb beside that."""
    folded = fold(text)
    named = False
    for found in _BY.finditer(folded):
        units = text[found.start("units") : found.end("units")]
        if _put(note, _role(found["verb"]), units):
            named = True
            if found["others"]:
                _put(note, Role.COOPERATE, text[found.start("others") : found.end("others")])
    if not named and (asked := _ASKED.search(folded)):
        named = _put(note, Role.RESPONSIBLE, text[asked.start("units") : asked.end("units")])
    whole = [
        (clause, text[start : start + clause.end("units")])
        for start, end in split_outside(folded, "，")
        if (clause := _WHOLE.fullmatch(folded[start:end]))
    ]
    leading = any(_role(clause["verb"]) is not Role.COOPERATE for clause, _ in whole)
    for clause, words in whole:
        if named or (leading and not fold(words).endswith(("予以", "给予"))):
            _put(
                note,
                _role(clause["verb"]),
                re.sub(r"^(?:具体|主要)?由|^[^，。；：]*由(?=[各县市区省乡镇])|[予给]以$", "", words),
            )


def owner_in_front(text: str) -> Note:
    """Whose task it is where the text begins with it: 县水务局：普查水源."""
    note = Note()
    folded = fold(text)
    found = _OWNER.match(folded)
    if found and all(is_firm(fold(unit)) for unit in split_units(found[1])):
        _put(note, Role.RESPONSIBLE, text[: found.end(1)])
    return note


def spoken_roles(text: str) -> Note:
    """The units that the sentences of a text name with their role; empty where none does.

    Only whole names before a verb of duty count: 各单位要牵头做好 names nobody.
    """
    note = Note()
    for start, end in split_outside(fold(text), _STOPS):
        _sentence(text[start:end], note)
    return note
