"""Read the counts and bases that somebody gives, and refuse what cannot be answers."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from kit.errors import KitError

Numbers = npt.NDArray[np.float64]
_HINT = "give how many said so and how many answered, as whole numbers"


def read_answers(count: object, base: object) -> tuple[Numbers, Numbers]:
    """Read counts and bases: numbers or texts of digits, alone or in a list, an array, a series.

    Parameters
    ----------
    count
        How many said so.
    base
        How many answered; one for each count, or one for all.

    Returns
    -------
    tuple of arrays
        Of the shape that was given; one number gives an array without dimensions.

    Raises
    ------
    KitError
        Something is no whole number, a base is not positive, a count is above its base, or their
        numbers differ. The message names the pair.

    Examples
    --------
    >>> read_answers("155", [239])
    (array([155.]), array([239.]))
    """
    counts, bases = (_read(name, it) for name, it in (("count", count), ("base", base)))
    if counts.ndim and bases.ndim and counts.shape != bases.shape:
        raise KitError(
            f"{counts.size} counts and {bases.size} bases: each count needs a base; {_HINT}"
        )
    counts, bases = np.broadcast_arrays(counts, bases)
    for place, (said, of) in enumerate(zip(counts.flat, bases.flat, strict=True), 1):
        if of < 1:
            raise KitError(f"pair {place}, {said:g} of {of:g}: the base must be 1 or more; {_HINT}")
        if said > of:
            raise KitError(
                f"pair {place}, {said:g} of {of:g}: more said so than answered. Are count and base "
                f"swapped, or is the count a percentage? {_HINT}"
            )
    return counts, bases


def _read(name: str, given: object) -> Numbers:
    several = isinstance(given, Iterable) and not isinstance(given, str | bytes)
    if several and getattr(given, "ndim", None) != 0:
        cells = [_whole(f"{name} {n}", it) for n, it in enumerate(given, 1)]  # type: ignore[arg-type, var-annotated]
        return np.array(cells, dtype=np.float64)
    return np.array(_whole(name, given), dtype=np.float64)


def _whole(place: str, given: Any) -> float:
    """Read one whole number, also from a text; full-width digits are digits."""
    try:
        number = float(given.strip() if isinstance(given, str) else given)
    except (TypeError, ValueError):
        raise KitError(f"{place}, {given!r}, is no number; {_HINT}") from None
    if isinstance(given, bool) or not np.isfinite(number) or number != round(number):
        raise KitError(f"{place}, {given!r}, is no whole number; {_HINT}, not a percentage")
    if number < 0:
        raise KitError(f"{place}, {given!r}, is below 0; {_HINT}")
    return number


def read_printed(place: str, given: object) -> str:
    """Read a percentage as it was printed.

    Raises
    ------
    KitError
        It is no percentage from 0 to 100.

    Examples
    --------
    >>> read_printed("figure 1", 68.0), read_printed("figure 1", "64.9")
    ('68.0', '64.9')
    """
    text = str(given.item() if hasattr(given, "item") else given).strip()
    whole, _, decimals = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and (decimals.isdigit() or "." not in text)):
        raise KitError(
            f'{place}, {given!r}, is no percentage; give it as printed, such as "64.9", '
            "without sign or %"
        )
    if float(text) > 100:
        raise KitError(f"{place}, {given!r}, is above 100 %")
    return text
