"""Check the answer to an exercise: say why it is right, or give the hint that helps."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kit.errors import require_known
from kit.facts import NOTEBOOK, Facts, Output, face
from kit.labels import has_word, word
from kit.lessons.exercises.catalogue import EXERCISES
from kit.lessons.exercises.kinds import Unreadable
from kit.lessons.exercises.tap import tap
from kit.panels import Quiz
from kit.panels.style import styles


@dataclass(frozen=True, repr=False)
class Verdict(Output):
    """Hold what is said about an answer; made by ``kit.check``.

    Parameters
    ----------
    right
        Whether the answer is right.
    hint
        Code of the hint; empty when the answer is right.
    lines
        What is said, the verdict first.
    """

    right: bool
    hint: str
    lines: Sequence[str]

    @property
    def facts(self) -> Facts:
        """Say what is said of the answer."""
        return Facts("verdict", alternative=repr(self))

    def html(self) -> str:
        """Write what is said of the answer."""
        head, *others = (escape(line) for line in self.lines)
        return (
            f'<div class="kit-check" role="status">{styles("check.css")}'
            f'<p class="kit-panel-label">{head}</p>{"".join(f"<p>{it}</p>" for it in others)}</div>'
        )

    def __repr__(self) -> str:
        """Write the lines, for places that show no HTML."""
        return "\n".join(self.lines)


def check(exercise: str, answer: object) -> Verdict | Quiz:
    """Check an answer without telling the solution.

    Parameters
    ----------
    exercise
        Code of the exercise, as its task gives it.
    answer
        A number, the two ends of an interval, a code or a list of codes, as the task asks for.
        Shares and points count when they agree to one decimal, counts when they agree exactly.

    Returns
    -------
    Verdict or Quiz
        Says that the answer is right and which figures it rests on, or gives a hint; on a page,
        where nobody can answer in a cell, the question with answers to choose from.

    Raises
    ------
    UnknownCode
        When there is no such exercise; the message names the nearest one.

    Examples
    --------
    >>> check("03_still_count", 45).hint
    'total'
    >>> check("03_still_count", 30).right
    True
    """
    require_known("exercise", exercise, tuple(EXERCISES))
    if answer is ...:
        return (
            Verdict(False, "empty", [word("check.empty")]) if face() == NOTEBOOK else tap(exercise)
        )
    asked = EXERCISES[exercise]
    try:
        given = asked.kind.read(answer)
    except Unreadable as problem:
        return _hint(exercise, problem.hint, **problem.values)
    wanted = asked.kind.read(asked.wanted())
    if asked.kind.fits(given, wanted):
        answered = word("check.answer", answer=asked.kind.text(wanted))
        why = [word(f"check.{exercise}.right"), *asked.evidence()]
        return Verdict(True, "", [word("check.right"), answered, *why])
    likely = {hint: asked.kind.read(wrong()) for hint, wrong in asked.mistakes.items()}
    made = (hint for hint, wrong in likely.items() if asked.kind.fits(given, wrong))
    return _hint(exercise, next(made, "") or asked.kind.hint(given, wanted))


def _hint(exercise: str, hint: str, **values: str) -> Verdict:
    """Say the exercise's own words for a hint or, where it has none, the common ones."""
    own = f"check.{exercise}.{hint}"
    text = word(own if has_word(own) else f"check.hint.{hint}", **values)
    return Verdict(False, hint, [word("check.wrong"), text])
