"""Say for every answer to a question how many organisations gave the same one."""

from typing import Any

from kit.estimates import SIDES, SIZES, Figure, figures, options, questions
from kit.labels import group_text, option_text, reading, short_text


def own_answers() -> dict[str, Any]:
    """Give by question its name and its options, each with what was published of it by side.

    An option of which this kit holds no figure is left out, and so is a question without options.

    Examples
    --------
    >>> own_answers()["q08_checked"]["options"][0]["client"]
    '委託元（2021年度）：35.5%（155社中55社）。無作為抽出とみなした95%区間は28.4～43.3%。'
    """
    found = {question: _options(question) for question in questions()}
    return {
        question: {"name": short_text(question), "options": offered}
        for question, offered in found.items()
        if offered
    }


def sides() -> dict[str, str]:
    """Name the sides that a reader's organisation may be on."""
    return {side: group_text(side) for side in SIDES}


def _options(question: str) -> list[dict[str, str]]:
    offered = []
    for option in options(question):
        told = {side: _latest(question, option, side) for side in SIDES}
        held = {side: reading(it) for side, it in told.items() if it}
        if held:
            offered.append({"code": option, "text": option_text(question, option), **held})
    return offered


def _latest(question: str, option: str, side: str) -> Figure | None:
    """Choose the figure of the latest wave that holds one; of a whole side, if there is one."""
    found = [it for it in figures(question, side=side, option=option) if it.printed]
    return max(found, key=lambda it: (it.wave, -SIZES.index(it.size)), default=None)
