"""Read the answer to an exercise, compare it with the right one, and find the hint that helps."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import isfinite
from numbers import Real
from typing import Any, Protocol

# A slip of the last bit must not decide between right and wrong.
SLACK = 1e-9
CLOSE = 1.0


class Unreadable(Exception):
    """Say that an answer is not of the kind that is asked for.

    Parameters
    ----------
    hint
        Code of the words to say, under ``check.hint``.
    values
        What to fill in.
    """

    def __init__(self, hint: str, **values: str) -> None:
        self.hint, self.values = hint, values
        super().__init__(hint)


class Kind(Protocol):
    """What an exercise asks for."""

    def read(self, given: object) -> Any:
        """Give the value of an answer.

        Raises
        ------
        Unreadable
            When it is not of this kind.
        """

    def fits(self, given: Any, wanted: Any) -> bool:
        """Tell whether a value is the one that is looked for."""

    def hint(self, given: Any, wanted: Any) -> str:
        """Give the code of a hint for a value that does not fit."""

    def text(self, value: Any) -> str:
        """Write a value as it is given as an answer."""


@dataclass(frozen=True)
class Number:
    """Ask for one number: counts exactly, shares and points to one decimal.

    Parameters
    ----------
    decimals
        Places after the point to which an answer must agree; none for counts.
    """

    decimals: int = 1

    def read(self, given: object) -> float:
        """Give a number; a series or an array of one number counts as that number."""
        value = _single(given)
        if not isinstance(value, Real) or isinstance(value, bool):
            raise Unreadable("number")
        try:
            number = float(value)
        except OverflowError:
            raise Unreadable("number") from None
        if not isfinite(number):
            raise Unreadable("number")
        return number

    def fits(self, given: float, wanted: float) -> bool:
        """Compare to the decimals asked for."""
        slack = 0.5 * 10**-self.decimals if self.decimals else 0.0
        return abs(given - wanted) <= slack + SLACK

    def hint(self, given: float, wanted: float) -> str:
        """Tell a fraction or a rounded sum from what is simply too large or too small."""
        if not self.decimals and not given.is_integer():
            return "whole"
        if self.decimals and self.fits(100 * given, wanted):
            return "fraction"
        if self.decimals and abs(given - wanted) < CLOSE:
            return "close"
        return "too_large" if given > wanted else "too_small"

    def text(self, value: float) -> str:
        """Write the number with the decimals asked for."""
        return f"{value:.{self.decimals}f}"


@dataclass(frozen=True)
class Ends:
    """Ask for the two ends of an interval, to one decimal."""

    end: Number = Number()

    def read(self, given: object) -> tuple[float, float]:
        """Give the two numbers."""
        values = [self.end.read(value) for value in _several(given, "interval")]
        if len(values) != 2:
            raise Unreadable("interval")
        return values[0], values[1]

    def fits(self, given: tuple[float, float], wanted: tuple[float, float]) -> bool:
        """Compare both ends."""
        return all(self.end.fits(*pair) for pair in zip(given, wanted, strict=True))

    def hint(self, given: tuple[float, float], wanted: tuple[float, float]) -> str:
        """Tell ends in the wrong order, fractions, and one end right from both wrong."""
        if self.fits((given[1], given[0]), wanted):
            return "reversed"
        if self.fits((100 * given[0], 100 * given[1]), wanted):
            return "fraction"
        if any(self.end.fits(*pair) for pair in zip(given, wanted, strict=True)):
            return "one_end"
        return "both_ends"

    def text(self, value: tuple[float, float]) -> str:
        """Write both ends in round brackets."""
        return f"({', '.join(map(self.end.text, value))})"


@dataclass(frozen=True)
class Code:
    """Ask for one of several codes, given as text."""

    allowed: Callable[[], Collection[str]]

    def read(self, given: object) -> str:
        """Give the code; capitals, spaces and hyphens make no difference."""
        value = _single(given)
        code = _plain(value) if isinstance(value, str) else ""
        if code not in self.allowed():
            raise Unreadable("code", codes=", ".join(self.allowed()))
        return code

    def fits(self, given: str, wanted: str) -> bool:
        """Compare two codes."""
        return given == wanted

    def hint(self, given: str, wanted: str) -> str:  # noqa: ARG002 - as the other kinds
        """Say that another code is right."""
        return "other_code"

    def text(self, value: str) -> str:
        """Write the code in quotes."""
        return f'"{value}"'


@dataclass(frozen=True)
class Codes:
    """Ask for several codes in any order, given as a list or set of texts."""

    allowed: Callable[[], Collection[str]]

    def read(self, given: object) -> frozenset[str]:
        """Give the codes; one text alone counts as a list of one."""
        one = Code(self.allowed)
        values = [given] if isinstance(given, str) else _several(given, "codes")
        return frozenset(one.read(value) for value in values)

    def fits(self, given: frozenset[str], wanted: frozenset[str]) -> bool:
        """Compare two sets."""
        return given == wanted

    def hint(self, given: frozenset[str], wanted: frozenset[str]) -> str:
        """Tell too few from too many."""
        if given < wanted:
            return "too_few"
        return "too_many" if given > wanted else "some_differ"

    def text(self, value: frozenset[str]) -> str:
        """Write the codes in square brackets."""
        return f"[{', '.join(map(Code(self.allowed).text, sorted(value)))}]"


def _plain(text: str) -> str:
    return "_".join(text.lower().replace("-", " ").replace("_", " ").split())


def _single(given: object) -> object:
    """Unpack a series or an array of one value; leave everything else as it is."""
    if getattr(given, "size", None) == 1 and hasattr(given, "item"):
        return given.item()
    return given


def _several(given: object, hint: str) -> list[object]:
    if isinstance(given, str | bytes | dict) or not isinstance(given, Iterable):
        raise Unreadable(hint)
    try:
        return list(given)
    except TypeError:
        raise Unreadable(hint) from None
