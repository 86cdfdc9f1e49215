"""Errors that say what was wrong, where, what is allowed and what to do next."""

import errno
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple


class KitError(Exception):
    """Base of every error the kit raises on purpose."""


class CannotWrite(KitError):
    """Say in one bilingual line what the system does not let this account write, and why.

    Parameters
    ----------
    path
        Of the file or folder.
    error
        What the system said.
    """

    # No right to it, a file system that is read-only, no space.
    REASONS = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC)

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"{path} に書き込めません。フォルダーの権限と空き容量を確かめてください。 / "
            f"Cannot write {path} ({error.strerror or error}); "
            "check the folder's permissions and the free space."
        )


class Problem(NamedTuple):
    """One fault in the data; ``row`` counts records from 1, the header's; 0 is the file."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        """Name the place before the fault."""
        place = f"{self.file}, row {self.row}" if self.row else self.file
        return (
            f"{place}, column {self.column}: {self.message}"
            if self.column
            else f"{place}: {self.message}"
        )


class DataError(KitError):
    """Report every fault found in the data at once.

    Parameters
    ----------
    problems
        All faults, in file and row order; kept as ``DataError.problems``.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [f"the data have {len(self.problems)} problem(s):", *map(str, self.problems)]
        hint = (
            "Rows are counted as a spreadsheet does: the header is row 1, and a cell with line "
            "breaks is still in one row. Mend the files; after a wanted change run "
            "`python -m kit seal` to renew the hashes."
        )
        super().__init__("\n- ".join(lines) + f"\n{hint}")


class UnknownCode(KitError, ValueError):
    """Refuse a code that is not in its list.

    Parameters
    ----------
    name
        What the value was meant to be: question, option, side, size, wave, language ...
    value
        What was given.
    allowed
        Every value that would have been accepted.

    Examples
    --------
    >>> print(UnknownCode("side", "clients", ["client", "vendor"]))
    unknown side 'clients' (did you mean 'client'?); allowed: client, vendor
    >>> print(UnknownCode("wave", "2021", [2020, 2021]))
    unknown wave '2021' (give the int 2021, not a str); allowed: 2020, 2021
    """

    def __init__(self, name: str, value: object, allowed: Collection[object]) -> None:
        self.name, self.value, self.allowed = name, value, tuple(allowed)
        words = [str(item) for item in self.allowed]
        match = get_close_matches(str(value), words, n=1, cutoff=0.4)
        same = [item for item in self.allowed if str(item) == str(value)]
        hint = f" (did you mean {match[0]!r}?)" if match else ""
        if same:
            hint = f" (give the {type(same[0]).__name__} {same[0]!r}, not a {type(value).__name__})"
        super().__init__(f"unknown {name} {value!r}{hint}; allowed: {', '.join(words)}")


class NotComparable(KitError, ValueError):
    """Refuse a sum that the published figures do not allow.

    Parameters
    ----------
    reason
        Code of the reason; the words are ``reason.<code>`` in ``survey/labels.csv``.
    message
        The same in plain English, with the figures concerned.
    """

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


def require_known(name: str, value: str | int, allowed: Collection[str | int]) -> None:
    """Check that a code is in its list.

    Raises
    ------
    UnknownCode
        When it is not; the message names the allowed and the nearest one.

    Examples
    --------
    >>> require_known("wave", 2021, (2020, 2021))
    """
    if value not in allowed:
        raise UnknownCode(name, value, allowed)
