"""Say how large everything in a chart is, for each medium that a chart is drawn for.

Lengths are CSS pixels, of which an inch has 96 and a unit of a drawing is one; a drawing is laid
out anew for each medium and never scaled.
"""

from dataclasses import dataclass, replace
from typing import Final

MILLIMETRE: Final = 96 / 25.4
POINT: Final = 96 / 72


@dataclass(frozen=True)
class Size:
    """Hold the lengths of one medium.

    Parameters
    ----------
    name
        ``wide``, ``narrow``, ``slide``, ``paper`` or ``thumb``.
    width
        Of the drawing.
    label
        Of the column of labels at the left; 0 where labels stand above.
    item, value, base, tick
        Heights of letters: what a row is about, its value, its base and interval, the axis.
    gap_row, bar_row
        Heights of a row with two marks, and of one with a bar.
    mark
        Half the width of a client's circle; a vendor's square is a little smaller.
    bar, line
        Thickness of bars, and of lines that join marks.
    height
        Of the plot of a slope.
    most
        How high all rows may be together; 0 where a page simply grows.
    claim, note
        Heights of letters of the words around a drawing that travels alone.
    """

    name: str
    width: float
    label: float
    item: float
    value: float
    base: float
    tick: float
    gap_row: float
    bar_row: float
    mark: float
    bar: float
    line: float
    height: float
    most: float = 0
    claim: float = 22
    note: float = 13

    @property
    def is_small(self) -> bool:
        """Tell whether only marks and values have room."""
        return self.name == "thumb"

    @property
    def square(self) -> float:
        """Give half the side of a vendor's square, which looks larger than a circle."""
        return self.mark * 0.92

    @property
    def told(self) -> float:
        """Give the height of what a claim is about: on a slide the last row can read it."""
        return max(1.08 * self.base, 0.87 * self.item)

    @property
    def margin(self) -> float:
        """Give what stays free around a drawing that travels alone."""
        return 1.5 * self.note

    def for_rows(self, number: int, wanted: float) -> "Size":
        """Make rows, marks and values smaller where many rows share the height of a slide.

        Parameters
        ----------
        number
            Of rows.
        wanted
            Height of one row as it is.
        """
        if not self.most or number * wanted <= self.most:
            return self
        part = self.most / (number * wanted)
        return replace(
            self,
            gap_row=self.gap_row * part,
            bar_row=self.bar_row * part,
            mark=max(14.0, self.mark * part),
            bar=max(24.0, self.bar * part),
            value=max(32.0, self.value * part),
            item=max(26.0, self.item * part),
        )


_ALL = (
    Size("wide", 712, 250, 16, 20, 13.5, 13.5, 88, 60, 10, 24, 3, 310),
    Size("narrow", 326, 0, 14.5, 17, 12.5, 12.5, 96, 78, 9, 20, 3, 240, claim=18, note=12),
    Size("slide", 1152, 470, 30, 46, 24, 24, 220, 130, 26, 64, 6, 285, 360, claim=44, note=20),
    Size(
        "paper",
        118 * MILLIMETRE,
        42 * MILLIMETRE,
        9.5 * POINT,
        11 * POINT,
        8.5 * POINT,
        8 * POINT,
        14.5 * MILLIMETRE,
        13 * MILLIMETRE,
        2.2 * MILLIMETRE,
        5 * MILLIMETRE,
        1.4,
        50 * MILLIMETRE,
        claim=12 * POINT,
        note=8.5 * POINT,
    ),
    Size("thumb", 240, 0, 0, 16, 12, 12, 60, 48, 10, 30, 4, 84),
)
SIZES: Final = {it.name: it for it in _ALL}
