"""Make quizzes of the questions in ``data/``: of one lesson, before and after, on paper."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kit.data import Row, records, table
from kit.errors import require_known
from kit.labels import translate, word
from kit.panels import Item, Option, Paper, Quiz
from kit.tables import Table

TESTS = ("pre", "post")
FORMS = (*TESTS, "practice")


def quiz(lesson: str, *, form: str = "practice") -> Quiz:
    """Ask about one lesson, with an explanation for every choice.

    Parameters
    ----------
    lesson
        Name of its notebook, such as ``"03_exceptions_remain"``.
    form
        ``practice``, or the questions on the lesson in the test ``pre`` or ``post``.

    Raises
    ------
    UnknownCode
        When there is no such lesson or form.

    Examples
    --------
    >>> print(repr(quiz("03_exceptions_remain")).splitlines()[0])
    練習問題（レッスン03）
    """
    require_known("form", form, FORMS)
    label = word(f"quiz.label.{form}", lesson=lesson[:2])
    return Quiz(label, list(_items(form, [lesson])))


def quiz_form(form: str, *, lessons: Sequence[str] | None = None) -> Quiz:
    """Ask one question an objective: before the lessons or, with other questions, after them.

    Parameters
    ----------
    form
        ``pre`` or ``post``.
    lessons
        Only the objectives of these lessons; of all when empty.

    Raises
    ------
    UnknownCode
        When there is no such form or lesson.
    """
    require_known("form", form, TESTS)
    return Quiz(word(f"quiz.form.{form}"), list(_items(form, lessons, most=1)))


def quiz_paper(form: str, *, lessons: Sequence[str] | None = None) -> Paper:
    """Give the questions of ``kit.quiz_form`` as a sheet to fill in, without their answers."""
    return quiz_form(form, lessons=lessons).paper()


def quiz_key(form: str, *, lessons: Sequence[str] | None = None) -> Table:
    """Write the answers to the sheet of ``kit.quiz_paper``, for the trainer alone.

    Returns
    -------
    Table
        One row a question: the right options, why, and the misreading behind each wrong one.
    """
    names = ("question", "right", "why", "misreadings")
    items = quiz_form(form, lessons=lessons).items
    return Table(
        word("quiz.key.caption", form=word(f"quiz.form.{form}")),
        [word(f"quiz.key.{name}") for name in names],
        [_key_row(number, item) for number, item in enumerate(items, 1)],
    )


def _items(form: str, lessons: Sequence[str] | None, *, most: int | None = None) -> Iterator[Item]:
    """Give the questions of a form in the order of objectives, at most so many of each."""
    objectives = table("objectives").sort_values("order")
    known = list(objectives["lesson"].unique())
    for lesson in lessons or ():
        require_known("lesson", lesson, known)
    asked = table("quiz_items")
    asked = asked[asked["form"] == form]
    for objective in records(objectives[objectives["lesson"].isin(lessons or known)]):
        rows = asked[asked["objective"] == objective["objective"]]
        for row in rows.head(most or len(rows)).to_dict("records"):
            yield _item(row, objective)


@cache
def _options() -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = {}
    for row in records(table("quiz_options")):
        found.setdefault(row["item"], []).append(row)
    return found


@cache
def _misconceptions() -> Mapping[str, Row]:
    return {row["misconception"]: row for row in records(table("misconceptions"))}


def _item(row: Row, objective: Row) -> Item:
    places = {"lesson": objective["lesson"][:2], "objective": translate(objective)}
    return Item(
        code=row["item"],
        text=translate(row),
        several=row["kind"] == "multiple",
        options=[_option(it) for it in _options()[row["item"]]],
        reread=word("quiz.reread_place", **places),
    )


def _option(row: Row) -> Option:
    code = row["misconception"]
    return Option(
        code=row["option"],
        text=translate(row),
        correct=row["correct"] == "yes",
        why=translate(row, "why"),
        misconception=translate(_misconceptions()[code]) if code else "",
    )


def _key_row(number: int, item: Item) -> list[str]:
    right = [option for option in item.options if option.correct]
    wrong = [option for option in item.options if not option.correct]
    named = [f"{it.letter}{word('list.colon')}{it.misconception}" for it in wrong]
    return [
        f"{number}. {item.text}",
        word("list.comma").join(option.letter for option in right),
        " ".join(option.why for option in right),
        word("list.stop").join(named),
    ]
