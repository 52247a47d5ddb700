"""Files that belong to records: encrypted, named by the hash of their content, each content kept once.

A content is cut into blocks that are sealed with AES-256-GCM under a key of its own; number and end of the blocks are
bound in, so that cutting, swapping or adding blocks shows.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.attachment import Attachment
from models.document import IssuedDocument
from models.problem import Problem
from services.access import Right
from services.clock import local_from_utc, utc_from_local
from services.errors import ConflictError, NotFoundError, StorageError, ValidationError
from services.files import sync_file, sync_folder
from services.folder import DataFolder
from services.uow import Database

MAGIC = b"DESKATT1"
SALT, BLOCK, TAG = 32, 1 << 20, 16
MAX_SIZE = 512 << 20  # bytes
DAMAGED = "附件“{name}”的内容已损坏，没有取出。从备份恢复。"
LOST = "附件“{name}”的文件不见了，没有取出。从备份恢复。"


@dataclass(frozen=True, slots=True)
class AttachmentInfo:
    """One attachment for the screen; `size` in bytes, `at` local."""

    id: int
    name: str
    size: int
    sha256: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptContent:
    """A content that lies in the store, with no record yet; `size` in bytes."""

    size: int
    sha256: str


class Attachments:
    """Store and fetch the files of records."""

    def __init__(self, database: Database, folder: DataFolder, key: bytes) -> None:
        self._db, self._folder, self._key = database, folder, key

    def add(self, entity: str, entity_id: int, file: Path, note: str = "") -> int:
        """Store a copy of `file` for a record; ValidationError (field file), StorageError when the disk refuses."""
        self._db.actor().require(Right.EDIT)
        content = self.keep(file)
        # the content is there before the row: a crash between leaves a file too many, never a row without its file
        with self._db.write("添加附件") as session:
            row = self.add_content(session, entity, entity_id, content, file.name, note)
            session.flush()
            return row.id

    def add_in(self, session: Session, entity: str, entity_id: int, file: Path, note: str = "") -> str:
        """As `add`, inside a transaction that is already open; returns the content's sha256."""
        return self.add_content(session, entity, entity_id, self.keep(file), file.name, note).sha256

    def add_content(
        self, session: Session, entity: str, entity_id: int, content: KeptContent, name: str, note: str = ""
    ) -> Attachment:
        """The row for a content that was kept before, inside a transaction that is already open."""
        row = Attachment(
            entity=entity, entity_id=entity_id, name=name[-255:], size=content.size, sha256=content.sha256, note=note
        )
        session.add(row)
        return row

    def keep(self, file: Path) -> KeptContent:
        """Put a copy of `file` into the store; without a row it is a file too many that harms nobody.

        ValidationError (field file) for one that is too large, StorageError when the disk refuses.
        """
        try:
            size = file.stat().st_size
            if size > MAX_SIZE:
                raise ValidationError({"file": f"“{file.name}”超过{MAX_SIZE >> 20}兆，没有添加。压缩或拆开后再添加。"})
            return KeptContent(size, _store(file, self._folder.attachments, self._key))
        except OSError as exc:
            raise StorageError(f"“{file.name}”没有存上。检查文件还在不在、磁盘还有没有空间。") from exc

    def of(self, entity: str, entity_id: int) -> Sequence[AttachmentInfo]:
        """The attachments of one record, oldest first."""
        statement = (
            select(Attachment)
            .where(Attachment.entity == entity, Attachment.entity_id == entity_id, Attachment.deleted_at.is_(None))
            .order_by(Attachment.id)
        )
        with self._db.read() as session:
            rows = session.scalars(statement).all()
        return [AttachmentInfo(r.id, r.name, r.size, r.sha256, r.note, local_from_utc(r.created_at)) for r in rows]

    def copy_out(self, attachment_id: int, target: Path) -> Path:
        """Write the content to `target` (a file, or a folder that gets the file's own name), whole or not at all."""
        with self._db.read() as session:
            row = session.get(Attachment, attachment_id)
        if row is None or row.deleted_at is not None:
            raise NotFoundError("这个附件已不在了。刷新后再看。")
        if target.is_dir():
            target = target / Path(row.name).name
        temporary = target.with_name(f".{target.name}.tmp")
        try:
            with temporary.open("wb") as copy:
                for block in content(self._folder, self._key, row.sha256, row.name):
                    copy.write(block)
            temporary.replace(target)
        except OSError as exc:
            raise StorageError(f"附件没有写到“{target}”。检查那里能不能写入、还有没有空间。") from exc
        finally:
            temporary.unlink(missing_ok=True)
        return target

    def remove(self, attachment_id: int) -> None:
        """Into the 回收站; the content stays for the history and the backups."""
        with self._db.write("删除附件", Right.DELETE) as session:
            row = session.get(Attachment, attachment_id)
            if row is None or row.deleted_at is not None:
                raise NotFoundError("这个附件已不在了。刷新后再看。")
            refuse_kept(session, row)
            row.deleted_at = utc_from_local(self._db.clock())


def refuse_kept(session: Session, attachment: Attachment) -> None:
    """ConflictError for what a finished record stands on: the PDF of a signed document, the evidence of a closing."""
    if attachment.entity == IssuedDocument.__tablename__:
        document = session.get(IssuedDocument, attachment.entity_id)
        if document is not None and document.pdf_sha256 == attachment.sha256:
            raise ConflictError(f"这是{document.number}签发时的定稿，没有删除。文书作废后也要保留。")
    if attachment.entity == Problem.__tablename__:
        problem = session.get(Problem, attachment.entity_id)
        if problem is not None and problem.settled:
            raise ConflictError(f"{problem.number}已凭佐证材料销号，没有删除。要换材料先重新打开问题。")


def content(folder: DataFolder, key: bytes, sha256: str, name: str) -> Iterator[bytes]:
    """The content block by block; StorageError when it is lost, damaged or exchanged (found at the end)."""
    path = place_of(folder.attachments, sha256)
    if not path.exists():
        raise StorageError(LOST.format(name=name))
    digest = hashlib.sha256()
    try:
        for block in _opened(path, key):
            digest.update(block)
            yield block
    except (InvalidTag, ValueError) as exc:
        raise StorageError(DAMAGED.format(name=name)) from exc
    if digest.hexdigest() != sha256:
        raise StorageError(DAMAGED.format(name=name))


def place_of(attachments: Path, sha256: str) -> Path:
    """Where a content lies: 256 folders, so that none grows too large for an explorer."""
    return attachments / sha256[:2] / sha256


def _store(file: Path, attachments: Path, key: bytes) -> str:
    attachments.mkdir(parents=True, exist_ok=True)
    temporary = attachments / f".{secrets.token_hex(8)}.tmp"
    try:
        digest = _seal(file, temporary, key)
        place = place_of(attachments, digest)
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            sync_file(temporary)
            temporary.replace(place)
            sync_folder(place.parent)
        return digest
    finally:
        temporary.unlink(missing_ok=True)


def _seal(source: Path, target: Path, key: bytes) -> str:
    """Encrypt and return the sha256 of the plain content; an empty file gives one empty block."""
    salt, digest = secrets.token_bytes(SALT), hashlib.sha256()
    cipher = AESGCM(_own_key(key, salt))
    with source.open("rb") as plain, target.open("wb") as sealed:
        sealed.write(MAGIC + salt)
        number, block = 0, plain.read(BLOCK)
        while True:
            following = plain.read(BLOCK)
            digest.update(block)
            sealed.write(cipher.encrypt(_nonce(number, last=not following), block, MAGIC))
            if not following:
                return digest.hexdigest()
            number, block = number + 1, following


def _opened(path: Path, key: bytes) -> Iterator[bytes]:
    with path.open("rb") as sealed:
        head = sealed.read(len(MAGIC) + SALT)
        if head[: len(MAGIC)] != MAGIC or len(head) < len(MAGIC) + SALT:
            raise ValueError("not a stored attachment")
        cipher = AESGCM(_own_key(key, head[len(MAGIC) :]))
        number, block = 0, sealed.read(BLOCK + TAG)
        while True:
            following = sealed.read(BLOCK + TAG)
            yield cipher.decrypt(_nonce(number, last=not following), block, MAGIC)
            if not following:
                return
            number, block = number + 1, following


def _own_key(key: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, b"supervision-desk:attachment").derive(key)


def _nonce(number: int, *, last: bool) -> bytes:
    """Never repeated under one key, because each content has its own salt."""
    return number.to_bytes(11, "big") + bytes([last])
