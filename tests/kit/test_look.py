"""The look: every pair of colours that a reader must tell apart has the contrast it needs."""

import pytest

from kit.look import DARK, LIGHT, PRINT, colour, palette, variables

THEMES = (LIGHT, DARK, PRINT)
TEXT = [
    *(
        (ink, ground)
        for ink in ("ink", "quiet", "link", "client-ink", "vendor-ink", "ok", "no")
        for ground in ("paper", "canvas")
    ),
    *((ink, "note") for ink in ("ink", "quiet", "link", "ok", "no")),
    ("ink", "client-soft"),
    ("ink", "vendor-soft"),
    ("on-navy", "navy"),
    ("on-navy-quiet", "navy"),
    ("you", "navy"),
    ("on-vendor", "vendor"),
    ("on-you", "you"),
]
MARKS = [(mark, ground) for mark in ("client", "vendor", "edge") for ground in ("paper", "canvas")]


def luminance(value: str) -> float:
    """Compute relative luminance after WCAG 2.2."""
    parts = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str, theme: str) -> float:
    low, high = sorted(luminance(colour(name, theme)) for name in (first, second))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(ink: str, ground: str, theme: str) -> None:
    assert contrast(ink, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_and_controls_stand_out_from_their_ground(mark: str, ground: str, theme: str) -> None:
    assert contrast(mark, ground, theme) >= 3


def test_every_colour_is_there_in_every_theme() -> None:
    assert len({frozenset(palette(theme)) for theme in THEMES}) == 1
    assert variables(DARK).count("#") == len(palette())
