"""The register on paper: which forms fit what was chosen, what they lack, and the PDF of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.access import Right
from services.errors import ValidationError
from services.files import safe_name
from services.printing.forms.check_card import CheckCardsValues
from services.printing.forms.officer_forms import OFFICER_FORMS, About, OfficerForm, form_of
from services.printing.forms.photo_album import AlbumValues
from services.printing.joining import join_pdfs
from services.register_papers import (
    certificate_papers,
    officer_lists,
    training_figures,
    training_papers,
    unit_papers,
)
from services.register_papers.chosen import FITTING, Choice, Chosen
from services.register_papers.filling import Filling
from services.register_papers.people import people
from services.register_papers.photos import PhotoFiles

if TYPE_CHECKING:
    from services.desk import Desk

FILLED_BY: Mapping[str, Callable[[Filling], Sequence[Any]]] = {
    "application": certificate_papers.applications,
    "exchange": certificate_papers.exchanges,
    "reissue": certificate_papers.reissues,
    "loss_notice": certificate_papers.loss_notices,
    "suspension": certificate_papers.suspensions,
    "handover": officer_lists.handover,
    "return": certificate_papers.returns,
    "cancellation": certificate_papers.cancellations,
    "cancellation_list": officer_lists.cancellation_list,
    "receipts": officer_lists.receipts,
    "check_cards": officer_lists.check_cards,
    "public_roster": officer_lists.public_roster,
    "office_roster": officer_lists.roster,
    "full_roster": officer_lists.roster,
    "summary": officer_lists.roster,
    "album": officer_lists.album,
    "subjects": unit_papers.subjects,
    "legal_review": unit_papers.legal_review,
    "supervisors": unit_papers.supervisors,
    "auxiliaries": unit_papers.auxiliaries,
    "counsels": unit_papers.counsels,
    "clean_up": unit_papers.clean_up,
    "training_cards": training_papers.training_cards,
    "training_plan": training_papers.training_plans,
    "sign_in": training_papers.sign_in_books,
    "class_roster": training_papers.class_rosters,
    "compliance": training_figures.compliance_table,
    "unmet": training_figures.unmet_list,
    "round": training_figures.round_table,
    "assessment": training_papers.assessments,
}
WHOLE_NUMBERS = frozenset({"application", "exchange", "reissue"})
"""Forms that ask for the whole ID number; everybody without the right gets its ends."""
NOBODY = "没有可以填进这张表的记录，没有打印。换一张表，或者打印空白表。"
MASKED = "当前账户没有“导出完整证件号码”的权限，身份证号只印首尾。"
_SHOWN = 6
_ASKED_FOR: Mapping[str, Callable[[Filling], Sequence[Any]]] = {"training_cards": people}
"""Forms that lack nothing once there is somebody: filling a county's cards only to find that out takes too long."""


class RegisterPapers:
    """All of it only reads; filling and printing are slow and belong into jobs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._photos = PhotoFiles(desk.attachments, desk.scratch)

    def choices(self, ledger: str) -> tuple[Choice, ...]:
        """What can be printed of rows of `ledger`, in the order of the menu."""
        keys = FITTING[ledger]
        return tuple(_choice(form) for form in OFFICER_FORMS if form.key in keys)

    def every_form(self) -> tuple[Choice, ...]:
        """All forms, for printing blank ones."""
        return tuple(_choice(form) for form in OFFICER_FORMS)

    def values(self, key: str, chosen: Chosen) -> Sequence[Any]:
        """What would be printed: one for each sheet, class or list. KeyError for an unknown form."""
        with self._filling(chosen) as filling:
            return FILLED_BY[key](filling)

    def lacks(self, key: str, chosen: Chosen) -> tuple[str, ...]:
        """What the form will leave open, in sentences; it can be printed all the same."""
        form = form_of(key)
        with self._filling(chosen) as filling:
            values = _ASKED_FOR.get(key, FILLED_BY[key])(filling)
        if not values:
            return (NOBODY,)
        if key in _ASKED_FOR:
            return ()
        lines = [line for each in values if (line := _lacking(form, each))]
        more = [f"另有{len(lines) - _SHOWN}份缺内容。"] if len(lines) > _SHOWN else []
        masked = [MASKED] if key in WHOLE_NUMBERS and not self._full else []
        return (*lines[:_SHOWN], *more, *masked)

    def printed(self, key: str, chosen: Chosen) -> Path:
        """The filled form as a PDF of this sitting; several in one file, each on the front of a sheet.

        ValidationError where nothing is there to be filled in; else as `join_pdfs` and `print_table`.
        """
        form, values = form_of(key), self.values(key, chosen)
        if not values:
            raise ValidationError({"key": NOBODY})
        target = self._desk.scratch() / f"{safe_name(_name_of(form, values))}.pdf"
        if len(values) == 1:
            form.render(values[0], target)
        elif form.layout is not None:
            form.render_many(values, target)
        else:
            self._join(form, values, target)
        return target

    def blank(self, key: str) -> Path:
        """The empty form."""
        form = form_of(key)
        target: Path = self._desk.scratch() / f"{safe_name(form.title)}（空白表）.pdf"
        form.render(form.blank, target)
        return target

    @property
    def _full(self) -> bool:
        return self._desk.actor.may(Right.EXPORT_FULL)

    @contextmanager
    def _filling(self, chosen: Chosen) -> Iterator[Filling]:
        desk = self._desk
        with desk.database.read() as session:
            yield Filling(
                session,
                chosen,
                desk.now().date(),
                desk.bureau,
                desk.actor.name,
                self._full,
                self._photos,
                lambda: desk.benches.cleanup.table(),
                lambda day: desk.indicators.overview(day),
            )

    def _join(self, form: OfficerForm[Any], values: Sequence[Any], target: Path) -> None:
        """Forms that fill whole pages of their own, one after the other."""
        folder = target.with_suffix("")
        folder.mkdir(exist_ok=True)
        files = []
        for place, each in enumerate(values):
            files.append(folder / f"{place}.pdf")
            form.render(each, files[-1])
        join_pdfs(files, target)


def _choice(form: OfficerForm[Any]) -> Choice:
    return Choice(form.key, form.title, form.group.value, form.about is About.OFFICER)


def _lacking(form: OfficerForm[Any], values: Any) -> str:
    """容知秋：缺照片、编制性质."""
    missing = form.missing(values)
    if not missing:
        return _without_photo(values)
    who = _subject(values)
    return f"{who}{'：' if who else ''}缺{'、'.join(missing)}"


def _without_photo(values: Any) -> str:
    """How many of an album or of a sheet of cards have no photo."""
    officers = [*values.officers] if isinstance(values, AlbumValues) else []
    if isinstance(values, CheckCardsValues):
        officers = [card.officer for card in values.cards]
    count = sum(officer.photo is None for officer in officers)
    return f"{count}人没有照片" if count else ""


def _subject(values: Any) -> str:
    officer = getattr(values, "officer", None)
    if officer is not None:
        return str(officer.name)
    return str(next((getattr(values, key) for key in ("name", "unit", "title") if getattr(values, key, "")), ""))


def _name_of(form: OfficerForm[Any], values: Sequence[Any]) -> str:
    """The file's name: the form, and whose it is where it is one person's."""
    who = _subject(values[0]) if len(values) == 1 else f"{len(values)}份"
    return "　".join(filter(None, (form.title, who)))
