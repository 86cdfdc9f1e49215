"""Draw what the home page shows of the survey: one picture, a guess and a chart a finding."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from kit.charts import Chart, change_chart, composition_chart, gap_chart, share_chart
from kit.estimates import Difference, changes, differences_of, figures, gaps, shares
from kit.labels import word
from kit.lessons import guess
from kit.panels import Slider


class _Gap(NamedTuple):
    """What two sides differ in."""

    question: str
    option: str
    wave: int

    def found(self) -> Difference:
        """Give the difference, also where it was refused."""
        all_of_wave = differences_of(gaps(self.question, wave=self.wave))
        return next(it for it in all_of_wave if it.option == self.option)


_UNCHECKED = _Gap("q08_checked", "not_checking", 2021)
_GAPS = (
    _UNCHECKED,
    _Gap("q07_media", "still_allowed", 2021),
    _Gap("q11_contact", "none", 2020),
)
# By the number of the lesson that says more, in the order in which they are asked.
_GUESSES: dict[str, Callable[[], Slider]] = {
    "04": lambda: guess("q08_checked", option="not_checking", side="client"),
    "02": lambda: guess("q01_telework", option="experienced", side="vendor"),
    "03": lambda: guess("q07_media", option="still_allowed", side="client"),
    "05": lambda: guess("q11_contact", option="none", side="client", wave=2020),
    "06": lambda: guess("q20_contract_terms", option="agreed_or_planned", side="vendor"),
}
_FINDINGS: dict[str, Callable[[], Chart]] = {
    "02": lambda: change_chart(changes("q01_telework"), option="experienced"),
    "03": lambda: composition_chart(
        shares("q07_media", wave=2021, side="client"),
        parts=["still_allowed", "stopped", "rule_changed"],
        total="allowed_total",
    ),
    "04": lambda: gap_chart([_UNCHECKED.found()]),
    "05": lambda: share_chart(figures("q11_manual", wave=2021, side="client", size="small")),
    "06": lambda: share_chart(figures("q20_contract_terms", wave=2021, side="vendor")),
}


def picture() -> Chart:
    """Draw the survey in one picture: what clients leave open, beside their vendors."""
    return gap_chart([it.found() for it in _GAPS], title=word("ui.home.picture"))


def guesses(numbers: Iterable[str]) -> dict[str, Slider]:
    """Make for lessons of these numbers the panel that asks for their figure."""
    known = {*numbers}
    return {number: make() for number, make in _GUESSES.items() if number in known}


def finding(number: str) -> Chart | None:
    """Draw the finding of a lesson; None where it is one about reading or doing."""
    make = _FINDINGS.get(number)
    return make() if make else None
