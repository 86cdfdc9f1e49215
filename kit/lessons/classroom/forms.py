"""Give the forms that a lesson's act is done with: lists, a contact card, a letter, a checklist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kit.data import Row, records, table
from kit.errors import require_known
from kit.labels import translate, word


@dataclass(frozen=True)
class Column:
    """Hold a column of a list.

    Parameters
    ----------
    name
        Its heading.
    choices
        What may stand in it; anything when empty.
    is_date
        Whether it holds dates.
    """

    name: str
    choices: tuple[str, ...] = ()
    is_date: bool = False


@dataclass(frozen=True)
class Line:
    """Hold a line of a card or a letter.

    Parameters
    ----------
    part
        ``heading``, ``field`` (there is room beside it to write), ``paragraph`` or ``point``.
    text
        Its words; lines of a paragraph are separated by line breaks.
    """

    part: str
    text: str


@dataclass(frozen=True)
class Form:
    """Hold a form in one language.

    Parameters
    ----------
    name, title, purpose
        Its code, what it is called and what it is for.
    steps
        How to fill it in.
    columns, rows
        Of a list: its columns, and what stands in the first of them in each row.
    lines
        Of a card or a letter, in their order.
    """

    name: str
    title: str
    purpose: str
    steps: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[Line, ...] = ()


def form(name: str) -> Form:
    """Give a form in the language in use.

    Parameters
    ----------
    name
        ``exceptions``, ``vendors``, ``contract``, ``contacts`` or ``letter``.

    Raises
    ------
    UnknownCode
        When there is no such form.

    Examples
    --------
    >>> form("exceptions").columns[-1].choices
    ('解除した', '解除する', '対策を加えて続ける', 'リスクを受け入れる')
    """
    require_known("form", name, form_names())
    rows = [row for row in _parts() if row["form"] == name]
    return Form(
        name,
        title=_only(rows, "title"),
        purpose=_only(rows, "purpose"),
        steps=tuple(translate(row) for row in rows if row["part"] == "step"),
        columns=tuple(_column(row) for row in rows if row["part"] in ("column", "date")),
        rows=tuple(_terms()) if name == "contract" else (),
        lines=tuple(
            Line(row["part"], "\n".join(translate(row).split("|")))
            for row in rows
            if row["part"] in ("heading", "field", "paragraph", "point")
        ),
    )


def form_names() -> list[str]:
    """Name the forms in their order."""
    return [row["form"] for row in _parts() if row["part"] == "title"]


def forms_of(lesson: str) -> list[str]:
    """Name the forms that a lesson ends with.

    Examples
    --------
    >>> forms_of("06_contracts_silent")
    ['contract', 'letter']
    """
    titles = (row for row in _parts() if row["part"] == "title")
    return [row["form"] for row in titles if lesson in row["lessons"].split(";")]


@cache
def _parts() -> Sequence[Row]:
    return records(table("forms"))


def _only(rows: Iterable[Row], part: str) -> str:
    (found,) = (translate(row) for row in rows if row["part"] == part)
    return found


def _column(row: Row) -> Column:
    name, *choices = translate(row).split("|")
    return Column(name, tuple(choices), is_date=row["part"] == "date")


def _terms() -> list[tuple[str, ...]]:
    """List what to settle in a contract, with its topic."""
    rows = records(table("contract_terms").sort_values("order"))
    return [(word(f"contract.topic.{row['topic']}"), translate(row)) for row in rows]
