"""Hold one published figure, and one difference of two, with all that belongs to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar, cast

from kit.errors import KitError

if TYPE_CHECKING:
    from pandas import DataFrame

Held = TypeVar("Held")
Key = tuple[int, str, str, str, str]
# From the firmest to the weakest. A figure computed from others ranks below one that was published
# without its base: it was never printed at all.
SCALE = ("exact", "reported", "no_count", "derived", "rounded", "not_held")
NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published share, or the place of one that is not held.

    Parameters
    ----------
    wave, question, option, side, size
        Codes of what it is about; together its key.
    printed, percent, bound
        The percentage as printed (empty where there is none), the same as a number (0–100), and
        how it was worded: ``exact``, ``about``, ``at_least``, ``more_than`` or ``less_than``.
    status, source, phrase, caveat
        How it was published, where, in which words, and the code of a caution.
    base, base_status
        How many answered, and whether that was ``printed`` or ``derived``; empty when unknown.
    verdict, count
        What can be said of the count behind it (``unique``, ``ambiguous``, ``impossible``,
        ``inexact``, ``no_base``, ``not_held``, or ``not_asked`` where no row exists), and the
        count where it is unique.
    low, high
        95 % Wilson interval in percent, where there is a count.
    flag
        ``tiny``, ``small`` or empty: see ``kit.estimates.base_flag``.
    """

    wave: int
    question: str
    option: str
    side: str
    size: str = "all"
    printed: str = ""
    percent: float | None = None
    bound: str = ""
    status: str = ""
    source: str = ""
    phrase: str = ""
    caveat: str = ""
    base: int | None = None
    base_status: str = ""
    verdict: str = NOT_ASKED
    count: int | None = None
    low: float | None = None
    high: float | None = None
    flag: str = ""

    @property
    def key(self) -> Key:
        """Name the figure."""
        return self.wave, self.question, self.option, self.side, self.size

    @property
    def place(self) -> str:
        """Name the figure in an error message."""
        return f"{self.question} {self.option}, {self.side}, {self.wave}"

    @property
    def is_held(self) -> bool:
        """Tell whether the data have a row for it, with a number or without."""
        return self.verdict != NOT_ASKED

    @property
    def is_counted(self) -> bool:
        """Tell whether one count stands behind it, and so an interval."""
        return self.verdict == "unique"

    @property
    def value(self) -> float:
        """Give the percentage as a number; 0 where there is none."""
        return self.percent or 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Give both ends of the interval; the value itself where there is none."""
        if self.low is None or self.high is None:
            return self.value, self.value
        return self.low, self.high

    @property
    def grade(self) -> str:
        """Grade how sure it is by how it was published and whether a count stands behind it.

        ``exact`` (printed by the survey, one count fits), ``reported`` (the same, from the press),
        ``no_count`` (published, but no single count can be recovered), ``derived`` (worked out from
        published figures), ``rounded`` ("about", "at least" and the like) or ``not_held``.
        """
        if self.verdict in ("not_held", NOT_ASKED):
            return "not_held"
        if self.verdict == "inexact":
            return "rounded"
        if self.status == "derived":
            return "derived"
        if not self.is_counted:
            return "no_count"
        return "exact" if self.status == "printed" else "reported"


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two figures in points, or the reason why there is none.

    Parameters
    ----------
    kind
        ``gap`` (vendors less clients) or ``change`` (the later wave less the earlier one).
    first, second
        The figure that is taken away, and the one that it is taken from.
    points, low, high
        The difference in points with its 95 % interval (Newcombe); empty when it is refused.
    reason
        Code of the refusal, or empty.
    """

    kind: str
    first: Figure
    second: Figure
    points: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""

    @property
    def question(self) -> str:
        """Name the question of both figures."""
        return self.first.question

    @property
    def option(self) -> str:
        """Name the option of both figures."""
        return self.first.option

    @property
    def ends(self) -> tuple[Figure, Figure]:
        """Give both figures, first the one that is taken away."""
        return self.first, self.second

    @property
    def clear(self) -> bool:
        """Tell whether the interval excludes no difference."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    def __str__(self) -> str:
        """Round once, keep the signs."""
        if self.points is None:
            return f"no difference ({self.reason})"
        return f"{self.points:+.1f} points ({self.low:+.1f} to {self.high:+.1f})"


# The columns that hold the two figures in a frame of each kind.
ENDS = {"gap": ("client", "vendor"), "change": ("before", "after")}
_FIELDS = tuple(field.name for field in fields(Figure))


def figure_frame(found: Iterable[Figure]) -> "DataFrame":
    """Lay figures out as a frame, one row a figure and one column a field."""
    from pandas import DataFrame

    rows = DataFrame([asdict(it) for it in found], columns=list(_FIELDS))
    whole = {name: rows[name].astype("Int64") for name in ("base", "count")}
    return rows.assign(**whole).astype({"percent": float, "low": float, "high": float})


def difference_frame(kind: str, found: Iterable[Difference]) -> "DataFrame":
    """Lay differences of one kind out as a frame; both figures stand in columns of their own.

    Returns
    -------
    DataFrame
        ``question, option``, ``wave`` of a gap or ``side`` of a change, both figures (``client``
        and ``vendor``, or ``before`` and ``after``), ``points, low, high, reason``.
    """
    from pandas import DataFrame

    fixed, (first, second) = ("wave" if kind == "gap" else "side"), ENDS[kind]
    rows = [
        {
            "question": it.question,
            "option": it.option,
            fixed: getattr(it.first, fixed),
            first: it.first,
            second: it.second,
            "points": it.points,
            "low": it.low,
            "high": it.high,
            "reason": it.reason,
        }
        for it in found
    ]
    columns = ["question", "option", fixed, first, second, "points", "low", "high", "reason"]
    return DataFrame(rows, columns=columns).astype({"points": float, "low": float, "high": float})


def figures_of(summary: "DataFrame | Iterable[Figure]") -> list[Figure]:
    """Read figures from a frame of ``kit.shares``, or pass them on.

    Raises
    ------
    KitError
        The frame holds something else.

    Examples
    --------
    >>> from kit.estimates import shares
    >>> figures_of(shares("q01_telework", wave=2021, side="client", option="experienced"))[0].count
    155
    """
    if not _is_frame(summary):
        return list(cast("Iterable[Figure]", summary))
    if missing := [name for name in _FIELDS if name not in summary.columns]:
        raise KitError(f"a frame of kit.shares is needed; this one has no {', '.join(missing)}")
    rows = summary[list(_FIELDS)].astype(object).to_dict("records")
    return [Figure(**{str(name): _plain(it) for name, it in row.items()}) for row in rows]


def differences_of(summary: "DataFrame | Iterable[Difference]") -> list[Difference]:
    """Read differences from a frame of ``kit.gaps`` or ``kit.changes``, or pass them on.

    Raises
    ------
    KitError
        The frame holds something else.
    """
    if not _is_frame(summary):
        return list(cast("Iterable[Difference]", summary))
    kind = _kind_of(summary)
    if not kind:
        raise KitError("a frame of kit.gaps or kit.changes is needed; columns: client, vendor …")
    first, second = ENDS[kind]
    names = (first, second, "points", "low", "high", "reason")
    columns = (summary[name].astype(object) for name in names)
    rows = zip(*columns, strict=True)
    return [Difference(kind, *(_plain(it) for it in row)) for row in rows]


def held_in(summary: "DataFrame | Iterable[Figure | Difference]") -> list[Figure | Difference]:
    """Read what a summary holds: figures or differences.

    Raises
    ------
    KitError
        The frame holds something else.
    """
    if not _is_frame(summary):
        return list(cast("Iterable[Figure | Difference]", summary))
    if "verdict" in summary.columns:
        return [*figures_of(summary)]
    if _kind_of(summary):
        return [*differences_of(summary)]
    raise KitError("a frame of kit.shares, kit.gaps or kit.changes is needed")


def some(found: Sequence[Held]) -> Sequence[Held]:
    """Pass on what was found.

    Raises
    ------
    KitError
        When there is nothing, so that nothing empty is ever drawn or written.
    """
    if not found:
        raise KitError("the summary has no rows: no published figure fits this choice")
    return found


def figures_behind(summary: "DataFrame | Iterable[Figure | Difference]") -> list[Figure]:
    """Give the figures that a summary shows or joins, each once.

    Parameters
    ----------
    summary
        A frame of ``kit.shares``, ``kit.gaps`` or ``kit.changes``, or figures and differences.

    Examples
    --------
    >>> from kit.estimates.differences import changes
    >>> [it.printed for it in figures_behind(changes("q01_telework"))][:2]
    ['50.5', '64.9']
    """
    shown = held_in(summary)
    found = [end for it in shown for end in (it.ends if isinstance(it, Difference) else (it,))]
    return list({it.key: it for it in found if it.is_held}.values())


def weakest(grades: Iterable[str]) -> str:
    """Give the weakest grade of the figures that have a number; ``not_held`` if none has.

    Examples
    --------
    >>> weakest(["exact", "not_held", "reported"])
    'reported'
    """
    numbers = [SCALE.index(grade) for grade in grades if grade != "not_held"]
    return SCALE[max(numbers, default=-1)]


def figure_from(fields_: Mapping[str, Any]) -> Figure:
    """Read a figure from what ``dataclasses.asdict`` made of it."""
    return Figure(**fields_)


def difference_from(fields_: Mapping[str, Any]) -> Difference:
    """Read a difference from what ``dataclasses.asdict`` made of it."""
    ends = {end: figure_from(fields_[end]) for end in ("first", "second")}
    return Difference(**{**fields_, **ends})


def _is_frame(summary: object) -> TypeGuard["DataFrame"]:
    """Tell a frame from a list, without importing pandas for it."""
    return hasattr(summary, "columns")


def _kind_of(frame: "DataFrame") -> str:
    """Tell which kind of difference a frame holds; nothing where it holds none."""
    return next((it for it, ends in ENDS.items() if {*ends} <= {*frame.columns}), "")


def _plain(value: Any) -> Any:
    """Give a cell as Python has it: nothing where it is missing."""
    from pandas import NA

    if value is NA or (isinstance(value, float) and value != value):  # noqa: PLR0124 - is not a number
        return None
    return value.item() if hasattr(value, "item") else value
