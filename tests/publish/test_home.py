"""The home page: it leads to real files, works without kernel and network, and for every reader."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect
from readers import too_wide, unfit_controls, violations

from kit.estimates import SCALE
from kit.labels import LANGUAGES, in_language
from kit.publish import links
from kit.publish.build import Work
from kit.publish.decks import read_decks
from kit.publish.everything import all_works, work_of
from kit.publish.files import NOTEBOOKS, SLIDES
from kit.publish.home import shown
from kit.publish.home.files import DECK_FILES, OFFERED, all_offered, built, deck_names
from kit.publish.lesson import read_lessons
from kit.publish.site.pages import HOME_PAGES, site_works

LESSONS = read_lessons(NOTEBOOKS)
DECKS = read_decks(LESSONS)
FILES = all_offered(deck_names())
# The mock-up's 2,900 px, and what the titles of the decks and the notes of the picture need.
MOST_HEIGHT = {"ja": 3_100, "en": 3_250}


def homes(ready: list[str]) -> Iterator[Work]:
    """List the works of both home pages."""
    names = {f"site/{page}" for page in HOME_PAGES.values()}
    return (it for it in site_works(LESSONS, DECKS, ready=ready) if it.name in names)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write both home pages as if all that they lead to were built."""
    folder = tmp_path_factory.mktemp("home")
    for work in homes(FILES):
        path = folder / work.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(work.make(folder)))  # type: ignore[arg-type]
    return folder / "site"


@pytest.fixture
def home(site: Path, offline_page: Page, language: str) -> Page:
    offline_page.goto((site / HOME_PAGES[language]).as_uri())
    return offline_page


def read(site: Path, language: str) -> BeautifulSoup:
    return BeautifulSoup((site / HOME_PAGES[language]).read_text(encoding="utf-8"), "html.parser")


def led_to(site: Path, language: str) -> set[str]:
    """Give the names of all files that a home page leads to, below the built folder."""
    here = (site / HOME_PAGES[language]).parent
    found = (urldefrag(str(it["href"])).url for it in read(site, language).select("body a[href]"))
    paths = ((here / unquote(it)).resolve() for it in found if it and "://" not in it)
    return {path.relative_to(site.parent.resolve()).as_posix() for path in paths}


def test_every_link_leads_to_what_something_builds(site: Path, language: str) -> None:
    works = list(all_works(LESSONS, NOTEBOOKS))
    for file in led_to(site, language):
        assert work_of(file, works)


def test_it_leads_to_every_lesson_deck_and_kind_of_file(site: Path, language: str) -> None:
    found = led_to(site, language)
    assert {f"site/{language}/{it.name}.html" for it in LESSONS} <= found
    for deck in DECKS:
        wanted = {it.format(deck=deck.name, language=language) for it in DECK_FILES.values()}
        assert wanted <= found
    assert {it.format(language=language) for it in OFFERED.values()} <= found


def test_every_part_that_it_leads_to_is_on_the_page(site: Path, language: str) -> None:
    page = read(site, language)
    parts = [str(it["href"])[1:] for it in page.select("a[href^='#']")]
    assert {"content", "guess", "lessons", "today", "decks", "grades"} <= {*parts}
    assert [it for it in parts if not page.find(id=it)] == []


def test_the_data_package_names_the_decks_that_are_there() -> None:
    assert deck_names(SLIDES / "decks.toml") == [it.name for it in DECKS]


def test_what_is_not_built_is_a_command_and_no_link(tmp_path: Path, language: str) -> None:
    there = f"slides/briefing-5.{language}.html"
    (tmp_path / "slides").mkdir()
    (tmp_path / there).write_bytes(b"a deck")
    ready = built(deck_names(), tmp_path)
    assert ready == [there]
    work = next(it for it in homes(ready) if it.name == f"site/{HOME_PAGES[language]}")
    page = BeautifulSoup(bytes(work.make(tmp_path)), "html.parser")  # type: ignore[arg-type]
    led = [str(it["href"]) for it in page.select("body a[href]")]
    files = [it for it in led if re.search(r"\.\./(slides|pptx|trainer|quiz|figures)/", it)]
    assert files and all(it.endswith(there) for it in files)
    commands = {it.text for it in page.select("code")}
    kinds = ("slides", "trainer", "tabletop", "quiz", "pptx", "handouts", "figures", "forms")
    assert commands == {"make room-check", *(f"make {it}" for it in kinds)}


def test_claims_are_the_titles_of_the_lessons(site: Path, language: str) -> None:
    page = read(site, language)
    claims = {it.text for it in page.select(".cards .claim")}
    assert claims == {it.heading(language)[0] for it in LESSONS}
    findings = [it.text for it in page.select(".findings .number")]
    assert findings == ["02", "03", "04", "05", "06"]
    assert all(it.select_one("svg") for it in page.select(".findings li"))


def test_the_picture_holds_the_three_gaps_with_certainty_and_source(language: str) -> None:
    with in_language(language):
        facts = shown.picture().facts
    values = [[end.printed for end in it.ends] for it in facts.differences]
    assert values == [["35.5", "10.7"], ["19.4", "8.4"], ["21.3", "4.0"]]
    assert [it.reason for it in facts.differences] == ["", "", "no_base"]
    assert facts.mark in SCALE
    assert facts.source


def test_pages_of_a_site_without_a_lesson_leave_its_question_out() -> None:
    assert [*shown.guesses(["02", "05", "99"])] == ["02", "05"]
    assert shown.finding("00") is None


def test_five_questions_one_after_the_other(home: Page, language: str) -> None:
    words = {
        "ja": ("公表値を見る", "次の問い"),
        "en": ("See the published figure", "Next question"),
    }
    reveal, following = words[language]
    for number in range(5):
        panel = home.locator(".questions > li").nth(number)
        expect(panel).to_be_visible()
        assert home.locator(".questions > li:visible").count() == 1
        expect(panel.locator(".onwards")).to_be_hidden()
        panel.get_by_role("slider").fill("20")
        panel.get_by_role("button", name=reveal).click()
        expect(panel.locator(".kit-said")).not_to_be_empty()
        link = panel.locator(".onwards a")
        expect(link).to_be_visible()
        assert re.search(r"/0[2-6]_\w+\.html$", str(link.evaluate("it => it.href")))
        if number < 4:
            panel.get_by_role("button", name=following).press("Enter")
    assert home.get_by_role("button", name=following).count() == 0


def test_chips_filter_the_cards(home: Page, language: str) -> None:
    chips = home.locator(".chips button")
    assert chips.first.get_attribute("aria-pressed") == "true"
    assert home.locator(".cards li:visible").count() == len(LESSONS)
    sales = {"ja": "委託先の営業・管理", "en": "Vendors' sales and management"}[language]
    home.get_by_role("button", name=sales).press("Enter")
    assert home.locator(".cards li:visible .number").all_text_contents() == ["02", "04", "06", "07"]
    assert home.locator(".chips [aria-pressed=true]").all_text_contents() == [sales]
    expect(home.locator(".lessons [role=status]")).to_contain_text("4")
    chips.first.click()
    assert home.locator(".cards li:visible").count() == len(LESSONS)


def test_the_other_language_is_one_link_away(site: Path, home: Page, language: str) -> None:
    assert home.locator("html").get_attribute("lang") == language
    other = next(it for it in LANGUAGES if it != language)
    home.locator("#other-language").click()
    home.wait_for_url((site / HOME_PAGES[other]).as_uri())
    assert home.locator("html").get_attribute("lang") == other


def test_the_addresses_of_the_old_index_lead_to_their_language(
    site: Path, offline_page: Page
) -> None:
    offline_page.goto(f"{(site / 'index.html').as_uri()}#lessons-ja")
    expect(offline_page.locator("#lessons-ja")).to_be_in_viewport()
    offline_page.goto("about:blank")
    offline_page.goto(f"{(site / 'index.html').as_uri()}#lessons-en")
    offline_page.wait_for_url(f"{(site / 'en' / 'index.html').as_uri()}#lessons-en")
    expect(offline_page.locator("#lessons-en")).to_be_in_viewport()


def test_without_scripts_the_guess_is_folded_and_all_cards_are_there(
    site: Path, browser: Browser, language: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / HOME_PAGES[language]).as_uri())
    expect(page.locator(".without-script")).to_be_visible()
    expect(page.locator(".questions")).to_be_hidden()
    expect(page.locator(".chips")).to_be_hidden()
    assert page.locator(".cards li:visible").count() == len(LESSONS)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_for_every_reader(home: Page, scheme: str) -> None:
    home.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    assert not violations(home)
    assert unfit_controls(home) == []
    assert not too_wide(home)


def test_it_is_no_longer_than_it_may_be(home: Page, language: str) -> None:
    home.set_viewport_size({"width": 1280, "height": 800})
    assert home.evaluate("document.documentElement.scrollHeight") <= MOST_HEIGHT[language]


def test_paper_shows_cards_and_no_controls(home: Page) -> None:
    home.emulate_media(media="print")
    for hidden in (".kit-top", ".guess", ".chips", ".calls"):
        expect(home.locator(hidden).first).to_be_hidden()
    assert home.locator(".cards li:visible").count() == len(LESSONS)


def test_it_says_where_the_numbers_and_the_kit_come_from(site: Path, language: str) -> None:
    foot = read(site, language).select_one("footer")
    assert foot
    assert links.address() in {str(it["href"]) for it in foot.select("a")}
    assert "IPA" in foot.text and "508" in foot.text and "MIT" in foot.text
