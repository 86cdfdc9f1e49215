"""Handouts: two pages at most, chosen by rule, readable for everyone, with all that print needs."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_lessons import code, text
from nbformat import NotebookNode
from pypdf import PageObject, PdfReader

from kit.errors import KitError
from kit.publish import handouts, prints
from kit.publish.copies import read_lessons
from kit.publish.excerpts import excerpt
from kit.publish.executed import executed_works
from kit.publish.files import NOTEBOOKS, read_notebook
from kit.publish.handouts import handout_works
from kit.publish.works import build, chosen

LESSONS = ["03_exceptions_remain", "07_what_to_do"]
A4 = (595, 842)
FACILITATOR = f"handouts/facilitator/en/{LESSONS[0]}.pdf"
SITE = "https://lessons.example.org/kit/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Print two real lessons, one of figures and the one of actions, and one facilitator's copy."""
    folder = tmp_path_factory.mktemp("handouts")
    (folder / "notebooks").mkdir()
    for name in LESSONS:
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", folder / "notebooks")
    lessons = read_lessons(folder / "notebooks")
    works = [*executed_works(lessons, folder / "notebooks"), *handout_works(lessons, site=SITE)]
    wanted = [it.name for it in works if "facilitator" not in it.name or it.name == FACILITATOR]
    build(chosen(works, wanted), folder / "build", complete=False)
    return folder / "build"


def words_of(reader: PdfReader) -> str:
    """Give all words without spaces: where a line breaks says nothing about what can be found."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def fonts_of(page: PageObject) -> Iterator[Any]:
    for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
        yield font.get_object()


def is_embedded(font: Any) -> bool:
    """Tell whether the shapes of a font are inside, and whether its text can be copied."""
    if font["/Subtype"] == "/Type3":  # how Chromium embeds the font of a page
        return bool(font["/CharProcs"]) and "/ToUnicode" in font
    (inner,) = font["/DescendantFonts"]
    described = inner.get_object()["/FontDescriptor"].get_object()
    is_own = "NotoSansCJK" in font["/BaseFont"]
    return is_own and any(name.startswith("/FontFile") for name in described)


def structure(reader: PdfReader) -> Iterator[tuple[str, str]]:
    """Give kind and alternative text of everything in the structure tree."""
    waiting: list[Any] = [reader.root_object["/StructTreeRoot"]]
    while waiting:
        item = waiting.pop().get_object()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            yield str(item.get("/S")), str(item.get("/Alt", ""))
            waiting += [item["/K"]] if "/K" in item else []


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_a_handout_has_two_pages_at_most_with_all_its_parts(
    built: Path, name: str, language: str
) -> None:
    reader = PdfReader(built / "handouts" / language / f"{name}.pdf")
    assert len(reader.pages) <= 2
    assert all((round(it.mediabox.width), round(it.mediabox.height)) == A4 for it in reader.pages)
    (lesson,) = (it for it in read_lessons(NOTEBOOKS) if it.name == name)
    parts = excerpt(read_notebook(built / "executed" / language / f"{name}.ipynb").cells, name)
    wanted = [lesson.heading(language)[0], f"{SITE}{language}/{name}.html", "www.ipa.go.jp"]
    wanted += [line.lstrip("- ") for line in parts.points.splitlines()]
    found = words_of(reader)
    assert [it for it in wanted if re.sub(r"\s", "", it) not in found] == []
    assert "19.4%" in found and f"1/{len(reader.pages)}" in found
    assert str(reader.metadata and reader.metadata.title) == lesson.heading(language)[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_a_handout_can_be_read_without_fonts_or_eyes(built: Path, name: str, language: str) -> None:
    reader = PdfReader(built / "handouts" / language / f"{name}.pdf")
    assert all(is_embedded(font) for page in reader.pages for font in fonts_of(page))
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.root_object["/Lang"] == language
    found = list(structure(reader))
    pictures = [alternative for kind, alternative in found if kind == "/Figure"]
    assert len(pictures) == 2 and all(pictures)
    assert any("19.4%" in it for it in pictures) and any(SITE in it for it in pictures)
    assert {"/H1", "/H2", "/Table", "/TH", "/L"} <= {kind for kind, _ in found}


@pytest.mark.slow
def test_only_the_facilitator_gets_notes_and_answers(built: Path) -> None:
    own = words_of(PdfReader(built / FACILITATOR))
    others = words_of(PdfReader(built / FACILITATOR.replace("facilitator/", "")))
    for secret in ("Likelyquestion", "Apossibleanswer", "still_key"):
        assert (secret in own, secret in others) == (True, False)


@pytest.mark.slow
def test_actions_are_handed_out_where_a_lesson_has_them(built: Path) -> None:
    found = words_of(PdfReader(built / "handouts" / "en" / f"{LESSONS[1]}.pdf"))
    assert "Sevenactions" in found and "GV.SC" in found


def cell(source: str, shown: str = "", *marks: str, slide: str = "") -> NotebookNode:
    made = text("en", source) if not shown and not source.startswith("kit.") else code(source)
    made.metadata.tags = ["en", *marks]
    made.metadata.slideshow = {"slide_type": slide}
    if shown:
        made.outputs = [NotebookNode(output_type="display_data", data={"text/html": shown})]
    return made


TABLE, CHART = '<div class="kit-table"></div>', '<figure class="kit-chart"></figure>'
PARTS = {
    "setup": cell("kit.use_language()", "", "setup"),
    "other chart": cell("kit.rank_chart()", CHART),
    "question": cell("## What was asked"),
    "card": cell('kit.question_card("q01_telework")', TABLE),
    "guess": cell("kit.guess()", f'<div class="kit-panel">{CHART}{TABLE}</div>'),
    "earlier table": cell('kit.share_table("q04_peak_share")', TABLE),
    "table": cell('kit.share_table("q07_pc")', TABLE),
    "chart": cell("kit.share_chart()", CHART),
    "later chart": cell("kit.change_chart()", CHART),
    "reading": cell("**Says**\n\n- a\n\n**Says not**\n\n- b\n- c"),
    "note": cell("**Say**\n\n**Not**", slide="notes"),
    "answer": cell("kit.action_table()", TABLE, "solution"),
    "actions": cell("kit.action_table()", TABLE),
    "points": cell("## Key points\n\n- d\n- e\n- f\n\nSource: g", slide="slide"),
}


def test_what_is_handed_out_is_chosen_by_kind_and_place() -> None:
    parts = excerpt(list(PARTS.values()), "10_made")
    assert parts.question == [PARTS["question"], PARTS["card"]]
    assert (parts.numbers, parts.figure) == (PARTS["table"], PARTS["chart"])
    assert parts.silent == "**Says not**\n\n- b\n- c"
    assert (parts.points, parts.terms) == ("- d\n- e\n- f", "Source: g")
    assert parts.actions == [PARTS["actions"]]
    assert parts.asked == ["q01_telework", "q07_pc"]


def test_without_cards_the_first_section_says_what_was_asked() -> None:
    parts = {name: it for name, it in PARTS.items() if name not in ("card", "other chart")}
    assert excerpt(list(parts.values()), "10_made").question == [PARTS["question"]]


@pytest.mark.parametrize(
    ("without", "told"),
    [
        (["earlier table", "table"], "a cell that shows a table of numbers"),
        (["chart", "later chart"], "a chart below the first table"),
        (["reading"], "two bold lines"),
    ],
)
def test_a_lesson_that_lacks_a_part_is_named(without: list[str], told: str) -> None:
    parts = [it for name, it in PARTS.items() if name not in without]
    with pytest.raises(KitError, match=f"10_made: the handout needs .*{told}"):
        excerpt(parts, "10_made")


def test_every_lesson_has_three_key_points() -> None:
    for lesson in read_lessons(NOTEBOOKS):
        for language in ("ja", "en"):
            slides = [
                it
                for it in lesson.notebook.cells
                if it.cell_type == "markdown"
                and it.metadata.slideshow.slide_type == "slide"
                and language in it.metadata.tags
                and "exercise" not in it.metadata.tags
            ]
            assert len(re.findall(r"^- ", slides[-1].source, re.MULTILINE)) == 3, lesson.name


@pytest.mark.parametrize(
    ("pages", "scale"), [([1], 1.0), ([2, 1], 0.94), ([2, 2], 1.0), ([3, 3, 2], 0.9)]
)
def test_a_print_shrinks_before_it_takes_another_page(
    monkeypatch: pytest.MonkeyPatch, pages: list[int], scale: float
) -> None:
    asked: list[float] = []

    def pdf(_: str, *, scale: float) -> bytes:
        asked.append(scale)
        return b"/Type /Page\n" * pages[len(asked) - 1] + str(scale).encode()

    monkeypatch.setattr(prints, "pdf", pdf)
    assert handouts.fitted(b"", "10_made").endswith(str(scale).encode())


def test_a_handout_of_three_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prints, "pdf", lambda *_, **__: b"/Type /Page\n" * 3)
    with pytest.raises(KitError, match=r"^10_made: the handout takes more than two pages"):
        handouts.fitted(b"", "10_made")
