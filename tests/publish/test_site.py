"""The web site: single files that work from a folder, keep strangers out, and are made once."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from made_lessons import code, html, text, write_lesson
from playwright.sync_api import Page
from readers import open_panels, too_wide, violations
from test_lessons_in_browser import choose

from kit.errors import KitError
from kit.labels import in_language
from kit.labels import language as language_in_use
from kit.look import colour
from kit.panels.style import stylesheet
from kit.publish import links
from kit.publish.decks import read_decks
from kit.publish.files import NOTEBOOKS
from kit.publish.lesson import read_lessons
from kit.publish.site.pages import HOME_PAGES, build_site, site_works
from kit.publish.standalone import FONT, POLICY, stand_alone

LESSONS = ["04_rules_unchecked", "10_made"]
PANEL = "[data-panel=q08_checked]"


def write_decks(folder: Path, lesson: str) -> Path:
    """Write a deck of the first slide of a lesson, so that the index has an audience."""
    path, section = folder / "decks.toml", f"{lesson[:2]}.title"
    path.write_text(
        f'[[slide]]\nid = "{section}"\nsection = "{section}"\nshow = ["text"]\n'
        '[[deck]]\nname = "briefing-5"\naudience = "procurement"\nminutes = 5\nopening = 1\n'
        f'slides = [["{section}", 4]]\n',
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site of a real lesson and one with every kind of cell that it lacks."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "notebooks").mkdir()
    shutil.copy(NOTEBOOKS / f"{LESSONS[0]}.ipynb", folder / "notebooks")
    write_lesson(
        folder / "notebooks" / "10_made.ipynb",
        [
            html("<p>needs a kernel</p>", "live"),
            html("<p>stands still</p>", "still"),
            html("<p>to be filled in</p>", "exercise"),
            code("import sys; print('a warning', file=sys.stderr)"),
            code("kit.shares('q99')", "raises-exception"),
            text("ja", "## 問い\n\n$1 < 2$"),
            text("en", "## Question\n\n$1 < 2$"),
        ],
        ja="「題」と <印>",
        en='A "title" & <marks>',
    )
    build_site(folder / "notebooks", folder / "build", decks=write_decks(folder, LESSONS[1]))
    return folder / "build"


@pytest.fixture
def site(build: Path) -> Path:
    return build / "site"


def address(site: Path, language: str, name: str = LESSONS[0]) -> str:
    return (site / language / f"{name}.html").as_uri()


def state_of(page: Page) -> str | None:
    return page.locator(f"{PANEL} > .kit-view:visible").get_attribute("data-state")


@pytest.mark.slow
def test_every_lesson_is_there_in_both_languages(site: Path) -> None:
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.*")}
    lessons = {f"{it}/{name}.html" for it in ("ja", "en") for name in LESSONS}
    assert pages == {"index.html", "en/index.html", *lessons}


@pytest.mark.slow
def test_the_other_language_shows_the_same_lesson_and_state(site: Path, offline_page: Page) -> None:
    offline_page.goto(address(site, "ja") + "#q08_checked=2020,vendor")
    assert state_of(offline_page) == "2020,vendor"
    choose(offline_page.locator(PANEL), "2021,client")
    offline_page.get_by_role("link", name="English", exact=True).click()
    offline_page.wait_for_url(address(site, "en") + "#q08_checked=2021,client")
    assert state_of(offline_page) == "2021,client"
    offline_page.goto(address(site, "en") + "#content")
    offline_page.get_by_role("link", name="日本語", exact=True).press("Enter")
    offline_page.wait_for_url(address(site, "ja"))


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_pass_the_accessibility_rules(site: Path, offline_page: Page, scheme: str) -> None:
    offline_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for each in (address(site, "ja", "10_made"), (site / "index.html").as_uri()):
        offline_page.goto(each)
        ground = offline_page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb({}, {}, {})".format(*bytes.fromhex(colour("canvas", scheme)[1:]))
        assert not violations(offline_page)
        assert not too_wide(offline_page)
    offline_page.emulate_media(color_scheme=scheme, contrast="more")  # type: ignore[arg-type]
    offline_page.goto(address(site, "ja"))
    assert not violations(offline_page)


@pytest.mark.slow
def test_forced_colours_reach_all_but_the_charts(site: Path, offline_page: Page) -> None:
    # The system's colours have their own contrast; axe reads the colours that they replace.
    offline_page.emulate_media(color_scheme="dark", forced_colors="active")
    offline_page.goto(address(site, "ja"))
    table, chart = (
        offline_page.locator(f"main {it}").first for it in (".kit-scroll", "svg.kit-wide *")
    )
    styles = "it => [getComputedStyle(it).backgroundImage, getComputedStyle(it).backgroundColor]"
    assert table.evaluate(styles) == ["none", "rgb(0, 0, 0)"]
    assert chart.evaluate("it => getComputedStyle(it).forcedColorAdjust") == "none"


@pytest.mark.slow
def test_paper_shows_no_controls(site: Path, offline_page: Page) -> None:
    offline_page.goto(address(site, "ja"))
    open_panels(offline_page)
    offline_page.emulate_media(media="print")
    panel = offline_page.locator(PANEL)
    assert not panel.locator("form").is_visible()
    assert not offline_page.locator("header").first.is_visible()
    assert not panel.is_visible(), "another view is for those who go on by themselves"
    assert offline_page.locator("h1").is_visible()


@pytest.mark.slow
def test_the_policy_stops_a_foreign_script(
    site: Path, offline_page: Page, page_problems: list[str]
) -> None:
    offline_page.goto(address(site, "ja"))
    offline_page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.intruder = true";
            document.body.append(script);
        }"""
    )
    assert offline_page.evaluate("window.intruder") is None
    assert page_problems and all("Content Security Policy" in it for it in page_problems)
    page_problems.clear()


class Tags(HTMLParser):
    """Keep what a page says about itself and where it links to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.meta: dict[str, str] = {}
        self.alternates: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(found["href"])
        if tag == "meta" and (name := found.get("property") or found.get("name")):
            self.meta[name] = found["content"]
        if tag == "link" and found["rel"] == "alternate":
            self.alternates[found["hreflang"]] = found["href"]


@pytest.mark.slow
def test_every_relative_link_leads_to_a_page(site: Path) -> None:
    for page in site.rglob("*.html"):
        tags = Tags(page.read_text(encoding="utf-8"))
        for link in [*tags.links, *tags.alternates.values()]:
            path, _, _ = link.partition("#")
            if not link.startswith("https://") and path:
                assert (page.parent / unquote(path)).resolve().is_file(), f"{page.name}: {link}"
        assert links.address() in tags.links


@pytest.mark.slow
def test_a_page_has_its_styles_in_its_head_and_every_id_once(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.body and page.body.select("style") == []
        panels = [it for it in page.select("head style") if stylesheet() in it.text]
        assert len(panels) == 1, path
        ids = [it["id"] for it in page.select("[id]")]
        assert len(ids) == len(set(ids)), path


@pytest.mark.slow
def test_a_page_tells_search_engines_what_it_is(site: Path) -> None:
    tags = Tags((site / "en" / "10_made.html").read_text(encoding="utf-8"))
    assert tags.meta["og:title"] == 'A "title" & <marks>'
    assert tags.meta["description"] == tags.meta["og:description"] == "Short words"
    assert (tags.meta["og:locale"], tags.meta["og:locale:alternate"]) == ("en_US", "ja_JP")
    assert tags.alternates == {"en": "../en/10_made.html", "ja": "../ja/10_made.html"}


@pytest.mark.slow
def test_the_home_page_leads_to_the_lessons_that_are_there(
    site: Path, offline_page: Page, language: str
) -> None:
    offline_page.goto((site / HOME_PAGES[language]).as_uri())
    cards = offline_page.locator(".cards li")
    assert cards.locator(".number").all_text_contents() == [it[:2] for it in LESSONS]
    name = {"ja": "調達・法務", "en": "Procurement and legal"}[language]
    offline_page.get_by_role("button", name=name).click()
    offline_page.locator(".cards a:visible").click()
    offline_page.wait_for_url(address(site, language, "10_made"))


@pytest.mark.slow
def test_what_needs_a_kernel_gives_way_to_what_stands_still(site: Path) -> None:
    page = (site / "ja" / "10_made.html").read_text(encoding="utf-8")
    assert "stands still" in page
    assert "needs a kernel" not in page
    assert "to be filled in" in page, "on a page the same cell asks with answers to choose"
    assert "a warning" not in page
    assert '<p class="refusal">unknown question' in page


@pytest.mark.slow
def test_making_pages_leaves_the_language_of_the_process(build: Path) -> None:
    lessons = read_lessons(build.parent / "notebooks")
    decks = read_decks(lessons, build.parent / "decks.toml")
    with in_language("en"):
        made = [work.make(build) for work in site_works(lessons, decks)]
        assert made and language_in_use() == "en"


@pytest.mark.slow
def test_building_again_writes_nothing(build: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in build.rglob("*")}
    decks = build.parent / "decks.toml"
    assert build_site(build.parent / "notebooks", build, decks=decks) == []
    assert {path: path.stat().st_mtime_ns for path in build.rglob("*")} == before


@pytest.mark.slow
def test_lessons_that_fail_are_named_and_the_others_are_built(tmp_path: Path) -> None:
    folder, site = tmp_path / "notebooks", tmp_path / "build" / "site"
    write_lesson(folder / "00_good.ipynb")
    write_lesson(folder / "01_fails.ipynb", [code("1 / 0")])
    write_lesson(folder / "02_outside.ipynb", [html('<img alt="" src="https://a.example/b.png">')])
    write_lesson(folder / "03_widget.ipynb", [code("import ipywidgets\n\nipywidgets.IntSlider()")])
    decks = write_decks(tmp_path, "00_good")
    with pytest.raises(KitError) as failed:
        build_site(folder, tmp_path / "build", decks=decks)
    told = str(failed.value)
    assert "01_fails.ipynb, cell 6 (`1 / 0`) failed (ja): ZeroDivisionError" in told
    assert re.search(r"en/02_outside\.html: .*https://a\.example/b\.png.*; in cell `from IPy", told)
    assert "03_widget.ipynb, cell 6 (`import ipywidgets`) shows a widget" in told
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert built == {"index.html", "en/index.html", "ja/00_good.html", "en/00_good.html"}


PAGE = f'<meta content="{POLICY}"><style>@font-face {{ src: url("{FONT}"); }}</style>'


@pytest.mark.parametrize(
    "part",
    [
        '<script src="https://a.example/a.js"></script>',
        '<script src="a.js"></script>',
        '<img src="//a.example/a.png">',
        '<img srcset="a.png 2x">',
        '<link rel="stylesheet" href="a.css">',
        "<style>@import 'a.css';</style>",
        "<style>p { background: url( 'https://a.example/a.png') }</style>",
        '<svg><use xlink:href="https://a.example/a.svg#a"/></svg>',
        '<a href="javascript:alert(1)">a</a>',
        '<p onclick="alert(1)">a</p>',
        '<p style="color: red">a</p>',
    ],
)
def test_a_page_that_would_load_or_lose_something_is_refused(part: str) -> None:
    with pytest.raises(KitError, match=r"^ja/00\.html: the page would not stand alone"):
        stand_alone(PAGE + part, "ja/00.html")


@pytest.mark.parametrize(
    "part",
    [
        '<a href="https://a.example/">a</a><a href="../en/00.html#a">b</a>',
        '<img src="data:image/png;base64,AA">',
        '<svg xmlns="http://www.w3.org/2000/svg"><use xlink:href="#a"/></svg>',
        '<link rel="alternate" hreflang="en" href="../en/00.html"><link rel="icon" href="data:,">',
    ],
)
def test_a_page_may_link_and_hold_what_it_shows(part: str) -> None:
    assert stand_alone(PAGE + part, "ja/00.html").decode().endswith(part)


def test_the_policy_allows_the_scripts_of_the_page_and_no_others() -> None:
    page = stand_alone(f"{PAGE}<script>a()</script><script>a()</script>", "ja/00.html").decode()
    (policy,) = re.findall(r'<meta content="(.+?)">', page)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    # printf 'a()' | openssl dgst -sha256 -binary | base64
    assert rules["script-src"] == "'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='"
    assert rules["style-src"].count("sha256-") == 1
