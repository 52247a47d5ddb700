"""Whose photo is it: files are given to officers by their names, and only where the name leaves no doubt."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from services.imports import clean

_IDENTITY = re.compile(r"(?<![0-9])[0-9]{17}[0-9X](?![0-9X])")
_SEPARATORS = re.compile(r"[-_+.,，、;；=~()（）\[\]【】]+")
_NOISE = re.compile(r"证件照|登记照|标准照|一寸照?|二寸照?|照片|相片|白底|副本|电子版")
_HAN = re.compile("[㐀-鿿豈-﫿\U00020000-\U000323af·]")


@dataclass(frozen=True, slots=True)
class PhotoOwner:
    """An officer whose photo may be among the files."""

    id: int
    name: str
    id_no: str = ""
    cert_no: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class MatchedPhoto:
    """A photo that belongs to exactly one officer; `by` says by what."""

    file: str
    owner: PhotoOwner
    by: str


@dataclass(frozen=True, slots=True)
class UnsurePhoto:
    """A photo that somebody has to decide on, who it may show, and why it is unsure; nobody in an unmatched one."""

    file: str
    owners: tuple[PhotoOwner, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class PhotoMatches:
    """Every file stands in exactly one of the three."""

    matched: tuple[MatchedPhoto, ...]
    ambiguous: tuple[UnsurePhoto, ...]
    unmatched: tuple[UnsurePhoto, ...]


def match_photos(files: Iterable[str | PurePath], officers: Sequence[PhotoOwner], unit: str = "") -> PhotoMatches:
    """Gives files to officers by 身份证号, 姓名+身份证号, 证号, or 姓名 where only one in the unit has it.

    `unit` is the unit that sent the files. Without it a name alone is never enough where the officers belong to
    several units. Two files for one officer are both unsure.
    """
    found = match_each(files, officers, unit)
    files_of: dict[int, int] = defaultdict(int)
    for each in found:
        if isinstance(each, MatchedPhoto):
            files_of[each.owner.id] += 1
    matched: list[MatchedPhoto] = []
    ambiguous: list[UnsurePhoto] = []
    unmatched: list[UnsurePhoto] = []
    for each in found:
        if isinstance(each, UnsurePhoto):
            (ambiguous if each.owners else unmatched).append(each)
        elif files_of[each.owner.id] > 1:
            reason = f"{each.owner.name}有{files_of[each.owner.id]}张照片。请留下一张。"
            ambiguous.append(UnsurePhoto(each.file, (each.owner,), reason))
        else:
            matched.append(each)
    return PhotoMatches(tuple(matched), tuple(ambiguous), tuple(unmatched))


def match_each(
    files: Iterable[str | PurePath], officers: Sequence[PhotoOwner], unit: str = ""
) -> list[MatchedPhoto | UnsurePhoto]:
    """The same for every file by itself, in the order of the files; two may belong to one officer."""
    owners = _Owners(officers, unit)
    return [owners.of(str(file)) for file in files]


class _Owners:
    """Officers by what a file may be named after."""

    def __init__(self, officers: Sequence[PhotoOwner], unit: str) -> None:
        self._by_identity: dict[str, list[PhotoOwner]] = defaultdict(list)
        self._by_certificate: dict[str, list[PhotoOwner]] = defaultdict(list)
        self._by_name: dict[str, list[PhotoOwner]] = defaultdict(list)
        units = {officer.unit for officer in officers}
        self._names_suffice = bool(unit) or len(units) < 2
        for officer in officers:
            if officer.id_no:
                self._by_identity[clean.code(officer.id_no).text].append(officer)
            if officer.cert_no:
                self._by_certificate[clean.code(officer.cert_no).text].append(officer)
            if not unit or officer.unit == unit:
                self._by_name[clean.person(officer.name).text].append(officer)

    def of(self, file: str) -> MatchedPhoto | UnsurePhoto:
        """Whose photo the file is, told by its name alone; the folder says nothing."""
        stem = PurePath(file.replace("\\", "/")).stem
        code = clean.code(stem).text
        apart = unicodedata.normalize("NFKC", stem).upper()
        identities = list(dict.fromkeys(_IDENTITY.findall(apart) or _IDENTITY.findall(code)))
        if identities:
            return self._by_identity_numbers(file, code, identities)
        return self._by_certificate_number(file, code) or self._by_names(file, stem)

    def _by_identity_numbers(self, file: str, code: str, identities: list[str]) -> MatchedPhoto | UnsurePhoto:
        people = [officer for number in identities for officer in self._by_identity.get(number, ())]
        if not people:
            return UnsurePhoto(file, (), "没有登记过这个身份证号的人员。请核对号码，或者先登记人员。")
        if len(people) > 1 or len(identities) > 1:
            return UnsurePhoto(file, tuple(people), "文件名里的身份证号不能确定是哪一个人。请选定一人。")
        return _with_its_name(file, people[0], _IDENTITY.sub("", code), "身份证号")

    def _by_certificate_number(self, file: str, code: str) -> MatchedPhoto | UnsurePhoto | None:
        """None where the name of the file holds no number that is known."""
        whole = _NOISE.sub("", code)
        for number in _candidates(code):
            people = self._by_certificate.get(number)
            if people and len(people) > 1:
                return UnsurePhoto(file, tuple(people), "几个人登记了同一个证号。请先改正证号。")
            if people:
                return _with_its_name(file, people[0], whole.replace(number, "", 1), "证号")
        for cut in range(1, len(whole)):
            for number, name in ((whole[cut:], whole[:cut]), (whole[:cut], whole[cut:])):
                people = self._by_certificate.get(number, [])
                if len(people) == 1 and clean.code(people[0].name).text == name:
                    return MatchedPhoto(file, people[0], "姓名和证号")
        return None

    def _by_names(self, file: str, stem: str) -> MatchedPhoto | UnsurePhoto:
        names = list(dict.fromkeys(_person(each) for each in (stem, *_candidates(stem))))
        found = [name for name in names if name in self._by_name]
        if not found:
            return UnsurePhoto(file, (), "文件名里没有已登记的身份证号、证号或者姓名。请改名，或者选定一人。")
        found = found[:1] if found[0] == names[0] else found
        people = tuple(officer for name in found for officer in self._by_name[name])
        if not self._names_suffice:
            return UnsurePhoto(file, people, "只写了姓名，不知道是哪个单位的。请选定一人。")
        if len(people) > 1:
            doubt = f"本单位有{len(people)}个{found[0]}" if len(found) == 1 else "文件名里有几个人的姓名"
            return UnsurePhoto(file, people, f"{doubt}。请选定一人。")
        return MatchedPhoto(file, people[0], "姓名")


def _with_its_name(file: str, owner: PhotoOwner, rest: str, by: str) -> MatchedPhoto | UnsurePhoto:
    """What stands beside the number must be the owner's name or unit, or no words at all."""
    rest = _NOISE.sub("", rest)
    if owner.unit:
        rest = rest.replace(clean.code(owner.unit).text, "")
    if not _HAN.search(rest):
        return MatchedPhoto(file, owner, by)
    if clean.code(_person(owner.name)).text in clean.code(_person(rest)).text:
        return MatchedPhoto(file, owner, f"姓名和{by}")
    reason = f"文件名里的姓名和{by}对不上，这个{by}登记的是{owner.name}。请核对。"
    return UnsurePhoto(file, (owner,), reason)


def _candidates(text: str) -> list[str]:
    """The text, and its parts between marks and blanks, longest first; words such as 照片 left out."""
    whole = _NOISE.sub("", text).strip()
    parts = [part for piece in whole.split() for part in _SEPARATORS.split(piece) if part]
    letters = [part.strip() for part in re.split(r"[0-9A-Za-z]+", whole)]
    ordered = sorted({*parts, *letters, _SEPARATORS.sub("", whole)} - {whole, ""}, key=lambda part: (-len(part), part))
    return [whole, *ordered] if whole else ordered


def _person(text: str) -> str:
    return clean.person(text).text
