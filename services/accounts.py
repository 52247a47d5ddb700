"""Accounts: who may sign in, in which role. Rows stand in the data file, wrapped keys in keys.json.

The row is stored first and the wrapped key after the commit. Should the second step fail, the account cannot sign in
until an administrator sets its password again; a wrapped key without an active account opens nothing in the program
and is taken out at the next start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from services.access import Actor, Right, Role
from services.clock import local_from_utc, utc_from_local
from services.errors import ConflictError, NotFoundError, ValidationError
from services.folder import DataFolder
from services.keys import KeyFile, check_password, user_key
from services.tries import Tries
from services.uow import Database

MAX_USER_NAME, MAX_DISPLAY_NAME = 30, 50
LAST_ADMINISTRATOR = "这是最后一个能用的管理员账户，没有改动。先让另一个账户成为管理员。"
OWN_ACCOUNT = "自己的角色和停用由另一位管理员来改，没有改动。"


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """One account for the screen; `password_at` is local time, `can_sign_in` is whether a wrapped key is there."""

    id: int
    user_name: str
    display_name: str
    role: Role
    active: bool
    password_at: datetime
    can_sign_in: bool


class Accounts:
    """What an administrator and each person can do with accounts. `user` is who is signed in."""

    def __init__(self, database: Database, folder: DataFolder, key: bytes, user: str) -> None:
        self._db, self._folder, self._key, self._user = database, folder, key, user_key(user)

    def all(self) -> Sequence[AccountInfo]:
        """Every account, active ones first."""
        keyed = KeyFile.load(self._folder.keys).accounts
        with self._db.read() as session:
            rows = session.scalars(select(Account).where(Account.deleted_at.is_(None)).order_by(Account.id)).all()
        infos = [
            AccountInfo(
                row.id,
                row.user_name,
                row.display_name,
                Role(row.role),
                row.active,
                local_from_utc(row.password_at),
                row.active and row.user_name in keyed,
            )
            for row in rows
        ]
        return sorted(infos, key=lambda info: not info.active)

    def create(self, user_name: str, display_name: str, role: Role, password: str) -> int:
        """A new account; ValidationError names every wrong field (user_name, display_name, password)."""
        check_new(user_name, display_name, password)
        with self._db.write("登记账户", Right.ACCOUNTS) as session:
            _refuse_double(session, user_name, display_name, None)
            account = new_account(user_name, display_name, role, utc_from_local(self._db.clock()))
            session.add(account)
            session.flush()
        self._wrap(account.user_name, password)
        return account.id

    def change(self, account_id: int, display_name: str, role: Role) -> None:
        """Another name to show or another role; ConflictError for the last administrator and for one's own role."""
        _check_display_name(display_name)
        with self._db.write("修改账户", Right.ACCOUNTS) as session:
            account = _found(session, account_id)
            _refuse_double(session, None, display_name, account_id)
            if role != account.role:
                self._refuse_own(account)
                if role is not Role.ADMINISTRATOR:
                    _refuse_last(session, account)
            account.display_name, account.role = display_name.strip(), role.value

    def deactivate(self, account_id: int) -> None:
        """No more signing in; what the account did stays in the history. Backups made until now still open for it."""
        with self._db.write("停用账户", Right.ACCOUNTS) as session:
            account = _found(session, account_id)
            self._refuse_own(account)
            _refuse_last(session, account)
            account.active = False
        keys = KeyFile.load(self._folder.keys)
        keys.forget(account.user_name)
        keys.save()

    def activate(self, account_id: int, password: str) -> None:
        """Sign in again, with a new password."""
        self._reset(account_id, password, "启用账户")

    def reset_password(self, account_id: int, password: str) -> None:
        """An administrator sets another's password; the old one is not needed."""
        self._reset(account_id, password, "重设密码")

    def change_own_password(self, old: str, new: str) -> None:
        """ValidationError on field old when that is wrong, on field password when the new one is too weak.

        Wrong tries count as those at signing in do: SignInError while a pause lasts.
        """
        tries, now = Tries(self._folder.tries), self._db.clock()
        tries.require_open(self._user, now)
        keys = KeyFile.load(self._folder.keys)
        if keys.open(self._user, old) is None:
            tries.failed(self._user, now)
            raise ValidationError({"old": "原密码不对，没有改动。请检查大写锁定。"})
        tries.succeeded(self._user)
        check_password(self._user, new)
        with self._db.write("修改自己的密码", Right.READ) as session:
            account = session.scalars(select(Account).where(Account.user_name == self._user)).one()
            account.password_at = utc_from_local(self._db.clock())
        self._wrap(self._user, new)

    def _reset(self, account_id: int, password: str, reason: str) -> None:
        with self._db.write(reason, Right.ACCOUNTS) as session:
            account = _found(session, account_id)
            check_password(account.user_name, password)
            account.active = True
            account.password_at = utc_from_local(self._db.clock())
        self._wrap(account.user_name, password)

    def _wrap(self, user_name: str, password: str) -> None:
        keys = KeyFile.load(self._folder.keys)
        keys.set_password(user_name, password, self._key)
        keys.save()

    def _refuse_own(self, account: Account) -> None:
        if account.user_name == self._user:
            raise ConflictError(OWN_ACCOUNT)


def actor_of(database: Database, user: str) -> Actor | None:
    """Who acts after `user` signed in; None unless the account is there and active."""
    with database.read() as session:
        statement = select(Account).where(Account.user_name == user_key(user), Account.deleted_at.is_(None))
        account = session.scalars(statement).one_or_none()
    return Actor(account.display_name, Role(account.role)) if account and account.active else None


def forget_orphans(database: Database, folder: DataFolder) -> None:
    """Take out wrapped keys whose account is not active, as a crash between the two steps may leave them."""
    keys = KeyFile.load(folder.keys)
    with database.read() as session:
        active = set(session.scalars(select(Account.user_name).where(Account.active, Account.deleted_at.is_(None))))
    orphans = set(keys.accounts) - active
    if orphans:
        for name in orphans:
            keys.forget(name)
        keys.save()


def check_new(user_name: str, display_name: str, password: str) -> None:
    """Raise ValidationError naming every wrong field."""
    problems = {}
    name = user_key(user_name)
    if not name or len(name) > MAX_USER_NAME or not name.replace("_", "").replace(".", "").isalnum():
        problems["user_name"] = f"用户名用汉字、字母或数字，最多{MAX_USER_NAME}字。"
    try:
        _check_display_name(display_name)
    except ValidationError as exc:
        problems |= exc.problems
    try:
        check_password(user_name, password)
    except ValidationError as exc:
        problems |= exc.problems
    if problems:
        raise ValidationError(problems)


def new_account(user_name: str, display_name: str, role: Role, password_at: datetime) -> Account:
    """The row of a new account; values are taken as checked, `password_at` is UTC."""
    return Account(
        user_name=user_key(user_name),
        display_name=display_name.strip(),
        role=role.value,
        active=True,
        password_at=password_at,
    )


def _check_display_name(display_name: str) -> None:
    if not display_name.strip():
        raise ValidationError({"display_name": "请填写姓名。"})
    if len(display_name) > MAX_DISPLAY_NAME:
        raise ValidationError({"display_name": f"姓名最多{MAX_DISPLAY_NAME}字，现在是{len(display_name)}字。"})


def _found(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None or account.deleted_at is not None:
        raise NotFoundError("这个账户已不在了。刷新后再看。")
    return account


def _refuse_double(session: Session, user_name: str | None, display_name: str, account_id: int | None) -> None:
    others = select(Account).where(Account.id != (account_id or 0))
    problems = {}
    if user_name and session.scalars(others.where(Account.user_name == user_key(user_name))).first():
        problems["user_name"] = "这个用户名已经有了。换一个用户名，或启用原来的账户。"
    same_name = others.where(Account.display_name == display_name.strip(), Account.deleted_at.is_(None))
    if session.scalars(same_name).first():
        problems["display_name"] = "这个姓名已有账户，记录里会分不清是谁。同名的在姓名后加科室。"
    if problems:
        raise ValidationError(problems)


def _refuse_last(session: Session, account: Account) -> None:
    administrators = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR.value, Account.active, Account.deleted_at.is_(None), Account.id != account.id
    )
    if account.role == Role.ADMINISTRATOR.value and account.active and not session.scalars(administrators).first():
        raise ConflictError(LAST_ADMINISTRATOR)
