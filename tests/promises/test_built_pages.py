"""Every page that is built, opened from its file with the network blocked, and used as readers do.

The pages of the web site, the decks' panels, the rooms of the tabletop and the trainer's desks.
"""

import gzip
import re
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from readers import (
    UNFOLD,
    is_question,
    open_panels,
    operate,
    too_wide,
    unfit_controls,
    violations,
    wrong_numbers,
)

from kit.labels import LANGUAGES, in_language
from kit.lessons.classroom.forms import forms_of
from kit.lessons.own import own_answers
from kit.publish.everything import all_works, work_of
from kit.publish.files import NOTEBOOKS
from kit.publish.home.forms import forms_for
from kit.publish.lesson import read_lessons
from kit.publish.site.pages import HOME_PAGES

pytestmark = [pytest.mark.slow, pytest.mark.long]

LESSONS = {lesson.name: lesson for lesson in read_lessons(NOTEBOOKS)}
# Both weights of a Japanese font are most of a page; what it says is the rest.
MOST_BYTES, MOST_WITHOUT_FONTS = {"ja": 195_000, "en": 150_000}, 60_000
MOST_PIXELS, FIRST_PICTURE, MOST_PAGES = 6_000, 1_100, 6  # at 1280 px, and on A4
SAY_THEIR_COLUMN = """all => all.every((it) =>
  getComputedStyle(it, "::before").content.includes(it.dataset.label))"""
FONT = re.compile(rb"data:font/[^)]*")
KINDS = {"choice", "list", "guess", "redraws", "quiz"}
SCHEMES = {"ja": "light", "en": "dark"}


@pytest.mark.parametrize("name", LESSONS)
def test_a_page_of_the_site_is_for_every_reader(
    built: Path, offline_page: Page, name: str, language: str
) -> None:
    page, path = offline_page, built / "site" / language / f"{name}.html"
    written = path.read_bytes()
    assert len(gzip.compress(written)) <= MOST_BYTES[language]
    assert len(gzip.compress(FONT.sub(b"", written))) <= MOST_WITHOUT_FONTS
    page.emulate_media(color_scheme=SCHEMES[language])  # type: ignore[arg-type]
    page.goto(path.as_uri())
    assert page.title() == LESSONS[name].heading(language)[0]
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('1em Kit Sans'))")
    assert not too_wide(page)
    open_panels(page)
    panels = page.locator("[data-panel]:not(.kit-slider)").all()
    asked = any(is_question(str(it.get_attribute("data-panel"))) for it in panels)
    assert asked or name == "00_start_here"
    assert [it for panel in panels for it in wrong_numbers(panel)] == []
    assert operate(page) >= ({"choice", "quiz"} if asked else {"quiz"})
    page.evaluate(UNFOLD)
    assert unfit_controls(page) == []
    page.locator("details").evaluate_all("all => all.forEach((it) => it.open = true)")
    assert not too_wide(page)
    page.set_viewport_size({"width": 390, "height": 800})
    turned = page.locator(".kit-table:not(.kit-pair) .kit-scroll:visible")
    assert turned.evaluate_all("all => all.every((it) => it.scrollWidth <= it.clientWidth)")
    cells = page.locator(".kit-table:not(.kit-pair) td:visible")
    assert cells.count()
    assert cells.evaluate_all(SAY_THEIR_COLUMN)
    if (list(LESSONS).index(name) + LANGUAGES.index(language)) % 2:  # the others: in the app
        assert not violations(page)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_short_and_comes_to_its_picture_soon(
    built: Path, offline_page: Page, name: str, language: str
) -> None:
    page = offline_page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto((built / "site" / language / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollHeight") <= MOST_PIXELS
    drawn = page.locator("main .kit-drawing svg:visible").first.bounding_box()
    assert drawn and drawn["y"] <= FIRST_PICTURE
    assert len(PdfReader(BytesIO(page.pdf(format="A4"))).pages) <= MOST_PAGES


@pytest.mark.parametrize("name", ["home", "tabletop/{}/client", "tabletop/{}/vendor"])
def test_a_home_page_and_a_room_are_for_every_reader(
    built: Path, offline_page: Page, name: str, language: str
) -> None:
    page, home = offline_page, f"site/{HOME_PAGES[language]}"
    page.emulate_media(color_scheme=SCHEMES[language])  # type: ignore[arg-type]
    page.goto((built / (home if name == "home" else f"{name.format(language)}.html")).as_uri())
    assert not too_wide(page)
    assert operate(page) == ({"guess"} if name == "home" else {"choice"})
    assert unfit_controls(page) == []
    assert not violations(page)


def test_every_link_of_a_home_page_opens(built: Path, offline_page: Page, language: str) -> None:
    """What is no page is printed or written by a work of that name; the pages are all opened."""
    page, home = offline_page, built / "site" / HOME_PAGES[language]
    page.goto(home.as_uri())
    links = page.locator("body a").evaluate_all("all => all.map((it) => it.href.split('#')[0])")
    files = {link for link in links if link.startswith("file:")}
    names = {unquote(link.removeprefix(f"{built.as_uri()}/")) for link in files}
    works = list(all_works(list(LESSONS.values()), NOTEBOOKS))
    assert [name for name in names if not work_of(name, works)] == []
    for name in sorted(it for it in names if it.endswith(".html")):
        page.goto((built / name).as_uri())
        assert page.locator("h1").count() >= 1, name


def test_a_lesson_leads_to_the_forms_of_its_act(
    built: Path, offline_page: Page, language: str
) -> None:
    page = offline_page
    for name in LESSONS:
        page.goto((built / "site" / language / f"{name}.html").as_uri())
        links = page.locator(".kit-papers a").evaluate_all("all => all.map((it) => it.href)")
        files = [file for it in forms_for(name, language) for file in it["files"].values()]
        assert links == [(built / file).as_uri() for file in files]
        assert bool(files) == bool(forms_of(name))


def test_every_desk_opens_and_the_longest_is_for_every_reader(
    built: Path, offline_page: Page, language: str
) -> None:
    page = offline_page
    page.emulate_media(color_scheme=SCHEMES[language])  # type: ignore[arg-type]
    for path in sorted((built / "trainer").glob(f"*.{language}.html")):
        page.goto(path.as_uri())
        assert page.locator("h1").count() == 1
        assert not too_wide(page), path.name
    assert path.name.startswith("workshop-90")
    assert not violations(page)


def test_ones_own_answers_stand_beside_charts_until_they_are_wiped(
    built: Path, offline_page: Page, language: str
) -> None:
    page, site = offline_page, built / "site" / language
    with in_language(language):
        option = own_answers()["q08_checked"]["options"][0]
        assert option["code"] == "not_checking"
    page.goto((site / "04_rules_unchecked.html").as_uri())
    lines = page.locator(".kit-own-line")
    page.locator(".kit-own summary").click()
    page.locator(".kit-own [value=not_checking]").check()
    assert lines.count() == 0, "whose answer it is has not been said"
    page.locator(".kit-own [value=client]").check()
    assert lines.count() >= 1
    assert all(option["client"] in it for it in lines.all_inner_texts())
    assert page.locator(".kit-panel .kit-own-line").count() == 0, "no guess is given away"
    page.goto((site / "02_telework_gap.html").as_uri())
    assert lines.count() == 0, "the charts of this lesson are about other questions"
    page.goto((site / "04_rules_unchecked.html").as_uri())
    assert lines.count() >= 1
    page.locator(".kit-own summary").click()
    page.locator(".kit-own button").click()
    assert lines.count() == 0
    page.reload()
    assert lines.count() == 0
    assert page.locator(".kit-own :checked").count() == 0


def test_where_nothing_can_be_kept_nothing_is_asked(built: Path, offline_page: Page) -> None:
    offline_page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
    )
    offline_page.goto((built / "site" / "ja" / "04_rules_unchecked.html").as_uri())
    assert not offline_page.locator(".kit-own").is_visible()
