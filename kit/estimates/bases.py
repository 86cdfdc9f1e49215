"""Search the bases that a survey did not print but its percentages allow."""

from collections.abc import Mapping, Sequence
from functools import cache

from kit.data import records, table
from kit.errors import KitError
from kit.estimates.figure import Figure
from kit.estimates.intervals import counts

Pair = tuple[int, int]


def fitting_bases(
    printed: Mapping[str, str], smallest: int, largest: int
) -> dict[int, dict[str, int]]:
    """Find every base for which some whole number of organisations gives each printed percentage.

    Parameters
    ----------
    printed
        Percentages of one group as printed, by option; rounding is allowed both ways.
    smallest, largest
        First and last base to try.

    Returns
    -------
    dict
        For each base that fits, the count behind each option.

    Raises
    ------
    KitError
        The range is empty, or so wide that a base allows more than one count.

    Examples
    --------
    >>> fitting_bases({"poorly_understood": "47.7", "not_communicated": "36.7"}, 83, 110)
    {109: {'poorly_understood': 52, 'not_communicated': 40}}
    """
    if not 0 < smallest <= largest:
        raise KitError(
            f"no bases from {smallest} to {largest}: give the smaller one first, above 0"
        )
    tried = list(range(smallest, largest + 1))
    found: dict[int, dict[str, int]] = {base: {} for base in tried}
    for option, share in printed.items():
        rows = records(counts([share] * len(tried), tried))
        for base, row in zip(tried, rows, strict=True):
            if row["verdict"] == "ambiguous":
                raise KitError(f"{share} % of {base}: more than one count fits; search fewer bases")
            if row["verdict"] == "unique":
                found[base][option] = row["lowest"]
    return {base: fit for base, fit in found.items() if len(fit) == len(printed)}


def pairs_behind(figure: Figure) -> Sequence[Pair]:
    """Give every count and base that can stand behind a figure: one, several, or none at all.

    Examples
    --------
    >>> from kit.estimates.published import figure
    >>> pairs_behind(figure("q08_checked", "not_checking", wave=2020, side="client"))
    ((53, 97), (59, 108))
    """
    if figure.count is not None and figure.base is not None:
        return ((figure.count, figure.base),)
    return _possible().get(figure.key[:4], ()) if figure.size == "all" else ()


@cache
def _possible() -> dict[tuple[int, str, str, str], tuple[Pair, ...]]:
    found: dict[tuple[int, str, str, str], list[Pair]] = {}
    for row in records(table("possible_bases")):
        key = row["wave"], row["question"], row["option"], row["side"]
        found.setdefault(key, []).append((row["count"], row["base"]))
    return {key: tuple(pairs) for key, pairs in found.items()}
