"""Hold what a check of the room found, in the words of both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from kit.facts import Facts, Output
from kit.labels import LANGUAGES, has_word, in_language, word


@dataclass(frozen=True)
class Outcome:
    """One line of the check.

    Parameters
    ----------
    code
        Of its words: ``room.<code>``, and ``room.<code>_do`` for what to do about it.
    status
        ``ok``, ``note`` or ``fail``.
    values
        What the words are filled with.
    remedy
        Code of what to do, where it is not the outcome's own.
    """

    code: str
    status: str = "ok"
    values: Mapping[str, object] = field(default_factory=dict)
    remedy: str = ""

    def texts(self, language: str) -> list[str]:
        """Say what was found and, where something is to be done, what."""
        codes = [f"room.{self.code}", f"room.{self.remedy or self.code}_do"]
        with in_language(language):
            return [word(code, **self.values) for code in codes if has_word(code)]

    def __str__(self) -> str:
        """Write it for a terminal: both languages, and what to do below."""
        both = zip(*(self.texts(language) for language in LANGUAGES), strict=True)
        found, *todo = (" / ".join(texts) for texts in both)
        return "\n".join(
            [f"{word(f'room.sign.{self.status}')} {found}", *(f"  → {it}" for it in todo)]
        )


@dataclass(frozen=True, repr=False)
class RoomCheck(Output):
    """Hold all outcomes; a notebook shows them as a table, a terminal as lines."""

    outcomes: Sequence[Outcome]

    @property
    def failures(self) -> list[Outcome]:
        """Give what must be put right before class."""
        return [outcome for outcome in self.outcomes if outcome.status == "fail"]

    def summary(self) -> str:
        """Say in both languages whether class may begin."""
        code = "room.summary.fail" if self.failures else "room.summary.ok"
        count = len(self.failures)
        return " / ".join(_said(code, language, count=count) for language in LANGUAGES)

    @property
    def facts(self) -> Facts:
        """Say what was found."""
        return Facts("room_check", title=self._title(), alternative=repr(self))

    def html(self) -> str:
        """Write the outcomes as a table in both languages."""
        head = "".join(
            f'<th scope="col" lang="{language}">{_said("ui.page.language", language)}</th>'
            for language in LANGUAGES
        )
        rows = "".join(map(_row, self.outcomes))
        status = " / ".join(_said("room.status", language) for language in LANGUAGES)
        return (
            f"<table><caption>{self._title()}</caption>"
            f'<thead><tr><th scope="col">{status}</th>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table><p><strong>{escape(self.summary())}</strong></p>"
        )

    def _title(self) -> str:
        return " / ".join(_said("room.title", language) for language in LANGUAGES)

    def __repr__(self) -> str:
        """Write one outcome after the other, and the summary."""
        return "\n".join([*map(str, self.outcomes), self.summary()])


def _said(code: str, language: str, **values: object) -> str:
    with in_language(language):
        return word(code, **values)


def _row(outcome: Outcome) -> str:
    words = " / ".join(_said(f"room.word.{outcome.status}", language) for language in LANGUAGES)
    cells = "".join(
        f'<td lang="{language}">{"<br>".join(map(escape, outcome.texts(language)))}</td>'
        for language in LANGUAGES
    )
    sign = word(f"room.sign.{outcome.status}")
    return f'<tr><th scope="row"><span aria-hidden="true">{sign}</span> {words}</th>{cells}</tr>'
