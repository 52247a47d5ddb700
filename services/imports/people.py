"""Whom a row means: by ID number, certificate, phone, and by name only inside one unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from services.imports.cells import Match
from services.imports.named import RowFound
from services.spec import mask_identity

SHOWN = 5  # people of one name that a message lists
_NO_DIGIT = re.compile(r"\D")


class PersonWords(NamedTuple):
    """What a row says of a person; `unit` is the stored value of the unit that the row or the sender names."""

    name: str = ""
    id_no: str = ""
    cert_no: str = ""
    phone: str = ""
    unit: Any = None


class Person(NamedTuple):
    """A registered officer as far as finding needs it."""

    id: int
    name: str
    id_no: str | None
    phone: str | None
    unit: Any
    unit_name: str
    cert_nos: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Enough to tell two of one name apart, not the whole number."""
        number = f"，{mask_identity(self.id_no)}" if self.id_no else "，没有身份证号"
        return f"{self.name}（{self.unit_name}{number}）"


class People:
    """The register by each of its marks, read once per file."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._marks: dict[tuple[str, Any], list[Person]] = {}
        self._by_id: dict[int, Person] = {}
        for person in people:
            self._by_id[person.id] = person
            for mark in _marks(person):
                self._marks.setdefault(mark, []).append(person)

    def chosen(self, person_id: int) -> Match | None:
        """The officer that a clerk chose."""
        person = self._by_id.get(person_id)
        return Match(person.id, person.name) if person else None

    def find(self, said: PersonWords) -> RowFound:
        """The one officer that all words fit; a name alone means nobody (certificates note, case 14)."""
        for kind, mark in (("id_no", said.id_no), ("cert_no", said.cert_no), ("phone", _digits(said.phone))):
            found = self._marks.get((kind, mark), []) if mark else []
            if len(found) == 1:
                return _checked(found[0], said)
            if len(found) > 1:
                return _doubt(found, f"名册里有{len(found)}个人用这个号码。")
        return self._named(said)

    def _named(self, said: PersonWords) -> RowFound:
        if not said.name:
            return RowFound(why="这个号码不在执法人员名册中。请核对号码，或先登记这个人。")
        same = [p for p in self._marks.get(("name", said.name), []) if not _contradicts(p, said)]
        here = [p for p in same if p.unit == said.unit]
        if len(here) == 1:
            return RowFound(Match(here[0].id, here[0].name))
        if len(here) > 1:
            return _doubt(here, f"名册里有{len(here)}个{said.name}，分不清是谁。")
        if same and said.unit is None:
            return _doubt(same, f"没有单位，也没有号码，只凭姓名不能认定是哪个{said.name}。")
        if same:
            return _doubt(same, f"这个单位没有{said.name}，别的单位有同名的人。")
        return RowFound(why=f"{said.name}不在执法人员名册中。请核对姓名和单位，或先登记这个人。")


def _marks(person: Person) -> Iterable[tuple[str, Any]]:
    yield "name", person.name
    if person.id_no:
        yield "id_no", person.id_no
    if phone := _digits(person.phone or ""):
        yield "phone", phone
    for number in person.cert_nos:
        yield "cert_no", number


def _digits(phone: str) -> str:
    """Long enough to be somebody's own; 86 in front and separators do not count."""
    plain = _NO_DIGIT.sub("", phone)
    plain = plain[2:] if len(plain) == 13 and plain.startswith("86") else plain
    return plain if len(plain) >= 7 else ""


def _contradicts(person: Person, said: PersonWords) -> bool:
    return bool(said.id_no and person.id_no and said.id_no != person.id_no)


def _checked(person: Person, said: PersonWords) -> RowFound:
    if said.name and said.name != person.name:
        why = f"这个号码是{person.name}的，表里写的是{said.name}。请核对姓名和号码。"
        return RowFound(why=why, suggest=person.shown, doubtful=True)
    if _contradicts(person, said):
        return RowFound(why="证号或电话与身份证号不是同一个人的。请核对。", suggest=person.shown, doubtful=True)
    return RowFound(Match(person.id, person.name))


def _doubt(people: list[Person], why: str) -> RowFound:
    listed = "；".join(person.shown for person in people[:SHOWN])
    more = f"等{len(people)}人" if len(people) > SHOWN else ""
    return RowFound(why=f"{why}请选人。", suggest=listed + more, doubtful=True)
