"""The quiz: sound questions on every objective, and a page that explains each choice by itself."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page
from readers import violations
from told import numbers_told

import kit
from kit.data import Row, table
from kit.errors import UnknownCode
from kit.labels import LANGUAGES, translate, use_language, word
from kit.lessons.quiz import FORMS
from kit.panels import Item, Option, Quiz
from kit.publish.cells import tags
from kit.publish.files import NOTEBOOKS, read_notebook
from kit.publish.standalone import FONT, POLICY, stand_alone

LESSON = "03_exceptions_remain"
OBJECTIVES = {"ja": "学習目標", "en": "Objectives"}
# What trainers meet in every room.
NEEDED = {
    *("different_bases", "small_change_rose", "self_check_is_checked", "large_across_sides"),
    *("experience_is_practice", "planned_counts_as_done", "manager_allowed_is_accepted"),
    *("vendor_better_chain_fine", "total_is_still"),
}


def rows(name: str) -> list[Row]:
    return table(name).to_dict("records")  # type: ignore[return-value]


QUESTIONS = [
    (item, [it for it in rows("quiz_options") if it["item"] == item["item"]])
    for item in rows("quiz_items")
]


@pytest.fixture(autouse=True)
def restore_language() -> Iterator[None]:
    yield
    use_language()


def test_every_question_can_be_answered() -> None:
    for item, options in QUESTIONS:
        assert [it["option"] for it in options] == list("abcd")[: len(options)], item
        assert len(options) >= 3, item
        right = [it for it in options if it["correct"] == "yes"]
        assert 0 < len(right) < len(options), item
        assert item["kind"] == "multiple" or len(right) == 1, item
        for language in LANGUAGES:
            assert len({it[language] for it in options}) == len(options), item


def test_every_wrong_option_is_a_named_misreading() -> None:
    for _, options in QUESTIONS:
        for option in options:
            assert (option["misconception"] == "") == (option["correct"] == "yes"), option


def test_both_languages_give_the_same_numbers() -> None:
    for item, options in QUESTIONS:
        assert numbers_told(item["ja"]) == numbers_told(item["en"]), item
        for option in options:
            assert numbers_told(option["ja"]) == numbers_told(option["en"]), option
            assert numbers_told(option["why_ja"]) == numbers_told(option["why_en"]), option


def test_every_objective_has_questions_before_after_and_for_practice() -> None:
    asked = Counter((it["objective"], it["form"]) for it in rows("quiz_items"))
    for objective in table("objectives")["objective"]:
        counted = [asked[objective, form] for form in FORMS]
        assert all(counted) and sum(counted) >= 3, f"{objective}: {counted}"


def test_the_objectives_stand_in_the_lessons_word_for_word() -> None:
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        known = [it for it in rows("objectives") if it["lesson"] == path.stem]
        for language, heading in OBJECTIVES.items():
            cells = [it.source for it in read_notebook(path).cells if language in tags(it)]
            listed = next(text for text in cells if heading in text).split(heading)[1]
            assert [it[language] for it in known] == re.findall(r"^- (.+)$", listed, re.MULTILINE)
    lessons = {path.stem for path in NOTEBOOKS.glob("*.ipynb")}
    assert {it["lesson"] for it in rows("objectives")} == lessons


def test_every_misreading_is_asked_about() -> None:
    used = set(table("quiz_options")["misconception"]) - {""}
    assert set(table("misconceptions")["misconception"]) == used
    assert used >= NEEDED
    confused = [it for it in rows("quiz_options") if it["misconception"] == "total_is_still"]
    told = " ".join(it["why_en"] + it["en"] for it in confused)
    assert "29.0" in told and "19.4" in told


@pytest.mark.parametrize("form", FORMS)
def test_the_right_answer_stands_in_every_place(form: str) -> None:
    single = {
        it["item"] for it in rows("quiz_items") if it["kind"] == "single" and it["form"] == form
    }
    places = Counter(
        it["option"]
        for it in rows("quiz_options")
        if it["item"] in single and it["correct"] == "yes"
    )
    assert set(places) >= set("abc")
    assert max(places.values()) <= 0.5 * places.total(), places


def test_the_tests_before_and_after_ask_each_objective_once_with_other_questions() -> None:
    before, after = (kit.quiz_form(form).items for form in ("pre", "post"))
    assert len(before) == len(after) == len(table("objectives"))
    assert [it.reread for it in before] == [it.reread for it in after]
    assert not {it.code for it in before} & {it.code for it in after}
    assert not {it.text for it in before} & {it.text for it in after}
    some = kit.quiz_form("pre", lessons=[LESSON]).items
    assert [it.code for it in some] == [it.code for it in before if LESSON[:2] in it.code[:3]]


def test_a_quiz_is_of_its_lesson_and_form() -> None:
    known = {it["item"]: it for it in rows("quiz_items")}
    lesson_of = {it["objective"]: it["lesson"] for it in rows("objectives")}
    for form in FORMS:
        codes = [it.code for it in kit.quiz(LESSON, form=form).items]
        assert codes
        for code in codes:
            assert known[code]["form"] == form
            assert lesson_of[known[code]["objective"]] == LESSON


def test_unknown_lessons_and_forms_name_the_allowed() -> None:
    with pytest.raises(UnknownCode, match="did you mean '03_exceptions_remain'"):
        kit.quiz("03_exceptions")
    with pytest.raises(UnknownCode, match="did you mean '03_exceptions_remain'"):
        kit.quiz_form("pre", lessons=["03_exceptions"])
    with pytest.raises(UnknownCode, match="allowed: pre, post, practice"):
        kit.quiz(LESSON, form="before")
    with pytest.raises(UnknownCode, match="allowed: pre, post"):
        kit.quiz_form("practice")


@pytest.mark.parametrize("form", ["pre", "post"])
def test_the_sheet_tells_no_answer_and_the_key_tells_all(form: str, language: str) -> None:
    use_language(language)
    sheet, key = kit.quiz_paper(form), kit.quiz_key(form)
    written = re.sub(r"<style>.*?</style>", "", sheet.html(), flags=re.DOTALL)
    assert "<script" not in written and "data-" not in written and "<input" not in written
    assert len(sheet.items) == len(key.rows) == written.count("<ol>") * len(sheet.items)
    whys = {translate(it, "why") for it in rows("quiz_options")}
    assert not [why for why in whys if why in written]
    assert not [it for it in rows("misconceptions") if translate(it) in written]
    carried = str(sheet.facts)
    assert not [why for why in whys if why in carried] and "'correct'" not in carried
    for item, row in zip(sheet.items, key.rows, strict=True):
        assert item.text in row[0] and item.text in repr(sheet)
        right = [it.letter for it in item.options if it.correct]
        assert row[1] == word("list.comma").join(right)
        assert all(it.misconception in row[3] for it in item.options if not it.correct)


def made_quiz() -> Quiz:
    one = Item("one", "How <many>?", False, (
        Option("a", "<b>29", False, "that is the <i>total", "total for still"),
        Option("b", "19", True, "still allow it"),
        Option("c", "8", False, "that is the vendors'", "other side"),
    ), "Lesson one")  # fmt: skip
    several = Item("several", "Which apply?", True, (
        Option("a", "still", True, "part of the total"),
        Option("b", "stopped", True, "in the total as well"),
        Option("c", "never", False, "never is not in it", "other base"),
    ), "Lesson two")  # fmt: skip
    return Quiz("A <quiz>", (one, several))


def test_words_are_escaped() -> None:
    written = made_quiz().html() + made_quiz().paper().html()
    assert not re.search(r"<(many|b>29|i>total|quiz)", written)
    assert "&lt;i&gt;total" in written


def page_of(quiz: Quiz, *, language: str = "en", more: str = "") -> bytes:
    style = f"@font-face{{font-family:kit;src:url({FONT})}}body{{font-family:kit}}"
    return stand_alone(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Quiz</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><style>{style}</style>'
        f"</head><body><main><h1>Quiz</h1>{quiz.html()}{more}</main></body></html>",
        "quiz",
    )


@pytest.fixture
def quiz_page(offline_page: Page, tmp_path: Path) -> Page:
    """Open a made quiz under the strict policy of the site."""
    return opened(offline_page, tmp_path, page_of(made_quiz()))


def opened(page: Page, folder: Path, content: bytes) -> Page:
    path = folder / "quiz.html"
    path.write_bytes(content)
    page.goto(path.as_uri())
    return page


def do(quiz: Locator, name: str) -> None:
    quiz.locator(f"[data-do={name}]:visible").click()


def said(quiz: Locator) -> str:
    return quiz.locator(".kit-said:visible").inner_text()


@pytest.mark.slow
def test_the_mouse_answers_a_quiz(quiz_page: Page) -> None:
    quiz = quiz_page.locator(".kit-quiz")
    assert quiz.locator("form:visible").count() == 1
    assert not quiz.locator("details:visible").count(), "no answer before one was given"
    quiz_page.emulate_media(media="print")
    assert [quiz.locator(f"{it}:visible").count() for it in ("form", "button")] == [2, 0]
    quiz_page.emulate_media(media="screen")
    do(quiz, "answer")
    assert said(quiz) == word("quiz.empty")
    quiz.get_by_label("A. <b>29").check()
    do(quiz, "answer")
    assert word("quiz.wrong") in said(quiz) and "that is the <i>total" in said(quiz)
    assert word("quiz.misconception", name="total for still") in said(quiz)
    assert "still allow it" not in said(quiz), "the answer to a single choice is not given away"
    do(quiz, "retry")
    assert (
        not quiz.locator("input:checked").count() and not quiz.locator(".kit-said:visible").count()
    )
    quiz.get_by_label("B. 19").check()
    do(quiz, "answer")
    assert word("quiz.right") in said(quiz) and "still allow it" in said(quiz)
    do(quiz, "next")
    for letters, verdict in (("A", "wrong"), ("ABC", "wrong"), ("AB", "right")):
        for box in quiz.locator("input:visible").all():
            box.set_checked(str(box.get_attribute("value")).upper() in letters)
        do(quiz, "answer")
        assert word(f"quiz.{verdict}") in said(quiz)
        assert (word("quiz.missed") in said(quiz)) == (letters == "A")
        assert ("never is not in it" in said(quiz)) == ("C" in letters)
    end = quiz.locator("[role=status].kit-end").inner_text()
    assert word("quiz.score", right=0, total=2) in end, "the first answers count"
    assert "Lesson one" in end and "Lesson two" in end
    do(quiz, "restart")
    assert quiz.locator("form:visible legend").inner_text().endswith("How <many>?")
    assert not quiz.locator(".kit-end:visible").count()


@pytest.mark.slow
def test_the_keyboard_answers_a_quiz_and_turns_no_slide(quiz_page: Page) -> None:
    quiz_page.evaluate("addEventListener('keydown', (it) => (window.seen ??= []).push(it.key))")
    quiz = quiz_page.locator(".kit-quiz")
    quiz_page.keyboard.press("Tab")
    for key in ("Space", "ArrowDown", "Enter"):
        quiz_page.keyboard.press(key)
    assert word("quiz.right") in said(quiz)
    assert quiz.locator("[role=status].kit-said:visible").count() == 1
    quiz_page.keyboard.press("Tab")
    quiz_page.keyboard.press("Tab")
    assert quiz_page.locator(":focus").get_attribute("data-do") == "next"
    assert quiz_page.locator(":focus").evaluate("it => getComputedStyle(it).outlineStyle") != "none"
    quiz_page.keyboard.press("Enter")
    assert quiz_page.locator(":focus").evaluate("it => it.tagName") == "FIELDSET"
    for key in ("Tab", "Space", "Tab", "Space", "Enter"):
        quiz_page.keyboard.press(key)
    assert word("quiz.score", right=2, total=2) in quiz.locator(".kit-end").inner_text()
    assert quiz_page.evaluate("window.seen.filter((it) => it !== 'Tab')") == []
    quiz.locator("[data-do=restart]").focus()
    quiz_page.keyboard.press("ArrowRight")
    assert quiz_page.evaluate("window.seen.at(-1)") == "ArrowRight", "buttons leave arrows alone"


@pytest.mark.slow
def test_a_real_quiz_fits_a_telephone_and_the_accessibility_rules(
    offline_page: Page, tmp_path: Path, language: str
) -> None:
    use_language(language)
    asked = kit.quiz(LESSON)
    offline_page.set_viewport_size({"width": 320, "height": 640})
    hint = kit.check("03_still_count", 45).html()
    page = opened(offline_page, tmp_path, page_of(asked, language=language, more=hint))
    quiz = page.locator(".kit-quiz")
    for place in range(len(asked.items)):
        quiz.locator("input:visible").last.check()
        do(quiz, "answer")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for target in quiz.locator("button:visible, input:visible").all():
            box = target.bounding_box()
            assert box and min(box["width"], box["height"]) >= 24
        if place < len(asked.items) - 1:
            do(quiz, "next")
    assert not violations(page)


@pytest.mark.slow
def test_a_quiz_whose_script_is_made_anew_works(quiz_page: Page) -> None:
    quiz_page.evaluate("""() => {  // as JupyterLab shows an output: markup first, then new scripts
        const old = document.querySelector(".kit-quiz"), host = document.createElement("div");
        host.innerHTML = old.outerHTML.replace(' data-ready=""', "");
        const script = document.createElement("script");
        script.textContent = host.querySelector("script").textContent;
        host.querySelector("script").replaceWith(script);
        old.replaceWith(host);
    }""")
    quiz = quiz_page.locator(".kit-quiz[data-ready]")
    quiz.get_by_label("B. 19").check()
    do(quiz, "answer")
    assert word("quiz.right") in said(quiz)


@pytest.mark.slow
def test_without_script_questions_are_read_and_answers_opened(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "quiz.html"
    path.write_bytes(page_of(made_quiz()))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator("fieldset:visible").count() == 2
    assert not page.locator("button:visible").count(), "a button without script would be dead"
    page.locator("summary").first.click()
    assert page.get_by_text("that is the <i>total").is_visible()
    context.close()


def test_the_words_of_a_quiz_are_of_its_language() -> None:
    for language in LANGUAGES:
        use_language(language)
        japanese = re.search("[ぁ-ん]", kit.quiz(LESSON).html())
        assert bool(japanese) == (language == "ja")
