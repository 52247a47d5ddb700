"""Setting a desk up, opening it, and getting in with the recovery code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from models.account import Account
from models.engine import open_engine
from services.access import SYSTEM, Actor, Right, Role
from services.accounts import Accounts, actor_of, check_new, forget_orphans, new_account
from services.attachments import Attachments
from services.backup import backup, clear_unfinished
from services.backup_file import Label
from services.clock import Clock, local_now, utc_from_local
from services.errors import ConflictError, DeniedError, NotFoundError, ServiceError, StorageError, ValidationError
from services.folder import DataFolder, check_place
from services.keys import KeyFile, check_password, new_key, user_key
from services.lock import FolderLock
from services.settings import check_values, store_values
from services.shipped import TAKEN, lacks_shipped_rows, take_shipped_rows
from services.staging import finish, staged
from services.tries import Tries
from services.uow import Database
from services.upgrade import HEAD, MISSING, SCRIPTS, create_database, ensure_current

NO_DESK = "这个文件夹里还没有工作台的数据。没有新建。换一个文件夹，或先设立，也可以从备份恢复。"
NO_KEYS = "钥匙文件keys.json不见了，数据打不开，没有改动。把它放回原处，或从备份恢复。"
EXISTS = "这个文件夹里已经有工作台的数据，没有改动。打开它，或换一个文件夹设立。"


@dataclass(frozen=True, slots=True)
class Setup:
    """What setting up asks for; `rules` names the province's rules and may be empty, like `county`."""

    bureau: str
    county: str
    rules: str
    admin_user: str
    admin_name: str
    password: str = field(repr=False)


@dataclass(slots=True)
class OpenedDesk:
    """The bureau's data, open for one person; closed with `close` or as a context manager."""

    folder: DataFolder
    database: Database
    actor: Actor
    lock: FolderLock
    key: bytes = field(repr=False)  # must not get into a log
    user: str
    upgraded: bool = False

    def accounts(self) -> Accounts:
        """The accounts as this person may handle them."""
        return Accounts(self.database, self.folder, self.key, self.user)

    def attachments(self) -> Attachments:
        """The files of records."""
        return Attachments(self.database, self.folder, self.key)

    def confirm(self, password: str) -> None:
        """Raise SignInError unless it is this person's password: for the locked screen and before grave acts."""
        now = self.database.clock()
        tries = Tries(self.folder.tries)
        tries.require_open(self.user, now)
        if KeyFile.load(self.folder.keys).open(self.user, password) is None:
            raise tries.failed(self.user, now)
        tries.succeeded(self.user)

    def close(self) -> None:
        """Give the file and the lock back; a second call does nothing."""
        self.database.close()
        self.lock.release()

    def __enter__(self) -> OpenedDesk:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


def create_desk(folder: DataFolder, setup: Setup, now: datetime, *, scripts: Path = SCRIPTS) -> str:
    """Make the data folder and return the recovery code, which is shown once and kept nowhere.

    Raises ValidationError (fields bureau, county, rules, user_name, display_name, password), ConflictError when a desk
    is there, StorageError for a place that is refused. Nothing is left behind then.
    """
    values = _checked(setup)
    check_place(folder.root)
    if folder.holds_desk():
        raise ConflictError(EXISTS)
    folder.prepare()
    lock = FolderLock(folder.lock)
    lock.take(now)
    try:
        if folder.holds_desk():
            raise ConflictError(EXISTS)
        with staged(folder) as new:
            return _fill(new, setup, values, now, scripts)
    finally:
        lock.release()
        if not folder.holds_desk():
            _remove_empty(folder)


def open_desk(
    folder: DataFolder, user: str, password: str, clock: Clock = local_now, *, scripts: Path = SCRIPTS, head: str = HEAD
) -> OpenedDesk:
    """Sign in and open; the file is upgraded where needed.

    Raises SignInError (wrong password, pause), LockedError, StorageError (missing, damaged, foreign, newer file).
    """
    lock = _entered(folder, clock())
    try:
        keys = _keys(folder)
        tries = Tries(folder.tries)
        tries.require_open(user, clock())
        key = keys.open(user, password)
        if key is None:
            raise tries.failed(user, clock())
        upgraded = _upgraded(folder, key, clock, scripts, head)
        desk = _opened(folder, user, key, lock, clock, upgraded=upgraded)
        tries.succeeded(user)
    except BaseException:
        lock.release()
        raise
    return desk


def recover(folder: DataFolder, code: str, user: str, new_password: str, clock: Clock = local_now) -> None:
    """Give `user` a new password by the recovery code; the code stays valid.

    Raises ValidationError (fields code, password), WrongSecretError, NotFoundError, LockedError, StorageError.
    """
    check_password(user, new_password)
    lock = _entered(folder, clock())
    try:
        keys = _keys(folder)
        key = keys.open_by_code(code)
        _upgraded(folder, key, clock, SCRIPTS, HEAD)
        database = Database(open_engine(folder.database, key, create=False), lambda: SYSTEM, clock)
        try:
            with database.write("用恢复码重设密码") as session:
                account = session.scalars(select(Account).where(Account.user_name == user_key(user))).one_or_none()
                if account is None or account.deleted_at is not None or not account.active:
                    raise NotFoundError("没有这个能用的账户，没有改动。核对用户名。")
                account.password_at = utc_from_local(clock())
        finally:
            database.engine.dispose()
        keys.set_password(user, new_password, key)
        keys.save()
        Tries(folder.tries).succeeded(user)
    finally:
        lock.release()


def new_recovery_code(desk: OpenedDesk) -> str:
    """Another recovery code, for when the print was lost. The old one no longer opens the desk, but still the backups
    made until now, and with their keys.json a copy of the data. Raises DeniedError unless an administrator asks."""
    desk.database.actor().require(Right.ACCOUNTS)
    keys = KeyFile.load(desk.folder.keys)
    code = keys.new_code(desk.key)
    keys.save()
    return code


def _checked(setup: Setup) -> dict[str, object]:
    problems: dict[str, str] = {}
    values: dict[str, object] = {}
    wanted = {"bureau_name": setup.bureau, "county_name": setup.county, "province_rules": setup.rules}
    fields = {"bureau_name": "bureau", "county_name": "county", "province_rules": "rules"}
    try:
        values = check_values(wanted)
    except ValidationError as exc:
        problems |= {fields[key]: sentence for key, sentence in exc.problems.items()}
    try:
        check_new(setup.admin_user, setup.admin_name, setup.password)
    except ValidationError as exc:
        problems |= exc.problems
    if problems:
        raise ValidationError(problems)
    return values


def _fill(new: DataFolder, setup: Setup, values: dict[str, object], now: datetime, scripts: Path) -> str:
    key = new_key()
    create_database(new.database, key, scripts=scripts)
    database = Database(open_engine(new.database, key, create=False), lambda: SYSTEM, lambda: now)
    try:
        with database.write("设立工作台") as session:
            session.add(new_account(setup.admin_user, setup.admin_name, Role.ADMINISTRATOR, utc_from_local(now)))
            store_values(session, values)
    finally:
        database.engine.dispose()
    keys = KeyFile.fresh(new.keys)
    keys.set_password(setup.admin_user, setup.password, key)
    code = keys.new_code(key)
    keys.save()
    return code


def _entered(folder: DataFolder, now: datetime) -> FolderLock:
    """The lock of a folder that holds a desk."""
    if not folder.holds_desk():
        raise StorageError(NO_DESK)
    check_place(folder.root)
    lock = FolderLock(folder.lock)
    lock.take(now)
    try:
        finish(folder)
        clear_unfinished(folder)
    except ServiceError:
        lock.release()
        raise
    return lock


def _keys(folder: DataFolder) -> KeyFile:
    if not folder.keys.exists():
        raise StorageError(NO_KEYS)
    if not folder.database.exists():
        raise StorageError(MISSING)
    return KeyFile.load(folder.keys)


def _upgraded(folder: DataFolder, key: bytes, clock: Clock, scripts: Path, head: str) -> bool:
    def keep_copy() -> None:
        backup(folder, key, None, clock(), Label.BEFORE_UPGRADE)

    return ensure_current(folder.database, key, keep_copy, scripts=scripts, head=head)


def _opened(folder: DataFolder, user: str, key: bytes, lock: FolderLock, clock: Clock, *, upgraded: bool) -> OpenedDesk:
    engine = open_engine(folder.database, key, create=False)
    try:
        folder.prepare()
        database = Database(engine, lambda: SYSTEM, clock)
        actor = actor_of(database, user)
        if actor is None:
            raise DeniedError("这个账户已停用，没有打开。由管理员启用后再登录。")
        forget_orphans(database, folder)
        _furnish(database, clock, upgraded=upgraded)
        database.actor = lambda: actor
    except BaseException:
        engine.dispose()
        raise
    return OpenedDesk(folder, database, actor, lock, key, user_key(user), upgraded)


def _furnish(database: Database, clock: Clock, *, upgraded: bool) -> None:
    """An older file gets the rows that its new tables come with; what the bureau has stays as it is."""
    with database.read() as session:
        if not upgraded and not lacks_shipped_rows(session):
            return
    with database.write(TAKEN) as session:
        take_shipped_rows(session, clock().date())


def _remove_empty(folder: DataFolder) -> None:
    """After a failed set-up: our own empty folders go, whatever else lies there stays."""
    folder.lock.unlink(missing_ok=True)
    for place in (folder.backups, folder.attachments, folder.drafts, folder.logs, folder.root):
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()
