"""The look on every page: colours are said in one place, and both weights of the font are real."""

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Page

from kit.environment import ROOT
from kit.font import WEIGHTS, font_file
from kit.look import PREFIX, base, palette
from kit.publish.fonts import FEATURES

SHEETS = sorted((ROOT / "kit").rglob("*.css"))
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|[:\s](?:white|black|gr[ae]y|red|blue)(?![-\w])",
    re.IGNORECASE,
)
# What a page shows in bold, letter by letter.
BOLD = """() => {
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const around = texts.currentNode.parentElement;
    if (!["SCRIPT", "STYLE"].includes(around.tagName) && +getComputedStyle(around).fontWeight > 400)
      [...texts.currentNode.data].forEach((letter) => found.add(letter));
  }
  return [...found].join("");
}"""
WEIGHTS_THERE = "async () => [...(await document.fonts.ready)].map((it) => it.weight)"
SIZES = {
    "page": (1280, {"h1": 36, "h2:not(summary *)": 26, "summary h2": 17, "body": 17}),
    "phone": (390, {"h1": 24, "h2:not(summary *)": 20, "summary h2": 17, "body": 16}),
}


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_style_sheet_names_a_colour(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not COLOUR.findall(text)
    known = {f"{PREFIX}{name}" for name in palette()}
    known |= set(re.findall(r"(--kit-[\w-]+):", base() + text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= known


def test_there_are_style_sheets_to_look_at() -> None:
    assert len(SHEETS) > 10


def test_both_weights_are_drawn_and_of_one_family() -> None:
    fonts = [TTFont(font_file(weight)) for weight in WEIGHTS]
    assert [font["OS/2"].usWeightClass for font in fonts] == list(WEIGHTS)
    assert len({font["name"].getDebugName(1) for font in fonts}) == 1


def fonts_in(page: str) -> list[TTFont]:
    found = re.findall(r'data:font/woff;base64,([^"]+)', page)
    return [TTFont(BytesIO(b64decode(it))) for it in found]


def test_every_letter_in_bold_has_a_bold_form(
    built: Path, offline_page: Page, language: str
) -> None:
    for path in sorted((built / "site" / language).glob("*.html")):
        _, bold = fonts_in(path.read_text(encoding="utf-8"))
        tags = {it.FeatureTag for it in bold["GPOS"].table.FeatureList.FeatureRecord}
        # English pages have nothing in bold that the features of full-width letters are about.
        assert tags == (set(FEATURES) - {"chws"} if language == "ja" else {"kern"})
        offline_page.goto(path.as_uri())
        shown = offline_page.evaluate(BOLD)
        assert not [it for it in shown if it.isprintable() and ord(it) not in bold.getBestCmap()]
        assert offline_page.evaluate(WEIGHTS_THERE) == ["400", "700"]
        assert offline_page.evaluate("getComputedStyle(document.body).fontSynthesis") == "none"


@pytest.mark.parametrize("medium", SIZES)
def test_type_has_the_sizes_of_the_look(built: Path, offline_page: Page, medium: str) -> None:
    width, sizes = SIZES[medium]
    offline_page.set_viewport_size({"width": width, "height": 720})
    offline_page.goto((built / "site" / "ja" / "02_telework_gap.html").as_uri())
    for element, size in sizes.items():
        found = offline_page.locator(element).first.evaluate("it => getComputedStyle(it).fontSize")
        assert found == f"{size}px", element
