"""Photos of officers: pictures kept with the officer, put where a form can read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attachment import Attachment
from models.officer import EnforcementOfficer
from services.attachments import Attachments
from services.errors import StorageError

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp"})
MOST_NAMED = 1000  # officers; for more all pictures are read, which is one short question
_PHOTO_WORDS = ("照片", "证件照", "登记照", "标准照", "寸照", "白底")


class PhotoFiles:
    """Copies out what is asked for, once per sitting. Slow: belongs into jobs."""

    def __init__(self, attachments: Attachments, scratch: Callable[[], Path]) -> None:
        self._attachments, self._scratch = attachments, scratch

    def of(self, session: Session, officers: Sequence[EnforcementOfficer]) -> dict[int, Path]:
        """The photo of each officer who has one; a picture whose content is lost or damaged counts as none."""
        found = {}
        for officer_id, kept in photos_kept(session, {each.id: each.photo or "" for each in officers}).items():
            file = self._copied(kept)
            if file is not None:
                found[officer_id] = file
        return found

    def _copied(self, row: Attachment) -> Path | None:
        folder = self._scratch() / "照片"
        folder.mkdir(exist_ok=True)
        target = folder / f"{row.id}{PurePath(row.name).suffix.lower()}"
        if target.exists():
            return target
        try:
            return self._attachments.copy_out(row.id, target)
        except StorageError:  # the form shows the gap; one lost picture must not stop an album of a county
            return None


def photos_kept(session: Session, registered: Mapping[int, str]) -> dict[int, Attachment]:
    """The photo of each officer who has one. `registered` maps their ids to the file that the register names."""
    pictures: defaultdict[int, list[Attachment]] = defaultdict(list)
    wanted = (Attachment.entity == EnforcementOfficer.__tablename__, Attachment.deleted_at.is_(None))
    narrowed = () if len(registered) > MOST_NAMED else (Attachment.entity_id.in_(registered),)
    for row in session.scalars(select(Attachment).where(*wanted, *narrowed).order_by(Attachment.id)):
        if PurePath(row.name).suffix.lower() in PICTURES:
            pictures[row.entity_id].append(row)
    found = {}
    for officer_id, file_name in registered.items():
        kept = pictures.get(officer_id, [])
        chosen = which_photo(file_name, [row.name for row in kept])
        if chosen is not None:
            found[officer_id] = kept[chosen]
    return found


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
