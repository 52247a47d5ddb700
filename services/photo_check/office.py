"""核对照片: from an agency's folder to the photos in the register, in one act that can be taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.attachment import Attachment
from models.officer import EnforcementOfficer
from services.access import Right
from services.attachments import Attachments, KeptContent
from services.errors import ConflictError
from services.exchange.people_choice import Candidate, find_people
from services.files import safe_name
from services.photo_check.demand import PhotoDemand, photo_demand
from services.photo_check.judge import Choices, PhotoRow, PhotoState, judge
from services.photo_check.register import read_holders
from services.photo_check.sent import Progress, SentPhoto, check_again, read_photos, thumbnail
from services.province_rules import rules_in_force
from services.query import Outcome
from services.uow import Database

STORED = "存入照片"
CHANGED = "“{name}”核对以后又改过，没有存入任何一张。重新核对后再存。"
GONE = "{names}已不在名册里，没有存入任何一张。重新核对后再存。"


@dataclass(frozen=True, slots=True)
class PhotoReading:
    """Everything that the screen shows of one run."""

    demand: PhotoDemand
    photos: tuple[SentPhoto, ...]
    rows: tuple[PhotoRow, ...]
    unit: str = ""

    @property
    def counts(self) -> Counter[PhotoState]:
        """How many rows have which state."""
        return Counter(row.state for row in self.rows)

    @property
    def fit(self) -> list[PhotoRow]:
        """What would be stored."""
        return [row for row in self.rows if row.state is PhotoState.FIT]


class PhotoOffice:
    """Reads, judges and stores; everything here is slow and belongs into jobs."""

    def __init__(self, database: Database, attachments: Attachments) -> None:
        self._db, self._attachments = database, attachments

    def units(self) -> list[str]:
        """The names of the registered units."""
        wanted = select(EnforcementAgency.name).where(EnforcementAgency.deleted_at.is_(None))
        with self._db.read() as session:
            return list(session.scalars(wanted.order_by(EnforcementAgency.name)))

    def unit_of(self, officer_id: int) -> str:
        """The unit of an officer; empty where that row is gone."""
        wanted = select(EnforcementAgency.name).join(
            EnforcementOfficer, EnforcementOfficer.agency_id == EnforcementAgency.id
        )
        with self._db.read() as session:
            return session.scalar(wanted.where(EnforcementOfficer.id == officer_id)) or ""

    def demand(self) -> PhotoDemand:
        """What the rules in force ask of a photo."""
        with self._db.read() as session:
            return photo_demand(rules_in_force(session))

    def read(
        self,
        paths: Sequence[Path],
        unit: str = "",
        known: Sequence[SentPhoto] = (),
        choices: Choices | None = None,
        progress: Progress | None = None,
    ) -> PhotoReading:
        """The files of these folders, together with what was read before; ConflictError for far too many."""
        new = read_photos(paths, self.demand().profile, progress)
        files = {photo.file for photo in new}
        return self.judged([*(photo for photo in known if photo.file not in files), *new], unit, choices)

    def read_again(
        self, reading: PhotoReading, choices: Choices | None = None, progress: Progress | None = None
    ) -> PhotoReading:
        """The same files as they lie there now, by the rules as they are now."""
        photos = check_again(reading.photos, self.demand().profile, progress)
        return self.judged(photos, reading.unit, choices)

    def judged(self, photos: Sequence[SentPhoto], unit: str = "", choices: Choices | None = None) -> PhotoReading:
        """The same files with other words of the clerk, against the register as it is now."""
        with self._db.read() as session:
            demand, holders = photo_demand(rules_in_force(session)), read_holders(session)
        return PhotoReading(demand, tuple(photos), tuple(judge(photos, holders, unit, choices)), unit)

    def people(self, words: str) -> Sequence[Candidate]:
        """Officers to choose from."""
        with self._db.read() as session:
            return find_people(session, words)

    def picture(self, row: PhotoRow, side: int) -> bytes:
        """What the row's file shows, as PNG; empty where there is nothing to be seen."""
        return thumbnail(row.photo.file, side) if row.photo is not None else b""

    def store(self, rows: Sequence[PhotoRow], progress: Callable[[int, int], None] | None = None) -> Outcome:
        """Make the fitting ones of `rows` the photos of their officers, all or none, as one act.

        A photo that was there stays among the officer's attachments. ConflictError where a file changed since it was
        checked or an officer is gone; StorageError when the disk refuses.
        """
        self._db.actor().require(Right.EDIT)
        fit = [row for row in rows if row.state is PhotoState.FIT and row.photo is not None and row.holder is not None]
        if not fit:
            return Outcome("没有合格的照片可以存入。")
        contents = list(self._contents(fit, progress))
        with self._db.write(STORED) as session:
            for officer, content in zip(_officers(session, fit), contents, strict=True):
                officer.photo = _free_name(session, officer)
                self._attachments.add_content(
                    session, EnforcementOfficer.__tablename__, officer.id, content, officer.photo, "核对照片时存入"
                )
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已存入{len(fit)}张照片。", group)

    def _contents(self, fit: Sequence[PhotoRow], progress: Callable[[int, int], None] | None) -> Iterator[KeptContent]:
        """Put away before the transaction opens: nobody waits for the writer while files are encrypted."""
        for done, row in enumerate(fit):
            assert row.photo is not None
            if progress:
                progress(done, len(fit))
            content = self._attachments.keep(row.photo.file)
            if content.sha256 != row.photo.sha256:
                raise ConflictError(CHANGED.format(name=row.photo.shown))
            yield content


def _officers(session: Session, fit: Sequence[PhotoRow]) -> list[EnforcementOfficer]:
    found, gone = [], []
    for row in fit:
        assert row.holder is not None
        officer = session.get(EnforcementOfficer, row.holder.owner.id)
        if officer is None or officer.deleted_at is not None:
            gone.append(row.holder.owner.name)
        else:
            found.append(officer)
    if gone:
        raise ConflictError(GONE.format(names="、".join(gone)))
    return found


def _free_name(session: Session, officer: EnforcementOfficer) -> str:
    """A name that none of the officer's files has, and without the number that an agency wrote into its own."""
    wanted = select(Attachment.name).where(
        Attachment.entity == EnforcementOfficer.__tablename__, Attachment.entity_id == officer.id
    )
    taken = {name.casefold() for name in session.scalars(wanted)}
    stem, number = safe_name(f"{officer.name}照片"), 2
    name = f"{stem}.jpg"
    while name.casefold() in taken:
        name, number = f"{stem}（{number}）.jpg", number + 1
    return name
