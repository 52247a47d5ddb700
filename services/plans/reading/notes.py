"""Parts a paragraph into what is to be done and the note that says who does it until when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from services.plans.reading.brackets import Group, groups, split_outside
from services.plans.reading.fold import Piece, fold
from services.plans.reading.general import Clause, take_clauses
from services.plans.reading.labels import Role, label_at, labels
from services.plans.reading.roles import Note, is_time, only_units, read_clauses, read_note
from services.plans.reading.units import is_firm

_STOPS = "。；！？"
_DUTY = re.compile(r"牵头|负责|配合|落实|会同|协助|承办|主办|参与|职责|分工|实施")
_FINISHED = re.compile(r"(?:完成|到位|推进|坚持|见效|结束|[前底])$")
_STRONG = frozenset({Role.LEAD, Role.RESPONSIBLE, Role.COOPERATE})
_BINDING = _STRONG | {Role.DEADLINE}
_SPOKEN = re.compile(r"牵头|负责|配合|会同|分工落实")
_NARRATIVE = re.compile(r"[的要应将把对使为]|加强|开展|建立|完善|做好|推动|推进工作|制定|组织(?!部|实施)")
_UNIT_BEFORE = re.compile(r"[局委办部门院厅位关构府心镇乡道村会所队县市区]$|[》”]$")
_OF_THE_COUNTY = re.compile(r"[各县市区省州旗镇乡局]")
_QUOTED_NOTE = re.compile(r"[「『<〈](?=[^「」『』<>〈〉]{2,400}[」』>〉])")
_QUOTES = str.maketrans("「『<〈」』>〉", "（（（（））））")
_ASIDE = re.compile(r"(?:监督|指导|督办|督促|跟踪问效|考核)$")
_HEADED_TIME = re.compile(r"[^，。；：（）]{2,24}(?P<group>（(?P<time>[^（）]{3,30})）)(?=[。：]|$)")
MAX_SPOKEN = 120
MAX_LOST = 20
MAX_BARE = 600


@dataclass(slots=True)
class Parted:
    """The text that remains, the notes, the clauses for all tasks, and what a clerk should look at."""

    kept: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The remaining text, in one."""
        return "".join(piece.text for piece in self.kept)


def _has_label(inside: str) -> bool:
    found = labels(inside)
    if not found or found[0].start == 0:
        return bool(found)
    return only_units(read_clauses(inside[: found[0].start].strip(" ，；、")))


def _is_bare_note(folded: str, group: Group, inside: str) -> bool:
    """Whether brackets without a label hold units: behind a full stop, or with a word of duty."""
    if not 2 <= len(inside) <= MAX_BARE or "《" in inside:
        return False
    before = folded[: group.start].rstrip()
    after = folded[group.end :].strip(" 。；;.")
    rest, clauses = take_clauses(inside)
    note = read_clauses(rest)
    duty = bool(_DUTY.search(inside))
    if not note.has_units:
        closing = not after and bool(note.deadline) and is_time(inside)
        return bool(clauses) or (closing and bool(_FINISHED.search(inside)))
    if not only_units(note):
        return bool(clauses) and duty
    ends_sentence = not before or before[-1] in _STOPS + "）”"
    if (duty and (not after or ends_sentence or len(note.all_units) > 1)) or (ends_sentence and not after):
        return True
    if not before and _are_firm(note):
        return True
    return not after and not _UNIT_BEFORE.search(before) and (bool(note.deadline) or _are_firm(note))


def _are_firm(note: Note) -> bool:
    """Whether all names are those of a county's units, not words that only end like one."""
    return all(_OF_THE_COUNTY.match(name) and is_firm(name) for name in map(fold, note.all_units))


def _take_group(inside: str, labelled: bool, parted: Parted) -> None:
    rest, clauses = take_clauses(inside)
    note = read_note(rest)
    parted.clauses += clauses
    parted.notes.append(note)
    if not labelled and note.has_units and not _DUTY.search(inside):
        parted.warnings.append("括号里没有写“责任单位”，按责任单位读出。请核对。")


def _groups(folded: str) -> list[Group]:
    """The bracketed groups; an opening bracket that nobody closed hides no note behind it."""
    found = groups(folded)
    for _ in range(MAX_LOST):
        if not found or found[-1].closed or labels(folded[found[-1].start + 1 :][:12]):
            break
        shift = found.pop().start + 1
        found += [Group(group.start + shift, group.end + shift, group.closed) for group in groups(folded[shift:])]
    return found


def _bracketed(folded: str) -> str:
    """Quotation marks and angles around a note are brackets; the length is kept."""
    for found in _QUOTED_NOTE.finditer(folded):
        if label_at(folded[found.end() :]):
            end = re.search(r"[」』>〉]", folded[found.end() :])
            stop = found.end() + end.end() if end else found.end()
            folded = folded[: found.start()] + folded[found.start() : stop].translate(_QUOTES) + folded[stop:]
    return folded


def _tail_start(folded: str, taken: list[Group]) -> int | None:
    """Where an unbracketed note begins: a label behind a full stop, or at the very beginning."""
    for label in labels(folded):
        if any(group.start <= label.start < group.end for group in taken):
            continue
        before = folded[: label.start].rstrip(" →—–-▲★●◆■※➢")
        begins = not before and label.role is not Role.OTHER
        parted = before and (before[-1] in _STOPS + "）”" or folded[label.start - 1] == " ")
        if begins or (parted and label.role in _BINDING):
            return label.start
    return None


def _whole_is_note(piece: Piece) -> Note | None:
    """A paragraph that is only a note: 责任单位 甲局, or 甲局牵头，乙局配合。"""
    folded = piece.folded
    label = label_at(folded, loose=True)
    if label and label.role is not Role.OTHER:
        if labels(folded):
            return read_note(piece.text)
        value = piece.text[label.end :].strip()
        if not value:
            return None
        note = Note() if label.role not in _STRONG else read_clauses(value, label.role)
        if label.role is Role.DEADLINE:
            note.add_time(value)
        note.labelled = True
        return note if note.deadline or only_units(note) else None
    if len(folded) <= 120 and re.search(r"牵头|负责|配合", folded) and not folded.startswith("（"):
        note = read_clauses(piece.text)
        return note if only_units(note) and len(folded) > 4 and not re.search(r"的|要|将|把|应", folded) else None
    return None


def _only_clauses(piece: Piece, parted: Parted) -> bool:
    """A paragraph of its own that speaks of all tasks: 以上任务由甲局牵头，各镇负责落实，2026年底前完成。"""
    if len(piece.text) > 160 or piece.folded.startswith("（"):
        return False
    rest, clauses = take_clauses(piece.text)
    if not clauses:
        return False
    note = read_clauses(rest)
    if (note.has_units and not only_units(note)) or len(note.deadline or "") > 40:
        return False
    scope, printed = clauses[0].scope, piece.text
    more = [(Role.LEAD, note.lead), (Role.RESPONSIBLE, note.responsible), (Role.COOPERATE, note.cooperate)]
    clauses += [Clause(scope, role, tuple(units), None, False, printed) for role, units in more if units]
    if note.deadline:
        clauses.append(Clause(scope, Role.DEADLINE, (), note.deadline, True, printed))
    parted.clauses += [replace(clause, printed=printed) for clause in clauses]
    return True


def _spoken_note(piece: Piece, start: int, parted: Parted) -> int:
    """Where the text ends before a last sentence that is only a note: …。甲局牵头，各镇配合，2026年底前完成。"""
    body = piece.folded.rstrip("。； ")
    begin = max(body.rfind("。"), body.rfind("；")) + 1
    sentence = body[begin:]
    untimed = "，".join(clause for clause in sentence.split("，") if not is_time(clause) and not _ASIDE.search(clause))
    if begin <= start + 1 or len(sentence) > MAX_SPOKEN or not _SPOKEN.search(sentence) or _NARRATIVE.search(untimed):
        return len(piece.text)
    kept = (
        piece.text[begin + a : begin + b] for a, b in split_outside(sentence, "，") if not _ASIDE.search(sentence[a:b])
    )
    note = read_clauses("，".join(kept))
    if not only_units(note) or sum(map(len, note.all_units)) * 3 < len(untimed):
        return len(piece.text)
    note.spoken = True
    parted.notes.append(note)
    parted.warnings.append("责任单位从末句读出。请核对。")
    return begin


def _take_headed_time(parted: Parted) -> None:
    """动员部署（7月10日前）。…: the time in brackets behind a task's name is its limit where its note names none."""
    noted = [note for note in parted.notes if note.has_units]
    found = _HEADED_TIME.match(parted.kept[0].folded) if parted.kept and noted else None
    if found is None or any(note.deadline for note in parted.notes) or not is_time(found["time"]):
        return
    first = parted.kept[0]
    noted[0].add_time(first.text[found.start("time") : found.end("time")])
    parted.kept[:1] = [first.cut(0, found.start("group")), first.cut(found.end("group"))]


def part(piece: Piece, numbered: bool) -> Parted:
    """Parts one paragraph (its number already off); `numbered` forbids taking the whole of it for a note."""
    parted = Parted()
    if not numbered and _only_clauses(piece, parted):
        return parted
    whole = None if numbered else _whole_is_note(piece)
    if whole:
        parted.notes.append(whole)
        return parted
    folded = _bracketed(piece.folded)
    found = _groups(folded)
    tail = _tail_start(folded, found)
    end = len(folded) if tail is None else tail
    start = 0
    for group in found:
        if group.start >= end:
            break
        inside = piece.text[group.start + 1 : group.end - group.closed]
        labelled = _has_label(fold(inside).strip())
        if not labelled and not (group.closed and _is_bare_note(folded, group, fold(inside))):
            continue
        _take_group(inside.strip(), labelled, parted)
        if not group.closed:
            parted.warnings.append("责任说明的括号没有闭合，读到段末为止。请核对。")
        parted.kept.append(piece.cut(start, group.start))
        start = group.end
        if (
            start < end
            and folded[start] in _STOPS
            and (not folded[: group.start] or folded[: group.start].rstrip()[-1:] in _STOPS)
        ):
            start += 1
    if tail is None and not parted.notes and numbered:
        end = _spoken_note(piece, start, parted)
    parted.kept.append(piece.cut(start, end))
    if tail is not None:
        _take_group(piece.text[tail:].strip(), True, parted)
    if numbered:
        _take_headed_time(parted)
    parted.kept = [piece for piece in parted.kept if piece.text]
    return parted
