"""Handouts: two pages at most, chosen by rule, readable for everyone, with all that print needs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from made_lessons import code, text
from nbformat import NotebookNode
from pdfs import FACILITATOR, SITE, has_letters, words_of
from pypdf import PdfReader

from kit.errors import KitError
from kit.facts import MIME, Facts
from kit.publish.executed import work_name
from kit.publish.files import NOTEBOOKS, read_notebook
from kit.publish.lesson import read_lessons
from kit.publish.print import handouts
from kit.publish.print import pdf as prints
from kit.publish.print.excerpts import excerpt

LESSONS = {lesson.name: lesson for lesson in read_lessons(NOTEBOOKS)}
A4 = (595, 842)


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


@pytest.mark.parametrize("name", LESSONS)
def test_a_handout_has_all_its_parts_on_two_pages_and_is_for_every_reader(
    printed: Path, name: str, language: str
) -> None:
    reader = PdfReader(printed / "handouts" / language / f"{name}.pdf")
    assert len(reader.pages) <= 2
    assert all((round(it.mediabox.width), round(it.mediabox.height)) == A4 for it in reader.pages)
    title, address = LESSONS[name].heading(language)[0], f"{SITE}{language}/{name}.html"
    parts = excerpt(read_notebook(printed / work_name(name, language)).cells, name)
    wanted = [title, address, "www.ipa.go.jp", f"1/{len(reader.pages)}"]
    wanted += [line.lstrip("- ") for line in parts.points.splitlines()]
    wanted += [it.text for it in shown(parts.numbers).select("tbody th, tbody td")]
    found = words_of(reader)
    assert [it for it in wanted if re.sub(r"\s", "", it) not in found] == []
    assert str(reader.metadata and reader.metadata.title) == title
    assert has_letters(reader)
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.root_object["/Lang"] == language
    tagged = list(structure(reader))
    pictures = [alternative for kind, alternative in tagged if kind == "/Figure"]
    assert shown(parts.figure).svg["aria-label"] in pictures
    assert all(pictures) and sum(address in it for it in pictures) == 1
    assert {"/H1", "/H2", "/Table", "/TH", "/L"} <= {kind for kind, _ in tagged}


def shown(it: NotebookNode) -> Any:
    """Read what a cell of an executed copy shows."""
    return BeautifulSoup(it.outputs[0].data["text/html"], "html.parser")


def test_only_the_facilitator_gets_notes_and_answers(printed: Path) -> None:
    own = words_of(PdfReader(printed / FACILITATOR))
    others = words_of(PdfReader(printed / FACILITATOR.replace("facilitator/", "")))
    for secret in ("Likelyquestion", "Apossibleanswer", "still_key"):
        assert (secret in own, secret in others) == (True, False)


def test_actions_are_handed_out_where_a_lesson_has_them(printed: Path) -> None:
    found = words_of(PdfReader(printed / "handouts" / "en" / "07_what_to_do.pdf"))
    assert "Sevenactions" in found and "GV.SC" in found


def cell(source: str, *marks: str, slide: str = "", kind: str = "", asks: str = "") -> NotebookNode:
    """Make a cell; with a kind one that shows an output of the kit, whatever its source says."""
    made = code(source) if kind or "setup" in marks else text("en", source)
    made.metadata.tags = ["en", *marks]
    made.metadata.slideshow = {"slide_type": slide}
    if kind:
        data = {MIME: Facts(kind, question=asks).to_json()}
        made.outputs = [NotebookNode(output_type="display_data", data=data)]
    return made


PARTS = {
    "setup": cell("kit.use_language()", "setup"),
    "other chart": cell("a", kind="ranks"),
    "question": cell("## What was asked, as kit.question_card( writes it"),
    "card": cell("b", kind="card", asks="q01_telework"),
    "guess": cell("c", kind="guess"),
    "panel": cell("kit.share_table(kit.action_table())", kind="panel", asks="q03_tools"),
    "how sure": cell("kit-table", kind="certainty", asks="q04_peak_share"),
    "earlier table": cell("d", kind="table", asks="q04_peak_share"),
    "table": cell("kit.share_table(found)", kind="table", asks="q07_pc"),
    "redraws": cell("f", kind="redraws"),
    "chart": cell("kit.question_card('q09')", kind="share", asks="q07_pc"),
    "later chart": cell("h", kind="change"),
    "reading": cell("**Says**\n\n- a\n\n**Says not**\n\n- b\n- c"),
    "note": cell("**Say**\n\n**Not**", slide="notes"),
    "answer": cell("i", "solution", kind="actions"),
    "actions": cell("j", kind="actions"),
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
    assert parts.carded == {"q01_telework"}


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


def test_an_address_with_signs_of_html_stays_whole_in_its_code() -> None:
    address = 'https://a.example/?b="c"&d=<e>\''
    drawn = BeautifulSoup(handouts.code_of(address, "code of {address}"), "html.parser")
    assert drawn.svg and drawn.svg["aria-label"] == f"code of {address}"
    assert len(drawn.find_all(True)) == len(drawn.select("svg, svg *"))


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
