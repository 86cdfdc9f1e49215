"""Suggest which level of Japan's SCS evaluation scheme to ask of a supplier."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import product

from kit.data import Row, records, table
from kit.labels import translate, word
from kit.lessons.classroom.contract import FAIRNESS, noted
from kit.panels import Control, Panel, View, choose

ANSWERS = ("no", "yes")
SCHEME = "meti_scs_2026"


def evaluation_aid() -> Panel:
    """Ask the three questions of the scheme: any yes suggests ★4, none ★3.

    The questions are older than the scheme's final policy; the panel says so, with the addresses of
    both and the day on which they were checked.

    Returns
    -------
    Panel
        8 states: yes or no to each question of ``evaluation_questions.csv``.

    Examples
    --------
    >>> evaluation_aid().views["no", "yes", "no"].reading
    '「はい」が1つあるので、目安は★4です。第三者による評価を基本とする段階です。'
    """
    rows = records(table("evaluation_questions").sort_values("order"))
    values = {answer: word(f"aid.{answer}") for answer in ANSWERS}
    controls = [Control(row["code"], word(f"aid.{row['code']}"), values) for row in rows]
    codes = [control.code for control in controls]
    views = {
        state: _view(rows, dict(zip(codes, state, strict=True)))
        for state in product(ANSWERS, repeat=len(codes))
    }
    pages = dict.fromkeys((*(row["source"] for row in rows), SCHEME))
    foot = noted("aid.caution", *pages) + noted("contract.fairness", FAIRNESS)
    return choose(views, controls, name="aid", label=word("aid.label"), certainty=foot)


def suggested_level(answers: Mapping[str, str]) -> int:
    """Suggest a level: 4 when any answer is ``yes``, else 3.

    Examples
    --------
    >>> suggested_level({"confidential": "no", "outage": "yes", "reach": "no"})
    4
    """
    return 4 if "yes" in answers.values() else 3


def _view(rows: Sequence[Row], answers: Mapping[str, str]) -> View:
    level = suggested_level(answers)
    given = "".join(f"<li>{_answered(row, answers[row['code']])}</li>" for row in rows)
    picture = f"<p><strong>{escape(word(f'aid.level.{level}'))}</strong></p><ul>{given}</ul>"
    count = sum(answer == "yes" for answer in answers.values())
    return View(picture, "", word(f"aid.reading.{level}", count=count))


def _answered(row: Row, answer: str) -> str:
    return escape(word("aid.answer", question=translate(row), answer=word(f"aid.{answer}")))
