"""The inside of a responsibility note: labels with their values, or clauses such as 甲局牵头，乙局配合，丙局落实."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from services.plans.reading.brackets import split_outside
from services.plans.reading.calendar_words import moments
from services.plans.reading.deadlines import is_time_limit
from services.plans.reading.fold import fold, tidy
from services.plans.reading.labels import Role, labels
from services.plans.reading.units import looks_like_unit, split_units

_SHARE = (
    r"(?:(?:按照?|依据|根据|依照)(?:各自|部门|单位|各部门|本部门)?的?(?:法定)?(?:职责|职能|权限|任务|分工)[和及]?"
    r"(?:范围|权限|任务)?(?:分工|职责)?)?"
)
_ADVERB = r"(?:分别|共同|各自|具体|统筹|全面|认真|分工|抓好|做好|依法|负责|联合|协调|主要|一并)*"
_VERBS = (
    (
        Role.LEAD,
        re.compile(
            rf"(?:作为)?{_ADVERB}(?:总牵头|牵头|主办|主抓)(?:负责|落实|组织|实施|单位|抓总|推进|协调|完成|组织实施)*$"
            r"|(?:作为|为|是)(?:牵头|主办)(?:单位|部门)$"
        ),
    ),
    (
        Role.COOPERATE,
        re.compile(
            rf"{_SHARE}{_ADVERB}(?:予以|给予|做好)?(?:积极)?(?:协同|配合|协助|协办|参与|参加|协作|支持)(?:落实|做好|实施|工作|推进|完成|单位|配合)*$"
            r"|(?:作为|为|是)(?:配合|协办|参与|协同)(?:单位|部门)$"
        ),
    ),
    (
        Role.RESPONSIBLE,
        re.compile(
            rf"{_SHARE}{_ADVERB}(?:负责|落实|组织实施|实施|承办|执行|承担|推进|各负其责|推动|完成|办理)(?:落实|实施|推进|到位|执行|抓好|完成|监督|指导|统筹|协调|督促|督导|汇总)*$"
        ),
    ),
    (Role.RESPONSIBLE, re.compile(r"(?:作为|为|是)(?:责任|承办|实施)(?:单位|部门)$")),
    (Role.RESPONSIBLE, re.compile(r"按照?(?:各自)?(?:职责|职能)(?:分工|范围)?$")),
)
_VERB_INSIDE = re.compile(
    r"(牵头负责落实|牵头组织实施|牵头负责|牵头组织|牵头落实|牵头|负责落实|组织实施|分工负责|职责负责|负责|落实|配合|协助|参与)、(?=[各县市区省乡镇])"
)
_OWN_ROLE = re.compile(r"(?<=.)（(牵头|主办|配合|协同|协助|参与)(?:单位|部门)?）$")
_STARS = ("★", "☆", "※", "▲")  # how a list marks the unit that leads
_PERSON_ASIDE = re.compile(r"（[^（）]{0,20}(?:联系人|联系电话|电话|责任人|负责人|分管领导)[^（）]{0,60}）")
_WITH = re.compile(r"会同|商(?=[县市区省各有])|联合(?=[县市区省各])")
_AND_ACT = re.compile(
    r"(?<=[局委办部院会所队镇乡道心府位门关站])(?:抓好|做好|共同|负责|组织(?!部)|开展|推进|实施|落实|完成|制定|研究|按)"
)
_TIME = re.compile(
    r"^(?:.{0,3}(?:长期|常态|持续|适时|及时|定期|每半年|每季度?|每月|每周|贯穿|即日)"
    r".{0,12}|按(?:照)?(?:时间节点|序时进度|规定时限).{0,6}|规定时限内|法定期限内|全年(?:推进|坚持|开展|实施|进行|落实)?)$"
)
_PERSON = re.compile(
    r".{0,12}(?:[县市区镇乡]长|书记|常委|主席|局长|主任|院长|检察长|领导|同志|秘书长)|[\u3400-\u9fff]{2,3}"
)
_DONE = re.compile(r"(?:前|底|末|内|日|月|年|度)?(?:全面|基本|全部)?(?:完成|实施|推进|坚持|落实到位|见效)?$")


@dataclass(slots=True)
class Note:
    """What one or several notes of a task say; units as printed."""

    lead: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    cooperate: list[str] = field(default_factory=list)
    deadline: str | None = None
    labelled: bool = False
    spoken: bool = False  # a sentence of the text, no note of its own
    doubtful: list[str] = field(default_factory=list)

    @property
    def has_units(self) -> bool:
        """Whether any unit was read."""
        return bool(self.lead or self.responsible or self.cooperate)

    @property
    def all_units(self) -> list[str]:
        """Every unit, whatever its role."""
        return [*self.lead, *self.responsible, *self.cooperate]

    def put(self, role: Role, units: list[str]) -> None:
        """Adds units under their role, each once; 甲局（牵头） among others has a role of its own."""
        for unit in units:
            found = _OWN_ROLE.search(fold(unit))
            own = Role.LEAD if found and found[1] in "牵头主办" else Role.COOPERATE if found else role
            into = {Role.LEAD: self.lead, Role.COOPERATE: self.cooperate}.get(own, self.responsible)
            name = unit[: found.start()] if found else unit
            if name.startswith(_STARS):
                name, into = name.lstrip("".join(_STARS)), self.lead
            if name not in into:
                into.append(name)

    def add_time(self, text: str) -> None:
        """Adds the words of a time limit."""
        words = tidy(text).strip(" ，。；;,.、")
        if words:
            self.deadline = words if self.deadline is None else f"{self.deadline}；{words}"

    def merge(self, other: Note) -> None:
        """Takes over everything of a second note of the same task."""
        for role, units in (
            (Role.LEAD, other.lead),
            (Role.RESPONSIBLE, other.responsible),
            (Role.COOPERATE, other.cooperate),
        ):
            self.put(role, units)
        if other.deadline and other.deadline != self.deadline:
            self.add_time(other.deadline)
        self.labelled = self.labelled or other.labelled
        self.doubtful += other.doubtful


@lru_cache(maxsize=4096)
def is_time(folded: str) -> bool:
    """Whether a clause is nothing but a time limit."""
    words = folded.replace(" ", "").strip("，。；、")
    if not words or len(words) > 40:
        return False
    return bool(_TIME.match(words)) or is_time_limit(words)


def _verb(folded: str) -> tuple[Role, int] | None:
    """The role a clause's closing verb gives, and where the verb begins."""
    for role, pattern in _VERBS:
        found = pattern.search(folded)
        if found and found.start() > 0:
            return role, found.start()
    return None


def _together(part: str, role: Role, note: Note) -> bool:
    """甲会同乙: the first leads, the others cooperate."""
    found = _WITH.search(fold(part))
    if not found or found.start() < 2:
        return False
    first = Role.LEAD if role in (Role.RESPONSIBLE, Role.LEAD) else role
    note.put(first, split_units(part[: found.start()]))
    others = _AND_ACT.split(fold(part[found.end() :]), maxsplit=1)[0]
    note.put(Role.COOPERATE, split_units(part[found.end() : found.end() + len(others)]))
    return True


def read_clauses(text: str, labelled: Role | None = None) -> Note:
    """Reads units in clauses; a list without a verb takes the role of the label before it or of the next verb."""
    default = labelled or Role.RESPONSIBLE
    note = Note()
    waiting: list[str] = []
    spaced = _VERB_INSIDE.sub(r"\1，", fold(text))
    last: Role | None = None
    for start, end in split_outside(spaced, "，；。｜|\n"):
        part = text[start:end].strip()
        folded = fold(part).replace(" ", "")
        if not folded:
            continue
        if is_time(folded):
            note.add_time(part)
            continue
        part = _strip_time(part, note)
        folded = fold(part)
        found = _verb(folded)
        role = found[0] if found else default
        names = part[: found[1]] if found else part
        if fold(names).startswith("会同"):
            note.put(Role.COOPERATE, split_units(_AND_ACT.split(names[2:], maxsplit=1)[0]))
        elif _WITH.search(fold(names)) and _together(names, role, note):
            last = role
        elif found:
            if labelled and role is not labelled:
                note.put(labelled, waiting)
                waiting = []
            note.put(role, [*waiting, *_without_persons(split_units(names))])
            waiting, last = [], role
        else:
            waiting += split_units(part)
    note.put(default if last is None or last is Role.LEAD else last, waiting)
    return note


def _without_persons(names: list[str]) -> list[str]:
    """分管副县长牵头 and 林栖梧牵头 name no unit."""
    return [name for name in names if looks_like_unit(fold(name)) or not _PERSON.fullmatch(name)]


def _strip_time(part: str, note: Note) -> str:
    """Takes 2024年6月底前完成 off the end (or the head) of a clause that also names units."""
    folded = fold(part)
    for found in reversed(moments(folded.replace(" ", " "))):
        tail = folded[found.end :]
        if found.start > 1 and _DONE.fullmatch(re.sub(r"并?(?:长期|持续)(?:坚持|推进|实施)?", "", tail)):
            note.add_time(part[found.start :])
            return part[: found.start].rstrip("、，于在 ")
        if found.start == 0 and found.closed:
            note.add_time(part[: found.end])
            return part[found.end :].lstrip("，由、 ")
    return part


def read_note(text: str) -> Note:
    """Reads the inside of a note (brackets already off); brackets with a person in them are passed over."""
    for aside in reversed(list(_PERSON_ASIDE.finditer(fold(text)))):
        text = text[: aside.start()] + text[aside.end() :]
    found = labels(fold(text))
    if not found:
        return read_clauses(text)
    note = Note()
    if found[0].start > 0:
        note.merge(read_clauses(text[: found[0].start].strip(" ，；;,、。")))
    note.labelled = True
    for index, label in enumerate(found):
        end = found[index + 1].start if index + 1 < len(found) else len(text)
        _put_value(note, label.role, _balanced(text[label.end : end].strip(" ，；;,、。\n")))
    return note


def _balanced(value: str) -> str:
    """Without a bracket that the next label opened, or that belongs to one before."""
    folded = fold(value)
    if folded.endswith("（"):
        return value[:-1].rstrip(" ，；;,、")
    if folded.endswith("）") and folded.count("）") > folded.count("（"):
        return value[:-1].rstrip(" ，；;,、")
    return value


def _put_value(note: Note, role: Role, value: str) -> None:
    if role is Role.DEADLINE:
        note.add_time(value)
    elif role in (Role.LEAD, Role.RESPONSIBLE, Role.COOPERATE) and value:
        note.merge(read_clauses(value, role))


def only_units(note: Note) -> bool:
    """Whether everything in a note that has no label is a plausible unit."""
    names = [fold(unit) for unit in note.all_units]
    return bool(names) and all(looks_like_unit(name) for name in names)
