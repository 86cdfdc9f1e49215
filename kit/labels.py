"""Put codes and numbers into Japanese or English words: the only module that knows either.

Words of the survey stand in ``data/survey/labels.csv`` (those of questions in their own table),
words of the interface in ``data/teaching/interface.csv``; this module looks them up and fills them
in.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, cast

from kit.data import Row, table
from kit.errors import require_known

if TYPE_CHECKING:
    from kit.estimates import Difference, Figure

LANGUAGES = ("ja", "en")

_chosen = {"language": ""}


def use_language(language: str | None = None) -> None:
    """Choose the language of all words.

    Parameters
    ----------
    language
        ``"ja"`` or ``"en"``; when empty, the environment's ``KIT_LANG``, else Japanese.

    Raises
    ------
    UnknownCode
        When another language is asked for. An unknown ``KIT_LANG`` counts as none.
    """
    if language is not None:
        require_known("language", language, LANGUAGES)
    _chosen["language"] = language or ""


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Use a language for a while, then again the one before.

    Examples
    --------
    >>> with in_language("en"):
    ...     word("side.client")
    'Clients'
    """
    before = _chosen["language"]
    use_language(language)
    try:
        yield
    finally:
        _chosen["language"] = before


def language() -> str:
    """Tell the language in use.

    Examples
    --------
    >>> language()
    'ja'
    """
    wished = _chosen["language"] or os.environ.get("KIT_LANG", "")
    return wished if wished in LANGUAGES else "ja"


@cache
def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for words in (table("labels"), table("interface")):
        rows = words.set_index("code")[list(LANGUAGES)]
        found |= cast(dict[str, dict[str, str]], rows.to_dict("index"))
    return found


def has_word(code: str) -> bool:
    """Tell whether a code has words."""
    return code in _words()


def word(code: str, **values: object) -> str:
    """Give the words of a code in the language in use, with ``values`` filled in.

    Raises
    ------
    UnknownCode
        When no table of words has such a code.

    Examples
    --------
    >>> word("side.client")
    '委託元'
    """
    words = _words()
    require_known("label", code, words)
    text = words[code][language()]
    return text.format(**values) if values else text


def translate(row: Row, field: str = "") -> str:
    """Give the text of a table row that has a column a language, such as ``ja`` and ``en``."""
    return str(row[f"{field}_{language()}" if field else language()])


def question_text(question: str, field: str = "") -> str:
    """Give a question's wording; with ``field`` who answered (``who``) or ``why`` comparable."""
    rows = table("questions").set_index("code")
    require_known("question", question, rows.index)
    return translate(rows.loc[question].to_dict(), field)


def short_text(question: str) -> str:
    """Give a question's short name, for titles and lists."""
    return word(f"short.{question}")


def option_text(question: str, option: str) -> str:
    """Give the wording of an answer option."""
    return word(f"{question}.{option}")


def group_text(side: str, size: str = "all") -> str:
    """Name a group of organisations: a side, or a size class of it with its staff limits."""
    return word(f"side.{side}") if size == "all" else word(f"size.{side}.{size}")


def share_text(printed: str, bound: str) -> str:
    """Write a share as printed, with the words of its bound.

    Examples
    --------
    >>> share_text("64.9", "exact"), share_text("30", "about"), share_text("", "")
    ('64.9%', '約3割', '本教材に未収録')
    """
    if not printed:
        return word("status.not_held")
    tenths, rest = divmod(float(printed), 10)
    # "3割" is not 30 %: what was rounded to tenths is said in tenths.
    if bound != "exact" and not rest and 0 < tenths < 10:
        part = word("number.tenths").split("|")[int(tenths) - 1]
        return word(f"number.{bound}.tenths", part=part)
    return word(f"number.{bound}", value=printed)


def value_text(figure: "Figure") -> str:
    """Write the share of a figure; under 30 respondents its count stands in for it."""
    if figure.flag == "tiny" and figure.is_counted:
        return word("number.counts", count=figure.count, base=figure.base)
    return share_text(figure.printed, figure.bound)


def own_value(figure: "Figure") -> str:
    """Write a share of one's own answers; under 30 of them their count stands in for it."""
    if figure.flag == "tiny":
        return word("us.counts", count=figure.count, base=figure.base)
    return share_text(figure.printed, figure.bound)


def own_reading(figure: "Figure") -> str:
    """Read a share of one's own answers out in plain words."""
    counts = {"base": figure.base, "count": figure.count, "range": interval_text(figure)}
    return word("us.reading", **counts)


def interval_text(held: "Figure | Difference") -> str:
    """Write the interval of a figure or, with signs, of a difference; nothing where there is none.

    Examples
    --------
    >>> from kit.estimates import gap
    >>> interval_text(gap("q01_telework", "experienced"))
    '+25.8～+38.6'
    """
    from kit.estimates import Difference

    if held.low is None or held.high is None:
        return ""
    return range_text(held.low, held.high, sign=isinstance(held, Difference))


def figure_text(figure: "Figure") -> str:
    """Write a figure with its base, as one end of a difference shows it."""
    share = share_text(figure.printed, figure.bound)
    return word("chart.label", group=share, base=base_text(figure)) if figure.printed else share


def points_text(points: float) -> str:
    """Write a difference in points with its sign, rounded once.

    Examples
    --------
    >>> points_text(14.395)
    '+14.4ポイント'
    """
    return word("number.points", value=signed(points))


def signed(value: float) -> str:
    """Write a number with sign and one decimal; a typographic minus."""
    return f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")


def range_text(low: float, high: float, *, sign: bool = False) -> str:
    """Write an interval with one decimal.

    Examples
    --------
    >>> range_text(58.62, 70.61)
    '58.6～70.6'
    """
    ends = {"low": low, "high": high}
    texts = {name: signed(value) if sign else f"{value:.1f}" for name, value in ends.items()}
    return word("number.range", **texts)


def redraw_text(row: Row, name: str = "value") -> str:
    """Write a value of a row of ``redraws``: a share in percent, a change in points.

    Examples
    --------
    >>> redraw_text({"kind": "change", "value": -0.8}), redraw_text({"kind": "share", "value": 65})
    ('−0.8ポイント', '65.0%')
    """
    value = row[name]
    if row["kind"] == "share":
        return share_text(f"{value:.1f}", "exact")
    if value and abs(value) < 0.05:
        return word("resample.small_rise" if value > 0 else "resample.small_fall")
    return points_text(value)


def chance_text(percent: float) -> str:
    """Write a probability in percent, with a second decimal where it is small.

    Examples
    --------
    >>> chance_text(21.2488), chance_text(0.0887)
    ('21.2%', '0.09%')
    """
    return share_text(f"{percent:.1f}" if percent >= 1 else f"{percent:.2f}", "exact")


def difference_text(difference: "Difference") -> str:
    """Write a difference with its interval and what it means, or the reason why there is none."""
    if difference.points is None:
        return word("difference.refused", why=word(f"reason.{difference.reason}"))
    code = f"{difference.kind}.{'clear' if difference.clear else 'unclear'}"
    points = points_text(difference.points)
    return word(code, points=points, range=interval_text(difference))


def base_text(figure: "Figure") -> str:
    """Write the base of a figure, saying when it is derived or not in this kit."""
    return base_of(figure.base, figure.base_status)


def base_of(base: int | None, status: str) -> str:
    """Write a base with its status: printed, derived, or empty when it is not known."""
    return word("number.no_base") if base is None else word(f"number.base_{status}", base=base)


def bases_text(figures: "Iterable[Figure]") -> str:
    """List the bases of figures by wave, the latest first, each group once, clients first.

    Examples
    --------
    >>> from kit.estimates import figures
    >>> bases_text(figures("q01_telework", option="experienced", wave=2021))
    '回答数：委託元239、委託先269（2021年度）'
    """
    waves: dict[int, dict[str, str]] = {}
    for it in sorted(figures, key=lambda it: (-it.wave, it.side)):
        waves.setdefault(it.wave, {})[group_text(it.side, it.size)] = base_text(it)
    texts = (
        word("reading.group", group=_listed_bases(found), wave=word(f"wave.{wave}"))
        for wave, found in waves.items()
    )
    return word("chart.foot.base", groups=word("list.semicolon").join(texts)) if waves else ""


def _listed_bases(bases: Mapping[str, str]) -> str:
    """Name the groups of a wave with their bases; no base at all is said once."""
    if set(bases.values()) == {word("number.no_base")}:
        return word("number.no_base")
    texts = (word("chart.foot.group", group=group, base=base) for group, base in bases.items())
    return word("list.comma").join(texts)


def source_text(sources: Iterable[str]) -> str:
    """Name the sources of some figures, each once."""
    names = [word(f"source.{code}") for code in dict.fromkeys(sources) if code]
    return word("chart.note.source", sources=word("list.comma").join(names))


def caveat_texts(codes: Iterable[str]) -> list[str]:
    """Give the caveats of some figures, each once."""
    return [word(f"caveat.{code}") for code in dict.fromkeys(codes) if code]


def join_sentences(texts: Iterable[str]) -> str:
    """Put sentences one after the other: with a space only where the language has one."""
    return ("" if language() == "ja" else " ").join(texts)


def who_text(figure: "Figure") -> str:
    """Name the group and wave of a figure."""
    group = group_text(figure.side, figure.size)
    return word("reading.group", group=group, wave=word(f"wave.{figure.wave}"))


def reading(figure: "Figure") -> str:
    """Read one figure out in plain words: who, how many, how sure, from where.

    Examples
    --------
    >>> from kit.estimates import figures
    >>> reading(figures("q01_telework", wave=2021, side="client", option="experienced")[0])
    '委託元（2021年度）：64.9%（239社中155社）。無作為抽出とみなした95%区間は58.6～70.6%。'
    """
    group, share = who_text(figure), value_text(figure)
    if figure.is_counted:
        counts = {"base": figure.base, "count": figure.count, "range": interval_text(figure)}
        return word("reading.exact", group=group, share=share, **counts)
    if figure.grade == "not_held":
        return word("reading.not_held", group=group)
    return word("reading.other", group=group, share=share, why=word(f"reason.{figure.verdict}"))
