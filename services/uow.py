"""One unit of work = one user action = one transaction = one history group = one change notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from models.engine import DriverError, bring_over
from services.access import Actor, Right
from services.audit import WritingSession, attach_audit
from services.clock import Clock, local_now
from services.errors import ConflictError, ServiceError, StorageError

ENVIRONMENT_CODES = {
    "SQLITE_BUSY": "另一个程序正占用数据文件，这次没有保存。稍后再试一次。",
    "SQLITE_LOCKED": "数据文件正被占用，这次没有保存。稍后再试一次。",
    "SQLITE_FULL": "数据所在磁盘已满，这次没有保存。已经保存的都在。腾出空间后再试。",
    "SQLITE_IOERR": "读写数据所在磁盘时出错，这次没有保存。已经保存的都在。检查磁盘后再试。",
    "SQLITE_CORRUPT": "数据文件有损坏，这次没有保存。不要继续录入，从最近的备份恢复。",
    "SQLITE_CANTOPEN": "数据文件打不开，这次没有保存。检查数据文件夹是否还在、能不能写入。",
    "SQLITE_READONLY": "数据文件夹是只读的，这次没有保存。换一个能写入的文件夹，或请管理员放开权限。",
    "SQLITE_NOTADB": "数据文件打不开：密钥不对，或文件已损坏。没有改动。",
}
UNWRITABLE = "有一处文字里有存不下的字符，多是半个表情符号，没有保存。删去后再试。"
CONFLICT = "这条记录刚被改过，这次没有保存。刷新后对照最新内容再改。"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one committed unit of work touched, by table; pages refresh from this. `group` can be undone."""

    group: int | None
    reason: str
    touched: dict[str, frozenset[int]] = field(default_factory=dict)


class Database:
    """Sessions on the bureau's file. `actor` tells on whose behalf the process acts now."""

    def __init__(self, engine: Engine, actor: Callable[[], Actor], clock: Clock = local_now) -> None:
        self.engine = engine
        self.actor = actor
        self.clock = clock
        self._readers = sessionmaker(engine, autoflush=False, expire_on_commit=False)
        # BEGIN IMMEDIATE: a transaction that reads first and writes later would get
        # SQLITE_BUSY at once, without the busy timeout, when another write came between.
        self._writers = sessionmaker(
            engine.execution_options(writes=True), class_=WritingSession, expire_on_commit=False
        )
        self._bound_many = engine.execution_options(writes=True, many=True)
        self._listeners: list[Callable[[ChangeSet], None]] = []
        self._bringing_over: Thread | None = None
        attach_audit(self._writers, lambda: self.actor().name, clock)
        event.listen(self._readers, "before_flush", _refuse_flush)

    def subscribe(self, listener: Callable[[ChangeSet], None]) -> None:
        """Call `listener` after each committed unit of work, on the thread that did it."""
        self._listeners.append(listener)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A short session that cannot write."""
        with _translated(), self._readers() as session:
            yield session
            if session.new or session.dirty or session.deleted:
                _refuse_flush()

    @contextmanager
    def write(self, reason: str, right: Right = Right.EDIT, *, many: bool = False) -> Iterator[Session]:
        """One transaction. `reason` is the clerk's verb and stands in the history. Where `many` rows are written, the
        clerk waits until they are safe in the write-ahead file; a thread then brings them into the data file.

        Raises DeniedError when the account lacks `right`, ConflictError when a row was changed meanwhile,
        StorageError when the disk or the file refuses; in each case nothing is stored.
        """
        self.actor().require(right)
        with _translated(), self._writers(**({"bind": self._bound_many} if many else {})) as session:
            session.info["reason"], session.info["needed"] = reason, right.value
            session.info["touched"] = {}
            with session.begin():
                yield session
            changes = ChangeSet(
                session.info.get("group"), reason, {k: frozenset(v) for k, v in session.info["touched"].items()}
            )
        if many:
            self._bring_over()
        if changes.touched:
            for listener in list(self._listeners):
                listener(changes)

    def close(self) -> None:
        """Close every connection; a second call does nothing."""
        if self._bringing_over is not None:
            self._bringing_over.join()
        self.engine.dispose()

    def _bring_over(self) -> None:
        if self._bringing_over is not None:
            self._bringing_over.join()
        self._bringing_over = Thread(target=_bring_over, args=(self.engine,), name="write-ahead file")
        self._bringing_over.start()


def _bring_over(engine: Engine) -> None:
    with suppress(DBAPIError, DriverError):  # what did not get across is brought by a later commit
        bring_over(engine)


def _refuse_flush(*_args: object) -> None:
    raise RuntimeError("Database.read() is for reading; use Database.write(reason)")


@contextmanager
def _translated() -> Iterator[None]:
    """Turn driver errors that are the environment's fault into ServiceError; let bugs through."""
    try:
        yield
    except ServiceError:
        raise
    except UnicodeEncodeError as exc:  # half a character, as some input methods leave behind
        raise ServiceError(UNWRITABLE) from exc
    except StaleDataError as exc:
        raise ConflictError(CONFLICT) from exc
    except IntegrityError:
        raise
    except DBAPIError as exc:
        code = getattr(exc.orig, "sqlite_errorname", "") or _code_from(exc)
        for known, sentence in ENVIRONMENT_CODES.items():
            if code.startswith(known):
                raise StorageError(sentence) from exc
        raise


def _code_from(exc: DBAPIError) -> str:
    """sqlcipher3 raises a plain DatabaseError without a name for a wrong key or a file that is no database."""
    return "SQLITE_NOTADB" if "file is not a database" in str(exc.orig) else ""
