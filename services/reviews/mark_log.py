"""What is wrong or doubtful in the marks of one sheet."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.problems import Level, Problem


@dataclass(slots=True)
class MarkLog:
    """Collects while a sheet is scored. An error leaves the sum unsure, a warning leaves it sure."""

    problems: list[Problem] = field(default_factory=list)

    def error(self, code: str, where: str, message: str, raw: str | None = None) -> None:
        """A mark that cannot be used: no score until it is put right."""
        self.problems.append(Problem(Level.ERROR, code, where, message, raw))

    def doubt(self, code: str, where: str, message: str, raw: str | None = None) -> None:
        """A mark that was understood and did not count."""
        self.problems.append(Problem(Level.WARNING, code, where, message, raw))

    @property
    def broken(self) -> bool:
        """Whether any mark could not be used."""
        return any(problem.level is Level.ERROR for problem in self.problems)
