"""The picture of the chain: one mark a side, a ring where the gap is, colours of the look."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import kit
from kit.data import table
from kit.errors import UnknownCode
from kit.labels import in_language
from kit.look import colour, palette

CODES = list(table("chain")["code"])


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("code", CODES)
def test_each_picture_rings_its_parts_and_says_so(code: str, language: str) -> None:
    with in_language(language):
        shown = kit.chain(code)
        drawing = BeautifulSoup(shown.html(), "html.parser")
        rings = drawing.find_all("circle", class_="kit-stroke-ink")
        assert len(rings) == len(shown.parts)
        assert [it.get_text() for it in drawing.find_all("text")].count(
            kit.word("chain.vendor")
        ) == 1
        assert shown.facts.alternative in drawing.svg["aria-label"]
        assert drawing.figcaption.get_text() == shown.facts.title


def test_colours_are_those_of_the_look_and_follow_the_theme() -> None:
    drawing = BeautifulSoup(kit.chain("whole").svg(), "html.parser")
    for shape in drawing.find_all(["circle", "rect", "line", "text"]):
        assert not shape.get("style")
        for kind in ("fill", "stroke"):
            if shape.get(kind):
                assert shape[kind] in palette().values()
                names = [it.rpartition("-")[2] for it in shape["class"]]
                assert shape[kind] in map(colour, names)


def test_every_lesson_draws_one_and_no_two_the_same() -> None:
    folder = Path(kit.__file__).parents[1] / "notebooks"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ipynb"))]
    drawn = [[code for code in CODES if f'kit.chain(\\"{code}\\")' in text] for text in texts]
    assert drawn == [[code] for code in CODES]


def test_an_unknown_picture_is_refused() -> None:
    with pytest.raises(UnknownCode, match="contracts"):
        kit.chain("contract")
