"""Hold what can be said of one number: its mark of certainty, its reading, its facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kit.certainty.evidence import Fact
from kit.estimates import SCALE
from kit.facts import Facts, Output
from kit.labels import word

EXAMPLE = "example"
# The fuller the sign, the surer the number; charts fill, hatch and dash their bars likewise.
SIGNS = dict(zip((*SCALE, EXAMPLE), "●◎○◐≈―◇", strict=True))


@dataclass(frozen=True, repr=False)
class Mark(Output):
    """Hold a grade of certainty as a sign and words, such as a slide shows.

    Parameters
    ----------
    code
        A grade of ``Figure.grade``, or ``example`` for numbers that are no survey's.
    """

    code: str

    @property
    def sign(self) -> str:
        """Give the one character that stands for the grade."""
        return SIGNS[self.code]

    @property
    def text(self) -> str:
        """Give the words of the grade."""
        return word(f"certainty.{self.code}")

    def html(self) -> str:
        """Write the mark; a screen reader says its words only."""
        sign = f'<span aria-hidden="true">{self.sign}</span>'
        return (
            f'<span class="kit-pill" data-certainty="{self.code}">{sign} {escape(self.text)}</span>'
        )

    @property
    def facts(self) -> Facts:
        """Say which grade it is."""
        return Facts("mark", title=self.text, mark=self.code)

    def __str__(self) -> str:
        """Write sign and words."""
        return f"{self.sign} {self.text}"

    def __repr__(self) -> str:
        """Stand in with words where no HTML is shown."""
        return str(self)


@dataclass(frozen=True)
class Reply:
    """Hold what can be said of one number shown.

    Parameters
    ----------
    value, name
        The number as it is shown, and what it is the number of.
    mark
        How sure it is.
    reading
        Plain sentences.
    facts
        What stands behind it, as terms with HTML.
    """

    value: str
    name: str
    mark: Mark
    reading: str
    facts: Sequence[Fact] = ()

    def html(self) -> str:
        """Write a list item: the number opens what stands behind it, its reading is below."""
        title = f"<strong>{escape(self.value)}</strong> {escape(self.name)} {self.mark.html()}"
        terms = "".join(
            f"<div><dt>{escape(it)}</dt><dd>{fact}</dd></div>" for it, fact in self.facts
        )
        head = (
            f"<details><summary>{title}</summary><dl>{terms}</dl></details>"
            if terms
            else f"<p>{title}</p>"
        )
        return f"<li>{head}<p>{escape(self.reading)}</p></li>"

    def __str__(self) -> str:
        """Write the answer as one line."""
        return f"{self.value} {self.name} [{self.mark}] {self.reading}"
