"""The decks: chosen from lessons, adding up, readable on every screen, and driven by every key."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from decks import bare, built_deck, expected_facts, facts_of, facts_on_page, said_in
from made_lessons import code, text, write_lesson
from nbconvert import get_exporter
from nbformat import NotebookNode
from playwright.sync_api import Page
from pypdf import PdfReader
from readers import operate, unfit_controls, violations, wrong_numbers

from kit.environment import ROOT
from kit.errors import KitError
from kit.labels import LANGUAGES, in_language, value_text, word
from kit.publish.decks import AUDIENCES, DECKS, Deck, read_decks
from kit.publish.executed import work_name
from kit.publish.files import NOTEBOOKS, read_notebook
from kit.publish.lesson import read_lessons, words
from kit.publish.sections import heading, section_id
from kit.publish.shown import facts_in
from kit.publish.slides.compose import notebook_name
from kit.publish.slides.deck import Picture
from kit.publish.slides.write import deck_name
from tests.tools.visit import free_port, running

pytestmark = pytest.mark.long

LESSONS = read_lessons(NOTEBOOKS)
ALL = read_decks(LESSONS)
BRIEFING = next(deck for deck in ALL if deck.name == "briefing-10")
WANTED = {"briefing-10", "procurement-15", "class-45", "workshop-90"}
SIZES = [(1280, 720), (1920, 1080), (1024, 768), (390, 844)]
MEASURE = (ROOT / "tests" / "support" / "measure_slide.js").read_text(encoding="utf-8")
MOST_BYTES = 2_000_000
# Two lines at the size of a claim: a Japanese letter is as wide as two of the others.
MOST_COLUMNS = 124
LAYOUTS = {
    *("opening", "section", "chart", "change", "number", "compare", "action", "exercise", "law"),
    *("guess", "table", "words", "panel"),
}
LABELS = {"key points", "要点", "reading", "読み取り", "explore", "見てみる", "the numbers", "数値"}
SLIDE = """
[[slide]]
id = "01.bases"
section = "01.bases"
show = ["text"]
"""
DECK = f"""
[[deck]]
name = "briefing-5"
audience = "executives"
minutes = 5
opening = 1
slides = [["01.bases", 4]]
{SLIDE}
"""
SLIDER = """
import ipywidgets

slider, doubled = ipywidgets.IntSlider(description="n"), ipywidgets.HTML("0")
slider.observe(
    lambda change: setattr(doubled, "value", f"<b id=v>{factor * change.new}</b>"), "value"
)
ipywidgets.VBox([slider, doubled])"""
PRESENT = """
import sys
from pathlib import Path

from kit.publish.slides.present import Places, present

folder = Path(sys.argv[2])
places = Places(folder / "notebooks", folder / "build", folder / "decks.toml")
if __name__ == "__main__":
    present("briefing-5", "en", port=int(sys.argv[1]), open_browser=False, places=places)
"""

PRINT = """
import sys

from kit.publish.print.pdf import printed_deck

sys.stdout.buffer.write(printed_deck(sys.stdin.buffer.read().decode()))
"""

on_every_deck = pytest.mark.parametrize("deck", ALL, ids=lambda deck: deck.name)


@cache
def headings(language: str) -> dict[str, str]:
    return {
        name: heading(cell)
        for lesson in LESSONS
        for cell in lesson.notebook.cells
        if (name := section_id(cell)) and language in cell.metadata.tags
    }


def claims(deck: Deck, language: str) -> list[str]:
    """Give what the slides of a deck claim: headings of the lessons, or words of their own."""
    found = headings(language)
    with in_language(language):
        return [
            word(f"deck.gap.{it.gap}")
            if it.gap
            else word(f"deck.title.{it.title}")
            if it.title
            else found[it.section]
            for it in (*deck.slides, *deck.backups)
        ]


def columns(claim: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in claim)


def test_the_decks_that_are_promised_are_there() -> None:
    assert {deck.name for deck in ALL} >= WANTED
    assert {deck.audience for deck in ALL} == set(AUDIENCES)


@on_every_deck
def test_minutes_add_up_and_are_in_the_name(deck: Deck) -> None:
    assert deck.opening + sum(slide.minutes for slide in deck.slides) == deck.minutes
    assert deck.name.endswith(f"-{deck.minutes:g}")
    assert all(slide.minutes > 0 for slide in deck.slides)


@on_every_deck
def test_every_slide_says_a_claim_of_two_lines_at_most(deck: Deck, language: str) -> None:
    found = claims(deck, language)
    talk = found[: len(deck.slides)]
    assert len(set(talk)) == len(talk)
    for claim in found:
        assert 12 <= columns(claim) <= MOST_COLUMNS, claim
        assert claim.lower() not in LABELS


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (DECK.replace("4]", "3]"), "add up to 4 minutes, not to 5"),
        (DECK.replace("executives", "kings"), "no audience 'kings'; there are executives"),
        (
            DECK.replace('"01.bases", 4', '"01.base", 4'),
            "deck briefing-5, slide 01.base: there is no slide 01.base; did you mean 01.bases?",
        ),
        (
            DECK.replace('section = "01.bases"', 'section = "01.bsaes"'),
            "slide 01.bases: there is no section 01.bsaes; did you mean 01.bases? There are 01.ti",
        ),
        (DECK.replace('["01.bases", 4]', '"01.bases"'), "is no slide; write its id and minutes"),
        (DECK.replace('id = "01.bases"', 'id = "02.bases"').replace('["01', '["02'), "as 01.name"),
        (DECK + SLIDE, "it is there twice; give each slide an id of its own"),
        (DECK.replace("show =", 'of = "02.ever"\n  show ='), "must stand in one lesson"),
        (DECK.replace("show =", 'key = "u"\n  show ='), "key and question belong together"),
        (DECK.replace('["text"]', '["film"]'), "cannot show 'film'; choose from chart"),
        (DECK.replace("show =", "shows ="), "show must be given"),
        (DECK.replace("show =", 'source = "ipa"\n  show ='), "no source 'ipa'; there are deck"),
        (DECK + SLIDE.replace("show", "colour = 1\n  show"), "no setting 'colour'"),
        (DECK.replace("show =", 'layout = "poster"\n  show ='), "there is no layout 'poster'"),
        (DECK.replace("show =", "gap = 4\n  show ="), "there is no gap 4; there are 1 to 3"),
        (DECK.replace("4]", '2], ["01.bases", 2]'), "the claim of 01.bases is there twice"),
        (
            DECK
            + SLIDE.replace('id = "01', 'id = "01.x').replace('"01.x.bases"', '"01.x"')
            + 'key = "b"\nquestion = "wider"',
            "backup key 'b'",
        ),
        ("[[deck]", "cannot be read"),
        ("", "holds no [[deck]]"),
    ],
)
def test_a_wrong_deck_is_told_with_what_there_is(tmp_path: Path, wrong: str, told: str) -> None:
    path = tmp_path / "decks.toml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(KitError, match=re.escape(told)) as caught:
        read_decks(LESSONS, path)
    assert "deck" in str(caught.value)


def test_a_right_deck_is_read(tmp_path: Path) -> None:
    path = tmp_path / "decks.toml"
    path.write_text(DECK, encoding="utf-8")
    (deck,) = read_decks(LESSONS, path)
    assert deck.lessons == ["01_who_answered"]
    assert DECKS.name == path.name


def page_of(built: Path, deck: str, language: str) -> Path:
    return built / deck_name(deck, language)


# Building runs every lesson.
@pytest.mark.slow
@on_every_deck
def test_a_deck_is_one_light_file_with_the_lessons_own_numbers(
    built: Path, deck: Deck, language: str
) -> None:
    page = page_of(built, deck.name, language).read_text(encoding="utf-8")
    assert len(page.encode()) < MOST_BYTES
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert page.count('<aside class="notes"') == 1 + len(deck.slides) + len(deck.backups)
    assert not re.search(r'<aside class="notes" hidden>\s*</aside>', page), "a slide has no notes"
    executed = {
        label
        for lesson in deck.lessons
        for cell in read_notebook(built / work_name(lesson, language)).cells
        for output in cell.get("outputs", [])
        for label in labels_in(output.get("data", {}).get("text/html", ""))
    }
    shown = labels_in(page)
    assert len(shown) >= 4
    assert shown <= executed


def labels_in(html: str) -> set[str]:
    """Give what stands for the pictures of a page where they are not seen."""
    document = BeautifulSoup(html, "html.parser")
    return {str(it["aria-label"]) for it in document.select('[role="img"][aria-label]')}


EVERY_KIND = {
    "choice": "kit.explore('q08_checked')",
    "guess": "kit.guess('q01_telework', option='experienced', side='client')",
    "redraws": "kit.resample('q01_telework', option='experienced')",
    "quiz": "kit.quiz('03_exceptions_remain')",
    "list": "kit.contract_checklist()",
    "aid": "kit.evaluation_aid()",
    "room": "kit.tabletop('client')",
}


@pytest.mark.slow
def test_a_whole_lesson_becomes_slides(tmp_path: Path, offline_page: Page) -> None:
    cells = [
        text("ja", "## 主張\n\n本文"),
        text("en", "## The claim\n\nIts text"),
        code("kit.share_chart(kit.shares('q08_checked', wave=2021))"),
        code("kit.share_table(kit.shares('q08_checked', wave=2021))"),
        text("ja", "続き", slide_type="fragment"),
        text("en", "What follows", slide_type="fragment"),
    ]
    cells += [text("ja", "## 操作"), text("en", "## Operate"), *map(code, EVERY_KIND.values())]
    for cell in [*cells[2:4], *cells[8:]]:
        cell.metadata["slideshow"]["slide_type"] = "subslide"
    path = write_lesson(tmp_path / "10_made.ipynb", cells)
    exporter = get_exporter("kit-slides")(language="en")
    content, resources = exporter.from_filename(str(path))
    assert resources["output_extension"] == ".slides.html"
    slides = content.split('<section class="slide')[1:]
    layouts = [slide.split('"', 1)[0].strip() for slide in slides]
    assert layouts == ["opening", "words", "chart", "table", *["panel"] * len(EVERY_KIND)]
    assert "Title" in slides[0]
    assert "Its text" in slides[1]
    assert all("The claim" in slide for slide in slides[1:4])
    assert "What follows" in slides[3]
    path.with_suffix(".html").write_text(content, encoding="utf-8")
    page = opened(offline_page, path.with_suffix(".html"))
    used = set()
    for number in range(5, 5 + len(EVERY_KIND)):
        page.evaluate(f"Reveal.slide({number - 1})")
        used |= operate(page, page.locator("section.present"))
        assert place(page) == number, "keys that a panel uses turn no slide"
    assert used == set(EVERY_KIND) - {"aid", "room"}, "both of these are choices"


def opened(page: Page, path: Path) -> Page:
    page.goto(path.as_uri())
    page.locator("html[data-ready]").wait_for(state="attached")
    return page


def place(page: Page) -> int:
    """Give the number of the slide that is shown."""
    return int(page.evaluate("deck.place() + 1"))


@on_every_deck
def test_nothing_is_cut_on_any_screen(
    built: Path, offline_page: Page, deck: Deck, language: str
) -> None:
    page = opened(offline_page, page_of(built, deck.name, language))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert not page.evaluate(MEASURE)
    for panel in page.locator("[data-panel]:not(.kit-slider)").all():
        panel.evaluate("it => Reveal.slide(deck.slides.indexOf(it.closest('.slide')))")
        panel.evaluate("it => { (it.closest('.choices') ?? it).hidden = false; }")
        assert list(wrong_numbers(panel)) == []
    page.evaluate("document.querySelectorAll('.choices').forEach((it) => { it.hidden = true; })")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.evaluate(MEASURE, True), "nothing is cut on paper either"


def is_later(page: Page, part: str) -> bool:
    """Tell whether a part of the slide has not come yet."""
    return page.locator(f"section.present {part}.later").count() > 0


def test_keys_turn_slides_and_answer_questions(built: Path, offline_page: Page) -> None:
    page = opened(offline_page, page_of(built, "briefing-10", "ja"))
    press, last = page.keyboard.press, len(BRIEFING.slides) + 1
    for key, wanted, later in [
        ("ArrowRight", 2, [".pictures", ".ask"]),
        ("PageDown", 2, [".ask"]),
        ("Space", 2, []),
        ("ArrowRight", 3, [".pictures", ".ask"]),
        ("ArrowLeft", 2, []),
        ("PageUp", 2, [".ask"]),
        ("End", last, []),
        ("PageDown", last, []),
        ("Home", 1, []),
        ("ArrowDown", 2, [".pictures", ".ask"]),
    ]:
        press(key)
        assert place(page) == wanted, key
        hidden = [part for part in (".pictures", ".ask") if is_later(page, part)]
        assert hidden == later, f"{key}: a slide is built up, and whoever jumps to it sees all"
    for backup in BRIEFING.backups:
        press(backup.key)
        if backup.state:
            shown = page.locator("section.present .kit-panel > .kit-view:not([hidden])")
            assert shown.get_attribute("data-state") == backup.state
        assert page.locator("section.present").get_attribute("data-key") == backup.key
        press("Escape")
        assert place(page) == 2, "back where the talk was left"
    press(BRIEFING.backups[0].key)
    page.get_by_role("button", name=words("ui.deck.")["ja"]["back"]).click()
    assert place(page) == 2
    for _ in range(3):
        page.locator("#bar [data-go=next]").click()
    assert place(page) == 3
    press("?")
    assert page.locator("dialog").is_visible()
    assert page.locator("dialog li").count() == len(BRIEFING.backups)
    press("Escape")
    assert page.locator("dialog").is_hidden()
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    assert place(page) == 3, "a deck that is opened again goes on where it was"


def test_a_panel_is_operated_on_its_slide(built: Path, offline_page: Page) -> None:
    page = opened(offline_page, page_of(built, "briefing-10", "en"))
    page.keyboard.press("t")
    here, foot = place(page), page.locator("section.present .foot")
    before = foot.inner_text()
    choices = page.locator("section.present .choices")
    assert choices.is_hidden(), "the slide stands as its claim says"
    page.keyboard.press("z")
    page.keyboard.press("ArrowUp")
    assert place(page) == here, "arrow keys belong to the control that has the focus"
    assert page.locator("section.present input:checked").first.get_attribute("value") == "both"
    assert "FY2021" in foot.inner_text()
    assert foot.inner_text() != before
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.body")
    assert place(page) == here
    assert choices.is_hidden()
    assert foot.inner_text() == before, "closed again, it says what the claim is about"
    page.locator("#bar [data-go=choices]").click()
    page.locator("section.present input[value=vendor]").check()
    assert "239" not in foot.inner_text(), "the clients' base"
    assert page.locator("section.present .kit-panel > .kit-view:not([hidden])").count() == 1
    page.keyboard.press("ArrowRight")
    assert place(page) == 1, "after a click the arrows turn slides again"
    page.keyboard.press("t")
    page.keyboard.press("z")
    page.keyboard.press("PageDown")
    assert place(page) == 1, "a presenter's remote turns slides even from a control"


def test_the_presenter_sees_notes_time_and_the_next_slide(built: Path, offline_page: Page) -> None:
    page = opened(offline_page, page_of(built, "briefing-10", "en"))
    page.keyboard.press("ArrowRight")
    with page.expect_popup() as popup:
        page.keyboard.press("p")
    view = popup.value
    assert view.locator("#place").inner_text() == f"2 / {len(BRIEFING.slides) + 1}"
    assert view.locator("#whole").inner_text() == "/ 10:00"
    assert view.locator("#planned").inner_text().endswith("2:00")
    assert "Say" in view.locator("#notes").inner_text()
    assert view.locator("#after h2").inner_text() == claims(BRIEFING, "en")[1]
    coming = view.locator("#now .coming")
    assert coming.count() == 1, "what the next key brings is marked"
    for _ in range(3):
        view.keyboard.press("PageDown")
    assert place(page) == 3
    assert view.locator("#place").inner_text().startswith("3 /")
    assert view.evaluate(
        "document.querySelector('#now .slide').getBoundingClientRect().width"
        " <= document.querySelector('#now').getBoundingClientRect().width + 1"
    )
    assert not violations(view)
    view.close()


def presenter_of(page: Page) -> Page:
    """Open the presenter's view."""
    with page.expect_popup() as popup:
        page.keyboard.press("p")
    return popup.value


@on_every_deck
def test_no_controls_stand_on_a_claim(
    built: Path, offline_page: Page, deck: Deck, language: str
) -> None:
    page = opened(offline_page, page_of(built, deck.name, language))
    shown = page.evaluate(
        """() => deck.slides.flatMap((it, place) => {
          Reveal.slide(place);
          const own = Array.from(it.querySelectorAll("input, select, button, summary, textarea"));
          return own.some((each) => each.checkVisibility()) ? [it.classList[1]] : [];
        })"""
    )
    assert set(shown) <= {"guess", "exercise", "panel"}


def test_longer_decks_guess_before_each_finding_and_begin_each_gap() -> None:
    for deck in ALL:
        findings = [it.lesson for it in deck.slides if "02" <= it.lesson[:2] <= "06"]
        guesses = [it for it in deck.slides if it.show == ("guess",)]
        gaps = [it.gap for it in deck.slides if it.gap]
        if deck.minutes < 45:
            assert not guesses + gaps
            continue
        assert gaps == [1, 2, 3]
        assert {it.lesson for it in guesses} == set(findings)
        for guess in guesses:
            place = deck.slides.index(guess)
            before = [it for it in deck.slides[:place] if it.lesson == guess.lesson]
            assert not any("chart" in it.show or "panel" in it.show for it in before)


def test_a_guess_is_opened_and_answered_by_its_key(built: Path, offline_page: Page) -> None:
    page = opened(offline_page, page_of(built, "class-45", "ja"))
    page.evaluate("Reveal.slide(deck.slides.findIndex((it) => it.dataset.id === '03.media'))")
    page.keyboard.press("g")
    slide = page.locator("section.present")
    assert slide.get_attribute("data-id") == "03.guess"
    answer = slide.locator(".kit-chart .kit-answer").first
    assert answer.is_hidden()
    page.keyboard.press("g")
    assert answer.is_visible()
    page.keyboard.press("g")
    assert answer.is_hidden(), "and covers it again for the next guess"
    page.keyboard.press("Home")
    page.keyboard.press("g")
    assert page.locator("#told").inner_text() == words("ui.deck.")["ja"]["no_guess"]


def test_the_overview_shows_all_slides_and_leads_to_one(built: Path, offline_page: Page) -> None:
    page = opened(offline_page, page_of(built, "briefing-10", "en"))
    page.keyboard.press("o")
    boxes = [it.bounding_box() for it in page.locator(".slides > section").all()]
    assert len({(round(it["x"]), round(it["y"])) for it in boxes if it}) == len(boxes)
    assert all(it and 250 < it["width"] < 330 for it in boxes)
    assert not violations(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert place(page) == 3
    assert page.locator("section.present").bounding_box()["width"] > 1200  # type: ignore[index]
    page.keyboard.press("o")
    page.locator("#slide-2").click()
    assert place(page) == 2


def test_the_presenters_view_has_two_columns_and_shows_the_pace(
    built: Path, offline_page: Page
) -> None:
    page = opened(offline_page, page_of(built, "briefing-10", "ja"))
    view = presenter_of(page)
    view.set_viewport_size({"width": 1280, "height": 800})
    left, right = (view.locator(f".{it}").bounding_box() for it in ("left", "right"))
    assert left and right
    assert left["x"] + left["width"] < right["x"]
    assert 0.58 < left["width"] / 1280 < 0.64
    clock = "getComputedStyle(document.querySelector('.clock')).fontSize"
    assert view.evaluate(clock) == "56px"
    assert view.locator(".asked button").count() == len(BRIEFING.backups)
    for late, pace in ((-20, "good"), (45, ""), (90, "late")):
        until = 60 * BRIEFING.opening
        page.evaluate("seconds => presenter.start(Date.now() - 1000 * seconds)", until + late)
        assert view.locator("#pace").get_attribute("data-pace") == pace, late
    view.locator(".asked button").first.click()
    assert page.evaluate("deck.slide().dataset.key") == BRIEFING.backups[0].key
    notes = view.locator(".said")
    assert notes.evaluate("it => getComputedStyle(it).overflowY") == "auto"
    assert view.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_neither_window_of_a_presenter_forgets_the_time(built: Path, offline_page: Page) -> None:
    """The start key of a remote sends F5, and a file loaded again cannot reach its window."""
    page = opened(offline_page, page_of(built, "briefing-10", "en"))
    view = presenter_of(page)
    page.evaluate("sessionStorage.setItem('kit-started', Date.now() - 125_000)")
    for window in (page, view):
        window.keyboard.press("F5")
        assert view.locator("#elapsed").is_visible()
        page.wait_for_function("() => document.fullscreenElement !== null")
        page.keyboard.press("f")
        page.wait_for_function("() => document.fullscreenElement === null")
    with page.expect_popup() as again:
        page.reload()
    again.value.locator("#elapsed", has_text="2:0").wait_for()
    again.value.evaluate("location.reload()")
    page.locator("#told", has_text="Press p to open it again").wait_for()
    back = presenter_of(page)
    back.locator("#elapsed", has_text="2:").wait_for()
    assert page.locator("#told").inner_text() == ""
    back.close()
    page.wait_for_function("() => !sessionStorage.getItem('kit-presenter')")
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    assert len(page.context.pages) == 1, "what the presenter has closed stays closed"


def test_a_refused_window_or_storage_stops_nothing(built: Path, offline_page: Page) -> None:
    offline_page.add_init_script(
        "window.open = () => null;"
        "Storage.prototype.getItem = Storage.prototype.setItem = () => { throw Error('refused') };"
        "delete Element.prototype.checkVisibility;"
    )
    page = opened(offline_page, page_of(built, "briefing-10", "en"))
    page.keyboard.press("p")
    page.locator("#told", has_text="Please allow pop-ups").wait_for()
    page.keyboard.press("ArrowRight")
    assert place(page) == 2


def test_caps_lock_changes_no_key(built: Path, offline_page: Page) -> None:
    page = opened(offline_page, page_of(built, "briefing-10", "en"))
    page.keyboard.press("N")
    assert place(page) == 2
    key = page.evaluate("deck.slides.find((it) => it.dataset.key).dataset.key")
    page.keyboard.press(key.upper())
    assert page.evaluate("deck.slide().dataset.key") == key


@on_every_deck
def test_a_deck_prints_as_it_was_built(
    built: Path, offline_page: Page, deck: Deck, language: str
) -> None:
    """Nobody has paged through it: every page has the right view, base, source and mark."""
    page = opened(offline_page, page_of(built, deck.name, language))
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    told = built_deck(built, deck.name, language)
    for printed, slide, wanted in zip(reader.pages, told.slides, expected_facts(told), strict=True):
        assert round(printed.mediabox.width / printed.mediabox.height, 2) == 1.78
        text = bare(printed.extract_text())
        for part in (bare(wanted.claim), wanted.base, wanted.source, bare(slide.ask)):
            assert part in text, wanted
        assert wanted.mark[1:] in text, "but for the sign, which is drawn"
        with in_language(language):
            operated = (word(f"guess.{it}") for it in ("control", "reveal", "room"))
            assert not [it for it in operated if bare(it) in text], "paper has no controls"
        figures = [it for picture in slide.pictures for it in picture.facts.figures]
        values = {it.printed for it in figures}
        with in_language(language):
            held = [(it, bare(value_text(it)) in text) for it in figures if it.printed]
        seen = {(it.question, it.wave, it.side, it.size) for it, there in held if there}
        missing = [it for it, _ in held if (it.question, it.wave, it.side, it.size) not in seen]
        assert not missing, "of the state shown"
        others = {
            it.printed
            for picture in slide.pictures
            for facts in [facts_in(picture.cell)]
            for state in (facts.states.values() if facts else ())
            for it in state.figures
        }
        told_too = bare(wanted.claim + slide.ask)
        found = [it for it in others - values if "." in it and f"{it}%" in text]
        assert not [it for it in found if it not in told_too], f"no other's: {wanted}"


def test_a_deck_is_printed_by_one_command(built: Path, language: str) -> None:
    """One page a slide, in its last state: questions and all pictures are there."""
    page = page_of(built, "briefing-10", language).read_text(encoding="utf-8")
    printed = subprocess.run(
        [sys.executable, "-c", PRINT], input=page.encode(), capture_output=True, check=True
    ).stdout
    pages = PdfReader(BytesIO(printed)).pages
    told = built_deck(built, "briefing-10", language)
    assert len(pages) == len(told.slides)
    for printed_slide, slide in zip(pages, told.slides, strict=True):
        text = bare(printed_slide.extract_text())
        assert bare(slide.title) in text
        assert bare(slide.ask) in text


def test_the_last_row_reads_claim_and_values(
    built: Path, offline_page: Page, language: str
) -> None:
    """A hundred seats see a slide as a picture of 450 px: claim and values keep 9 px."""
    page = opened(offline_page, page_of(built, "workshop-90", language))
    page.set_viewport_size({"width": 450, "height": 254})
    small = page.evaluate(
        """() => deck.slides.flatMap((it, place) => {
          Reveal.slide(place);
          const bold = Array.from(it.querySelectorAll(".pictures svg text"))
            .filter((each) => Number(getComputedStyle(each).fontWeight) > 500);
          const size = (each) => parseFloat(getComputedStyle(each).fontSize);
          const heights = bold.map((each) => size(each) * each.getScreenCTM().a);
          const claim = it.querySelector("h1, h2");
          heights.push(size(claim) * it.getBoundingClientRect().width / 1280);
          return Math.min(...heights) < 9 ? [`${it.dataset.id}: ${Math.min(...heights)}`] : [];
        })"""
    )
    assert not small


def words_in(html: str) -> str:
    return bare(BeautifulSoup(html, "html.parser").get_text())


@on_every_deck
def test_every_slide_shows_what_the_notebook_says(built: Path, deck: Deck, language: str) -> None:
    page = page_of(built, deck.name, language).read_text(encoding="utf-8")
    notebook = built_deck(built, deck.name, language)
    wanted = expected_facts(notebook)
    assert facts_on_page(page) == wanted
    assert [it.claim for it in wanted[1:]] == claims(deck, language)
    assert all(it.notes for it in wanted)
    for slide in notebook.slides:
        for picture in slide.pictures:
            assert_feet_follow_facts(picture)


def assert_feet_follow_facts(picture: Picture) -> None:
    """Check that below each state of a panel its own base, source and mark stand."""
    facts = facts_in(picture.cell)
    assert facts
    assert set(picture.feet) == set(facts.states)
    for state, foot in picture.feet.items():
        found = facts.at(state)
        if found.source:
            assert (foot.base, foot.source, foot.mark) == (found.base, found.source, found.mark)


def test_the_code_of_a_picture_stands_by_itself(built: Path) -> None:
    """A kernel runs it after the set-up cell, whatever else the deck shows."""
    pictures = [
        picture
        for slide in built_deck(built, "workshop-90", "ja").slides
        for picture in slide.pictures
        if not picture.feet  # a panel is the same in longer
    ]
    assert len(pictures) > 10
    for picture in pictures:
        assert picture.cell.outputs
        exec(f"import kit\n{picture.cell.source}", {})


@on_every_deck
def test_the_presenter_sees_what_the_notebook_says(
    built: Path, offline_page: Page, deck: Deck, language: str
) -> None:
    page = opened(offline_page, page_of(built, deck.name, language))
    with page.expect_popup() as popup:
        page.keyboard.press("p")
    view = popup.value
    for number, wanted in enumerate(expected_facts(built_deck(built, deck.name, language))):
        page.evaluate("number => Reveal.slide(number)", number)
        now = BeautifulSoup(view.locator("#now").inner_html(), "html.parser")
        notes = BeautifulSoup(view.locator("#notes").inner_html(), "html.parser")
        shown = facts_of(now)
        how = bare(notes.select_one(".how").get_text()) if notes.select_one(".how") else ""
        assert shown._replace(notes=said_in(notes), how=how) == wanted


@pytest.mark.slow
def test_a_deck_notebook_is_exported_as_it_is(built: Path, language: str) -> None:
    path = built / notebook_name("briefing-10", language)
    content, _ = get_exporter("kit-slides")().from_filename(str(path))
    assert content == page_of(built, "briefing-10", language).read_text(encoding="utf-8")
    for name in ("html", "slides"):
        plain, _ = get_exporter(name)().from_filename(str(path))
        text = words_in(plain)
        for slide in built_deck(built, "briefing-10", language).slides:
            assert bare(slide.title) in text, name
            assert all(words_in(picture.html) in text for picture in slide.pictures), name
        assert "kit.share_chart(" not in plain, "the code stays behind"


def test_slides_break_no_rule_of_accessibility(built: Path, offline_page: Page) -> None:
    page = opened(offline_page, page_of(built, "workshop-90", "ja"))
    classes = page.evaluate("deck.slides.map((it) => it.className)")
    layouts = [
        re.sub(r"slide|present|past|future|backup|has-\w+-background", "", it).strip()
        for it in classes
    ]
    sampled = {layout: number for number, layout in enumerate(layouts)}
    assert set(sampled) == LAYOUTS - {"compare", "panel"}
    # One of each layout, a backup where there is one; what the others hide only costs time.
    others = "deck.slides.filter((it, number) => !kept.includes(number))"
    page.evaluate(f"kept => {others}.forEach((it) => it.replaceChildren())", [*sampled.values()])
    for layout, number in sampled.items():
        page.evaluate(f"Reveal.slide({number})")
        operate(page, page.locator("section.present"))
        assert not violations(page), layout
        assert not unfit_controls(page), layout
    page.keyboard.press("?")
    assert not violations(page)


@pytest.fixture(scope="module")
def live_deck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a made deck: slides that compute, and one that offers finite choices."""
    folder = tmp_path_factory.mktemp("present")
    still = code("kit.share_chart(kit.shares('q08_checked', wave=2021))", "still")
    waiting = text("ja", "数を入れるには"), text("en", "To enter numbers")
    cells = [
        *headed("01.compute", "計算する", "Compute it"),
        code("factor = 2"),
        code(SLIDER, "live"),
        still,
        *headed("01.choose", "選んで見る", "Choose it"),
        code("kit.explore('q08_checked')"),
        *headed("01.us", "この場で尋ねる", "Ask this room"),
        code("kit.and_us()", "live"),
        code("kit.share_chart(kit.shares('q01_telework', wave=2021))", "still"),
        *waiting,
    ]
    for cell in cells:
        cell.metadata["slideshow"] = {"slide_type": "subslide"}
    for cell in waiting:
        cell.metadata["tags"].append("still")
    write_lesson(folder / "notebooks" / "01_who_answered.ipynb", cells)
    shown = {"01.compute": '"chart"', "01.choose": '"panel"', "01.us": '"chart", "says"'}
    slides = "".join(
        SLIDE.replace("01.bases", name).replace('"text"', show) for name, show in shown.items()
    )
    timed = '["01.compute", 1], ["01.choose", 1], ["01.us", 2]'
    decks = DECK.replace(SLIDE, slides).replace('["01.bases", 4]', timed)
    (folder / "decks.toml").write_text(decks, encoding="utf-8")
    script = folder / "serve.py"
    script.write_text(PRESENT, encoding="utf-8")
    port = free_port()
    command = [sys.executable, str(script), str(port), str(folder)]
    with running(command, port=port, log=folder / "log") as address:
        yield address


def headed(section: str, ja: str, en: str) -> list[NotebookNode]:
    """Give the pair of headings that begins a section."""
    pair = [text("ja", f"## {ja}"), text("en", f"## {en}")]
    for cell in pair:
        cell.metadata["kit"] = {"section": section}
    return pair


@pytest.mark.slow
def test_a_live_deck_computes_and_says_when_it_no_longer_can(
    live_deck: str, offline_page: Page
) -> None:
    page = offline_page
    page.goto(live_deck)
    page.locator("html[data-ready]").wait_for(state="attached", timeout=60_000)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    handle = page.locator("section.present .noUi-handle")
    handle.focus(timeout=30_000)
    page.keyboard.press("ArrowRight")
    page.locator("#v", has_text="2").wait_for(timeout=30_000)
    assert place(page) == 2, "arrow keys belong to the slider"
    page.evaluate("Reveal.slide(2)")
    choose_wave(page, "FY2020")
    page.evaluate("Reveal.slide(3)")
    ask_the_room(page)
    assert page.locator("#lost").is_hidden()
    end_kernel_of(page)
    lost = page.get_by_role("alert").filter(has_text="kernel")
    lost.wait_for(timeout=20_000)
    assert all(words("ui.deck.")[it]["lost"] in lost.inner_text() for it in LANGUAGES)
    page.evaluate("Reveal.slide(2)")
    choose_wave(page, "FY2021")


def choose_wave(page: Page, wave: str) -> None:
    """Choose in the widgets of a panel: the browser switches view and foot."""
    if page.locator("section.present .choices").is_hidden():
        page.keyboard.press("z")
    page.locator("section.present .widget-radio-box label", has_text=wave).first.click()
    page.locator("section.present .base", has_text=wave).wait_for(timeout=10_000)
    shown = page.locator("section.present .kit-tabs .kit-chart:visible")
    assert shown.count() == 1
    assert wave in str(shown.locator("svg").first.get_attribute("aria-label"))


def ask_the_room(page: Page) -> None:
    """Type what a room answered: it stands beside the survey, and what cannot be is refused."""
    slide = page.locator("section.present")
    assert "To enter numbers" not in slide.inner_text(), "only a still asks for a kernel"
    for label, given in (("Answered", "36"), ("Of these, yes", "12")):
        slide.get_by_label(label).fill(given)
        slide.get_by_label(label).press("Enter")
    said = slide.locator("[role=status]")
    said.filter(has_text="This room: 12 of 36").wait_for(timeout=20_000)
    assert "−31.5 points (95% interval −45.9 to −14.0): clear difference" in said.inner_text()
    assert slide.locator(".kit-us-view svg:visible").count() == 1
    slide.get_by_label("Of these, yes").fill("99")
    slide.get_by_label("Of these, yes").press("Enter")
    said.filter(has_text="99 said yes, but only 36 answered").wait_for(timeout=20_000)
    slide.get_by_label("Side").select_option(label="Vendors")
    slide.locator(".base", has_text="Vendors 269 (FY2021)").wait_for(timeout=20_000)


def end_kernel_of(page: Page) -> None:
    """Let the kernel of a page die."""
    given: dict[str, Any] = json.loads(page.locator("#jupyter-config-data").inner_text())
    listed = subprocess.run(
        ["ps", "-eww", "-o", "pid,args"], capture_output=True, text=True, check=True
    ).stdout
    (process,) = (line.split()[0] for line in listed.splitlines() if given["kernelId"] in line)
    subprocess.run(["kill", f"-{signal.SIGKILL.value}", process], check=True)
    time.sleep(0.1)
