"""The facilitator guide: minutes that add up, every note once, an answer to every wrong answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output
from pdfs import has_letters, words_of
from pypdf import PdfReader

import kit
from kit.data import table
from kit.errors import UnknownCode
from kit.facts import Facts
from kit.labels import in_language, word
from kit.labels import language as language_in_use
from kit.publish.cells import is_note, tags
from kit.publish.decks import PICTURES, Deck, Slide, read_decks
from kit.publish.executed import without_kernel, work_name
from kit.publish.files import NOTEBOOKS, notebook_bytes
from kit.publish.lesson import read_lessons, words
from kit.publish.print.guide import build_trainer, guide_page, guide_works
from kit.publish.print.timing import (
    ASKING,
    CLASS_MINUTES,
    LOOKING,
    Question,
    Turn,
    fitting,
    questions,
    turns,
)
from kit.publish.slides.compose import compose, notebook_name
from kit.publish.slides.deck import DeckNotebook, DeckSlide, Foot, Picture, read_deck

LESSONS = {lesson.name: lesson for lesson in read_lessons(NOTEBOOKS)}
DECKS = {deck.name: deck for deck in read_decks(list(LESSONS.values()))}


def worded(deck: Deck) -> Deck:
    """Show words only, so that no lesson need be executed."""

    def plain(slides: tuple[Slide, ...]) -> tuple[Slide, ...]:
        return tuple(replace(it, show=words_in(it), state="") for it in slides)

    return replace(deck, slides=plain(deck.slides), backups=plain(deck.backups))


def words_in(slide: Slide) -> tuple[str, ...]:
    return tuple(it for it in slide.show if it.split()[0] not in PICTURES)


@cache
def executed(name: str, language: str) -> NotebookNode:
    """Give a language copy in which only the quizzes were run."""
    copy = without_kernel(LESSONS[name]).copy(language, audience="instructor").decode()
    notebook: NotebookNode = nbformat.reads(copy, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if cell.source.startswith("kit.quiz"):
            kind, argument = re.findall(r'^kit\.(\w+)\("(\w+)"\)$', cell.source)[0]
            with in_language(language):
                shown = getattr(kit, kind)(argument)._repr_mimebundle_()
            cell.outputs = [new_output("display_data", shown)]  # type: ignore[no-untyped-call]
    return notebook


def lessons_of(name: str, language: str) -> Mapping[str, Sequence[NotebookNode]]:
    return {lesson: executed(lesson, language).cells for lesson in DECKS[name].lessons}


@cache
def composed(name: str, language: str) -> NotebookNode:
    return compose(worded(DECKS[name]), lessons_of(name, language), language)


def deck_of(name: str, language: str) -> DeckNotebook:
    return read_deck(composed(name, language))


@cache
def laid(name: str, language: str) -> list[Turn]:
    with in_language(language):
        return turns(deck_of(name, language), lessons_of(name, language))


def asked(name: str, language: str) -> list[Question]:
    with in_language(language):
        return questions(deck_of(name, language), lessons_of(name, language))


def spoken(turn: Turn, language: str) -> float:
    with in_language(language):
        return turn.spoken


def claims(name: str, language: str) -> list[str]:
    with in_language(language):
        return [turn.claim for turn in laid(name, language)]


@pytest.mark.parametrize("name", DECKS)
def test_the_run_sheet_fills_the_minutes_of_its_deck(name: str, language: str) -> None:
    clock = 0.0
    for turn in laid(name, language):
        assert turn.clock == clock
        clock += turn.slide.minutes
    assert clock == DECKS[name].minutes
    assert len(set(claims(name, language))) == len(DECKS[name].slides) + 1


@pytest.mark.parametrize("name", DECKS)
def test_the_guide_follows_the_deck_slide_by_slide(name: str, language: str) -> None:
    deck, said = deck_of(name, language), set[str]()
    assert [turn.slide for turn in laid(name, language)] == deck.talk
    assert claims(name, language)[1:] == [slide.title for slide in deck.talk[1:]]
    for turn in laid(name, language):
        said |= {note.source for note in turn.notes}
        assert {note.source for note in turn.slide.notes} <= said, "said here or before"
        assert turn.slide.number == 1 or turn.words == turn.slide.words


@pytest.mark.parametrize("name", DECKS)
def test_there_is_time_to_say_what_each_slide_says(name: str, language: str) -> None:
    sheet = laid(name, language)
    times = [(it.slide.id, spoken(it, language), it.slide.minutes) for it in sheet]
    assert [it for it in times if not 0 < it[1] <= it[2]] == []
    works = [slide.section for slide in DECKS[name].slides]
    tasks = {
        cell.metadata.kit.section
        for lesson in LESSONS.values()
        for cell in lesson.notebook.cells
        if "exercise" in tags(cell) and "kit" in cell.metadata
    }
    assert [it.slide.is_exercise for it in sheet[1:]] == [it in tasks for it in works]


@pytest.mark.parametrize("name", DECKS)
def test_questions_are_asked_only_in_minutes_that_are_there(name: str, language: str) -> None:
    for lesson in DECKS[name].lessons:
        sheet = [it for it in laid(name, language) if it.slide.lesson == lesson]
        fits, count = sum(it.fitting for it in sheet), sum(len(it.asked) for it in sheet)
        needed = sum(spoken(it, language) for it in sheet) + ASKING * fits
        assert fits <= count and needed <= sum(it.slide.minutes for it in sheet), lesson


def slide(minutes: float, pictures: int, *, lesson: str = "02") -> DeckSlide:
    shown = [Picture(NotebookNode(), Facts("share"), "")] * pictures
    return DeckSlide("a", 2, "", lesson, minutes, minutes, "", "", "picture", Foot(), shown)


def test_pictures_and_exercises_take_time_from_questions() -> None:
    turn, other = Turn(slide(4 + LOOKING, 1), asked=(1, 2, 3)), Turn(slide(0, 1))
    assert fitting(turn, [turn]) == 2
    assert fitting(turn, [turn, other]) == 1
    assert fitting(turn, [turn, Turn(slide(9, 0, lesson="03"))]) == 2
    assert fitting(other, [turn, other]) == 0, "there is none"
    busy = replace(turn, slide=replace(turn.slide, is_exercise=True))
    assert fitting(busy, [busy]) == 0, "the room is at work"


@pytest.mark.parametrize("name", DECKS)
def test_every_lesson_opens_and_closes_with_its_notes_and_none_is_said_twice(
    name: str, language: str
) -> None:
    said: dict[str, list[str]] = {}
    for turn in laid(name, language):
        said.setdefault(turn.slide.lesson, []).extend(note.source for note in turn.notes)
    for lesson in filter(None, said):
        notes = [it.source for it in executed(lesson, language).cells if is_note(it)]
        assert said[lesson][0] == notes[0] and said[lesson][-1] == notes[-1]
        assert set(said[lesson]) <= set(notes), lesson
        assert len(said[lesson]) == len(set(said[lesson])), lesson


@pytest.mark.parametrize("name", DECKS)
def test_questions_come_with_what_to_say_and_where_to_go_back(name: str, language: str) -> None:
    deck, chosen = deck_of(name, language), asked(name, language)
    lessons = list(dict.fromkeys(slide.lesson for slide in deck.talk if slide.lesson))
    objectives = table("objectives").query("lesson in @lessons")
    assert len(chosen) == (len(objectives) if deck.minutes >= CLASS_MINUTES else len(lessons))
    assert len({it.item.reread for it in chosen}) == len(chosen)
    items = table("quiz_items").query("form == 'practice'")["item"]
    assert {it.item.code for it in chosen} <= set(items)
    for question in chosen:
        assert {deck.slides[number - 1].lesson for number in question.slides} == {question.lesson}
        for option in question.item.options:
            assert option.why and (option.correct or option.misconception)
    numbers = [number for turn in laid(name, language) for number in turn.asked]
    assert sorted(numbers) == [question.number for question in chosen]


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the guides to a deck of words, as pages."""
    folder, deck = tmp_path_factory.mktemp("guides"), DECKS["workshop-90"]
    for language in ("ja", "en"):
        made = {work_name(lesson, language): executed(lesson, language) for lesson in deck.lessons}
        made[notebook_name(deck.name, language)] = composed(deck.name, language)
        for name, notebook in made.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(notebook_bytes(notebook))
    (folder / "trainer").mkdir()
    for work in guide_works([deck]):
        if work.name.endswith(".html"):
            (folder / work.name).write_bytes(work.make(folder))  # type: ignore[arg-type]
    return folder / "trainer"


def test_the_guide_holds_all_that_a_class_needs(guides: Path, language: str) -> None:
    name = "workshop-90"
    page = unescape((guides / f"{name}.{language}.html").read_text(encoding="utf-8"))
    say, chosen = words("trainer.")[language], asked(name, language)
    with in_language(language):
        wanted = [word(f"deck.question.{slide.question}") for slide in DECKS[name].backups]
    wanted += [text for code, text in say.items() if code.startswith(("check.", "split."))]
    wanted += [say["plan_b.how"], '<th scope="row">90:00</th>', *claims(name, language)]
    wanted += [option.why for it in chosen for option in it.item.options]
    wanted += [option.misconception for it in chosen for option in it.item.options]
    wanted += {"ja": ["一つ選んで"], "en": ["Choose one"]}[language]
    assert [text for text in wanted if text not in page] == []
    for path in ("slides/workshop-90", "handouts", "handouts/facilitator", "quiz", "tabletop"):
        assert f"build/{path}" in page
    assert not re.search(r"\{\w+\}", page.partition("<body>")[2])


def test_a_claim_with_signs_of_html_is_shown_as_it_is(language: str) -> None:
    name = "briefing-10"
    deck, claim = deck_of(name, language), '<b> & "c" {number}'
    changed = [replace(it, title=claim) if it.number == 2 else it for it in deck.slides]
    with in_language("en"):
        page = guide_page(replace(deck, slides=changed), lessons_of(name, language)).decode()
        assert language_in_use() == "en"
    assert "&lt;b&gt; &amp; &#34;c&#34; {number}" in page
    assert claim not in page


def test_an_english_guide_has_no_japanese_sentence(guides: Path) -> None:
    page = (guides / "workshop-90.en.html").read_text(encoding="utf-8").partition("<body>")[2]
    assert re.findall("[^<>]*[ぁ-ん]{2}[^<>]*", page) == []


def test_without_a_projector_every_claim_is_read_aloud_in_order(
    guides: Path, language: str
) -> None:
    page = unescape((guides / f"workshop-90.{language}.html").read_text(encoding="utf-8"))
    plan = page.partition('<h2 id="plan-b">')[2]
    assert re.findall(r"<li>(.*?)</li>", plan) == claims("workshop-90", language)[1:]


def test_the_guide_is_printed_with_its_letters(printed: Path) -> None:
    reader = PdfReader(printed / "trainer" / "workshop-90.ja.pdf")
    found = words_of(reader)
    wanted = claims("workshop-90", "ja")
    assert [it for it in wanted if re.sub(r"\s", "", it) not in found] == []
    assert has_letters(reader)
    assert reader.root_object["/Lang"] == "ja"


def test_an_unknown_deck_is_named_before_anything_is_built(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match=r"briefing-11.*briefing-10"):
        build_trainer(["briefing-11"], folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
