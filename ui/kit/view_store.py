"""Remembers how a clerk left a page, and the views that were given a name; also keeps drafts. JSON, one file each."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from services.query import Condition, LedgerQuery, Operator
from services.spec import Kind, LedgerSpec

log = logging.getLogger(__name__)


class JsonFiles:
    """Values by key, each in its own file under `folder`, replaced whole. Serves as Memory and as DraftStore."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, key: str) -> Any:
        """The stored value; None where there is none or where the file is damaged."""
        file = self._file(key)
        try:
            return json.loads(file.read_text(encoding="utf-8"))["value"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            log.info("unreadable page memory dropped: %s", file.name)
            return None

    def write(self, key: str, value: Any) -> None:
        """Stores `value`; a full disk loses the memory of a page, never the work itself."""
        file = self._file(key)
        fresh = file.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps({"key": key, "value": value}, ensure_ascii=False), encoding="utf-8")
            fresh.replace(file)
        except OSError:
            log.info("page memory not written: %s", file.name)

    def drop(self, key: str) -> None:
        """Forgets `key`."""
        self._file(key).unlink(missing_ok=True)

    get = read
    put = write

    def _file(self, key: str) -> Path:
        return self._folder / f"{sha256(key.encode()).hexdigest()[:24]}.json"


@dataclass(frozen=True, slots=True)
class PageState:
    """How a ledger page looks: filter, order, columns, place."""

    query: LedgerQuery = field(default_factory=LedgerQuery)
    widths: Mapping[str, int] = field(default_factory=dict)
    columns: tuple[str, ...] = ()  # shown, in this order; empty means the description's own
    row_id: int | None = None
    frozen: int = 1

    def to_json(self) -> dict[str, Any]:
        """Plain values for JsonFiles."""
        return {
            "text": self.query.text,
            "sort": self.query.sort,
            "descending": self.query.descending,
            "conditions": [[c.key, c.operator.value, _plain(c.value)] for c in self.query.conditions],
            "widths": dict(self.widths),
            "columns": list(self.columns),
            "row": self.row_id,
            "frozen": self.frozen,
        }

    @classmethod
    def from_json(cls, stored: Any, spec: LedgerSpec) -> PageState:
        """What was stored, without what no longer fits the description (a field may be gone after an update)."""
        if not isinstance(stored, Mapping):
            return cls()
        keys = {f.key for f in spec.fields}
        conditions = tuple(
            Condition(key, Operator(operator), _typed(spec, key, value))
            for key, operator, value in stored.get("conditions", ())
            if key in keys and operator in set(Operator)
        )
        sort = stored.get("sort", "")
        query = LedgerQuery(
            text=stored.get("text", ""),
            conditions=conditions,
            sort=sort if sort in keys else "",
            descending=bool(stored.get("descending")),
        )
        return cls(
            query,
            {key: int(width) for key, width in stored.get("widths", {}).items() if key in keys},
            tuple(key for key in stored.get("columns", ()) if key in keys),
            stored.get("row"),
            int(stored.get("frozen", 1)),
        )


class PageMemory:
    """The last state and the named views (我的视图) of one ledger."""

    def __init__(self, memory: Any, spec: LedgerSpec) -> None:
        self._memory, self._spec = memory, spec

    def last(self) -> PageState:
        """As the page was left."""
        return PageState.from_json(self._memory.read(f"page.{self._spec.name}"), self._spec)

    def keep(self, state: PageState) -> None:
        """Remember the page as it is."""
        self._memory.write(f"page.{self._spec.name}", state.to_json())

    def names(self) -> Sequence[str]:
        """The named views in the order in which they were made."""
        return tuple(self._views())

    def view(self, name: str) -> PageState:
        """A named view; KeyError where there is none."""
        return PageState.from_json(self._views()[name], self._spec)

    def save_view(self, name: str, state: PageState) -> None:
        """Make or replace the view called `name`."""
        self._memory.write(f"views.{self._spec.name}", {**self._views(), name: state.to_json()})

    def drop_view(self, name: str) -> None:
        """Forget the view called `name`."""
        rest = {key: value for key, value in self._views().items() if key != name}
        self._memory.write(f"views.{self._spec.name}", rest)

    def _views(self) -> dict[str, Any]:
        stored = self._memory.read(f"views.{self._spec.name}")
        return dict(stored) if isinstance(stored, Mapping) else {}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(part) for part in value] if isinstance(value, tuple | list | set | frozenset) else value


def _typed(spec: LedgerSpec, key: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_typed(spec, key, part) for part in value)
    if spec.field(key).kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    return value
