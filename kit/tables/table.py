"""Hold a finished table and write it as HTML or plain text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from kit.certainty.how_sure import Certainty
from kit.facts import Facts, Output, about

# A table of two columns is read line by line, so its words may break to fit a telephone.
PAIR = 2


@dataclass(frozen=True, repr=False)
class Table(Output):
    """Hold a finished table as words.

    Parameters
    ----------
    caption
        What the table shows.
    header
        Column names.
    rows
        Cells; the first of each row is its heading.
    notes
        Sentences below the table.
    certainty
        How sure its numbers are, opened on wish below it.
    kind, question
        What sort of table it is, where that matters to what is made of it, and of which question.
    sources
        Codes of the sources of its words, where no certainty tells them.
    settings
        What a page may say in another form than as rows.
    """

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    certainty: Certainty | None = None
    kind: str = "table"
    question: str = ""
    sources: Sequence[str] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def facts(self) -> Facts:
        """Say what stands in it and which of the survey's numbers are behind it."""
        known = self.certainty
        return about(
            self.kind,
            [*known.figures, *known.differences] if known else [],
            sources=self.sources,
            title=self.caption,
            alternative=self.caption,
            cells=tuple(map(tuple, (self.header, *self.rows))),
            notes=tuple(self.notes),
            settings=self.settings,
            **({"question": self.question} if self.question else {}),
        )

    def html(self) -> str:
        """Write the table for any page, and below it how sure its numbers are."""
        return self.numbers() + (self.certainty.html() if self.certainty else "")

    def numbers(self) -> str:
        """Write the table alone: caption, column and row headings marked as such."""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.header)
        body = "".join(_html_row(self.header, row) for row in self.rows)
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        inner = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        label = f'role="region" tabindex="0" aria-label="{escape(self.caption)}"'
        scroll = f'<div class="kit-scroll" {label}>{inner}</div>'
        caption = f'<p class="kit-caption">{escape(self.caption)}</p>'
        kind = "kit-table kit-pair" if len(self.header) == PAIR else "kit-table"
        return f'<div class="{kind}" data-kind="{self.kind}">{caption}{scroll}{notes}</div>'

    def __repr__(self) -> str:
        """Write the table as plain text, one line a row."""
        lines = [self.caption, *(" | ".join(row) for row in (self.header, *self.rows)), *self.notes]
        return "\n".join([*lines, *([repr(self.certainty)] if self.certainty else [])])


def _html_row(header: Sequence[str], row: Sequence[str]) -> str:
    """Write a row; on a telephone, where it is a card, each cell says its column itself."""
    first, *others = row
    cells = "".join(
        f'<td data-label="{escape(name)}">{_html_cell(cell)}</td>'
        for name, cell in zip(header[1:], others, strict=True)
    )
    return f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'


def _html_cell(cell: str) -> str:
    """Escape a cell; an address becomes a link."""
    text = escape(cell)
    return f'<a href="{text}">{text}</a>' if cell.startswith(("https://", "http://")) else text
