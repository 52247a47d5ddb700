"""Photos of officers: pictures kept with the officer, put where a form can read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attachment import Attachment
from models.officer import EnforcementOfficer
from services.attachments import Attachments
from services.errors import StorageError

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp"})
_PHOTO_WORDS = ("照片", "证件照", "登记照", "标准照", "寸照", "白底")


class PhotoFiles:
    """Copies out what is asked for, once per sitting. Slow: belongs into jobs."""

    def __init__(self, attachments: Attachments, scratch: Callable[[], Path]) -> None:
        self._attachments, self._scratch = attachments, scratch

    def of(self, session: Session, officers: Sequence[EnforcementOfficer]) -> dict[int, Path]:
        """The photo of each officer who has one; a picture whose content is lost or damaged counts as none."""
        kept: defaultdict[int, list[Attachment]] = defaultdict(list)
        ids = [officer.id for officer in officers]
        wanted = (
            Attachment.entity == EnforcementOfficer.__tablename__,
            Attachment.entity_id.in_(ids),
            Attachment.deleted_at.is_(None),
        )
        for row in session.scalars(select(Attachment).where(*wanted).order_by(Attachment.id)):
            if PurePath(row.name).suffix.lower() in PICTURES:
                kept[row.entity_id].append(row)
        found = {}
        for officer in officers:
            file = self._file_of(officer, kept.get(officer.id, []))
            if file is not None:
                found[officer.id] = file
        return found

    def _file_of(self, officer: EnforcementOfficer, pictures: Sequence[Attachment]) -> Path | None:
        chosen = which_photo(officer.photo or "", [row.name for row in pictures])
        if chosen is None:
            return None
        row = pictures[chosen]
        folder = self._scratch() / "照片"
        folder.mkdir(exist_ok=True)
        target = folder / f"{row.id}{PurePath(row.name).suffix.lower()}"
        if target.exists():
            return target
        try:
            return self._attachments.copy_out(row.id, target)
        except StorageError:  # the form shows the gap; one lost picture must not stop an album of a county
            return None


def which_photo(registered: str, names: Sequence[str]) -> int | None:
    """Which picture is the photo: the one that the register names, else the last one called so, else the only one."""
    wanted = PurePath(registered.replace("\\", "/")).name.casefold()
    for place, name in enumerate(names):
        if wanted and name.casefold() == wanted:
            return place
    called = [place for place, name in enumerate(names) if any(word in name for word in _PHOTO_WORDS)]
    if called:
        return called[-1]
    return 0 if len(names) == 1 else None
