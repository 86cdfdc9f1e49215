"""The trainer's desk: minutes that add up, every note once, an answer to every wrong answer."""

import re
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from pdfs import has_letters, words_of
from pypdf import PdfReader

from kit.data import table
from kit.errors import UnknownCode
from kit.labels import in_language, word
from kit.publish.cells import is_note
from kit.publish.decks import PICTURES, Deck, Slide, read_decks
from kit.publish.executed import without_kernel, work_name
from kit.publish.files import NOTEBOOKS
from kit.publish.lesson import read_lessons, words
from kit.publish.print import timing as runsheets
from kit.publish.print.guide import build_trainer, trainer_works
from kit.publish.print.timing import ASKING, CLASS_MINUTES, LOOKING, Talk, questions, talks
from kit.publish.sections import sections

LESSONS = {lesson.name: lesson for lesson in read_lessons(NOTEBOOKS)}
DECKS = {deck.name: deck for deck in read_decks(list(LESSONS.values()))}


def worded(deck: Deck) -> Deck:
    """Show words only, so that no lesson need be executed."""

    def plain(slides: tuple[Slide, ...]) -> tuple[Slide, ...]:
        return tuple(replace(it, show=kinds(it, pictures=False), state="") for it in slides)

    return replace(deck, slides=plain(deck.slides), backups=plain(deck.backups))


def kinds(slide: Slide, *, pictures: bool) -> tuple[str, ...]:
    """Give what a slide shows: its pictures, or its words."""
    return tuple(it for it in slide.show if (it.split()[0] in PICTURES) == pictures)


@cache
def copied(name: str, language: str) -> NotebookNode:
    copy = without_kernel(LESSONS[name]).copy(language, audience="instructor").decode()
    notebook: NotebookNode = nbformat.reads(copy, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


@cache
def laid(deck: Deck, language: str) -> list[Talk]:
    cells = {name: copied(name, language).cells for name in deck.lessons}
    found = {name: sections(cells[name]) for name in deck.lessons}
    with in_language(language):
        return talks(worded(deck), found, cells)


@pytest.mark.parametrize("name", DECKS)
def test_the_run_sheet_fills_the_minutes_of_its_deck(name: str, language: str) -> None:
    deck = DECKS[name]
    sheet = laid(deck, language)
    clock = 0.0
    for talk in sheet:
        assert talk.clock == clock
        clock += talk.minutes
    assert clock == deck.minutes
    assert [talk.number for talk in sheet] == list(range(1, len(deck.slides) + 2))
    assert len({talk.claim for talk in sheet}) == len(sheet)


@pytest.mark.parametrize("name", DECKS)
def test_there_is_time_to_say_what_each_slide_says(name: str, language: str) -> None:
    sheet = laid(DECKS[name], language)
    assert [(it.number, it.spoken) for it in sheet if it.spoken > it.minutes] == []
    assert all(it.spoken > 0 for it in sheet)
    headings = [slide.section for slide in DECKS[name].slides]
    assert [it.is_exercise for it in sheet[1:]] == [".exercise-" in it for it in headings]


@pytest.mark.parametrize("name", DECKS)
def test_questions_are_asked_only_in_minutes_that_are_there(name: str, language: str) -> None:
    for lesson in DECKS[name].lessons:
        sheet = [it for it in laid(DECKS[name], language) if it.lesson == lesson]
        fitting, asked = sum(it.fitting for it in sheet), sum(len(it.asked) for it in sheet)
        needed = sum(it.spoken for it in sheet) + ASKING * fitting
        assert fitting <= asked and needed <= sum(it.minutes for it in sheet), lesson


def test_pictures_and_exercises_take_time_from_questions() -> None:
    slide = Slide("02.a", "02.a", ("chart", "text"), "02_telework_gap", minutes=5)
    deck = Deck("made-10", "executives", 5 + LOOKING, LOOKING, (slide, slide))
    laid = [Talk(0, 5, 2, "a", slide.lesson, spoken=0.2, asked=(1, 2, 3)), Talk(5, 1, 3, "b")]
    assert runsheets._fitting(laid[0], laid, deck) == 1
    assert runsheets._fitting(laid[0], laid, replace(deck, slides=(slide,))) == 2
    assert runsheets._fitting(laid[1], laid, deck) == 0
    laid[0] = laid[0]._replace(is_exercise=True)
    assert runsheets._fitting(laid[0], laid, deck) == 0, "the room is at work"


@pytest.mark.parametrize("name", DECKS)
def test_every_lesson_opens_and_closes_with_its_notes_and_none_is_said_twice(
    name: str, language: str
) -> None:
    said: dict[str, list[str]] = {}
    for talk in laid(DECKS[name], language):
        said.setdefault(talk.lesson, []).extend(note.id for note in talk.notes)
    for lesson in filter(None, said):
        notes = [it.id for it in copied(lesson, language).cells if is_note(it)]
        assert {notes[0], notes[-1]} <= set(said[lesson]) <= set(notes), lesson
        assert len(said[lesson]) == len(set(said[lesson])), lesson


@pytest.mark.parametrize("name", DECKS)
def test_questions_come_with_what_to_say_and_where_to_go_back(name: str, language: str) -> None:
    deck = DECKS[name]
    lessons = list(dict.fromkeys(slide.lesson for slide in deck.slides))
    with in_language(language):
        chosen = questions(deck)
    objectives = table("objectives").query("lesson in @lessons")
    assert len(chosen) == (len(objectives) if deck.minutes >= CLASS_MINUTES else len(lessons))
    assert len({it.item.reread for it in chosen}) == len(chosen)
    for question in chosen:
        assert {deck.slides[number - 2].lesson for number in question.slides} == {question.lesson}
        for option in question.item.options:
            assert option.why and (option.correct or option.misconception)
    asked = [number for talk in laid(deck, language) for number in talk.asked]
    assert sorted(asked) == [question.number for question in chosen]


def make_desks(folder: Path, name: str) -> Path:
    """Make the desks of a deck, of lessons that were not executed."""
    deck = worded(DECKS[name])
    for language in ("ja", "en"):
        for lesson in deck.lessons:
            path = folder / work_name(lesson, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(copied(lesson, language), path)
    (folder / "trainer").mkdir()
    for work in trainer_works([deck]):
        if work.name.endswith(".html"):
            (folder / work.name).write_bytes(work.make(folder))  # type: ignore[arg-type]
    return folder / "trainer"


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_desks(tmp_path_factory.mktemp("trainer"), "workshop-90")


def test_the_desk_holds_all_that_a_class_needs(desks: Path, language: str) -> None:
    page = unescape((desks / f"workshop-90.{language}.html").read_text(encoding="utf-8"))
    deck = DECKS["workshop-90"]
    say = words("trainer.")[language]
    with in_language(language):
        chosen = questions(deck)
        asked = [word(f"deck.question.{slide.question}") for slide in deck.backups]
    wanted = [text for code, text in say.items() if code.startswith(("check.", "split."))]
    wanted += [*asked, say["plan_b.how"], '<th scope="row">90:00</th>']
    wanted += [option.why for it in chosen for option in it.item.options]
    wanted += [option.misconception for it in chosen for option in it.item.options]
    wanted += [talk.claim for talk in laid(deck, language)]
    assert [text for text in wanted if text not in page] == []
    for path in ("slides/workshop-90", "handouts", "handouts/facilitator", "quiz", "tabletop"):
        assert f"build/{path}" in page
    assert not re.search(r"\{\w+\}", page.partition("<body>")[2])


def test_an_english_desk_has_no_japanese_sentence(desks: Path) -> None:
    page = (desks / "workshop-90.en.html").read_text(encoding="utf-8").partition("<body>")[2]
    assert re.findall("[^<>]*[ぁ-ん]{2}[^<>]*", page) == []


def test_without_a_projector_every_claim_is_read_aloud_in_order(desks: Path, language: str) -> None:
    page = unescape((desks / f"workshop-90.{language}.html").read_text(encoding="utf-8"))
    plan = page.partition('<h2 id="plan-b">')[2]
    claims = [talk.claim for talk in laid(DECKS["workshop-90"], language)[1:]]
    assert re.findall(r"<li>(.*?)</li>", plan) == claims


def test_the_desk_is_printed_with_its_letters(printed: Path) -> None:
    reader = PdfReader(printed / "trainer" / "workshop-90.ja.pdf")
    found = words_of(reader)
    wanted = [talk.claim for talk in laid(DECKS["workshop-90"], "ja")]
    assert [it for it in wanted if re.sub(r"\s", "", it) not in found] == []
    assert has_letters(reader)
    assert reader.root_object["/Lang"] == "ja"


def test_an_unknown_deck_is_named_before_anything_is_built(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match=r"briefing-11.*briefing-10"):
        build_trainer(["briefing-11"], folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
