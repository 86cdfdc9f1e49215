"""How sure: every number can be asked, in both languages, by keyboard, and nothing is made up."""

import re
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from playwright.sync_api import Page
from readers import violations

import kit
from kit.certainty import Certainty, Reply
from kit.data import cite, table
from kit.errors import KitError
from kit.estimates import (
    SIDES,
    Figure,
    differences_of,
    figures,
    figures_behind,
    questions,
    waves,
    weakest,
)
from kit.estimates.figure import Key
from kit.labels import LANGUAGES
from kit.publish.cells import tags
from kit.publish.files import NOTEBOOKS, read_notebook


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    kit.use_language(request.param)
    return request.param


@pytest.fixture(autouse=True)
def restore_language():  # type: ignore[no-untyped-def]
    yield
    kit.use_language()


@cache
def everything(question: str) -> Certainty:
    return kit.how_sure(kit.shares(question), kit.gaps(question), kit.changes(question))


def asked(question: str, **choice: Any) -> Certainty:
    return kit.how_sure(kit.shares(question, **choice))


def one(question: str, **choice: Any) -> Reply:
    (answer,) = asked(question, **choice).replies()
    return answer


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html))


def facts(answer: Reply) -> dict[str, str]:
    return {term: words(fact) for term, fact in answer.facts}


@pytest.mark.parametrize("question", questions())
def test_every_figure_can_be_asked(question: str, language: str) -> None:
    card = asked(question)
    page, numbers = card.html(), iter(card.replies())
    for it in figures(question):
        assert f'<q lang="ja">{escape(it.phrase)}</q>' in page
        assert f'href="{escape(cite(it.source)["address"])}"' in page
        if it.printed:
            answer = next(numbers)
            assert answer.value == kit.labels.value_text(it)
            assert answer.mark.code == it.grade
            told = facts(answer)
            assert kit.word(f"status.{it.status}") == told[kit.word("table.status")]
            assert kit.word(f"source.{it.source}") in told[kit.word("table.source")]
            assert not it.caveat or kit.word(f"caveat.{it.caveat}") in str(told)
    assert not list(numbers)
    assert not re.search(r"\bnan\b|<NA>|None|[{}]", words(page))


@pytest.mark.parametrize("question", questions())
def test_only_quotations_are_in_japanese_on_an_english_page(question: str) -> None:
    kit.use_language("en")
    page = everything(question).html()
    own = re.sub(r'<q lang="ja">.*?</q>', "", page)
    assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", words(own))
    assert "<q>" not in page and "style=" not in page


def test_a_printed_figure_tells_count_base_interval_and_phrase(language: str) -> None:
    answer = one("q01_telework", wave=2021, side="client", option="experienced")
    told = facts(answer)
    assert (answer.value, answer.mark.code) == ("64.9%", "exact")
    for text in ("239", "155", "58.6", "70.6"):
        assert text in answer.reading
    assert "n=239" in told[kit.word("table.base")]
    assert kit.word("number.counts", base=239, count=155) in told[kit.word("table.count")]
    assert kit.word("number.range", low="58.6", high="70.6") in told[kit.word("table.interval")]
    assert "6.0" in told[kit.word("table.interval")], "half the width, in points"
    assert "委託元(ITユーザ)のテレワーク実施率は64.9%" in told[kit.word("table.source")]


def test_every_interval_says_as_if_drawn_at_random() -> None:
    for language, said in (("ja", "無作為抽出とみな"), ("en", "s if drawn at random")):
        kit.use_language(language)
        for question in questions():
            for answer in everything(question).replies():
                assert (kit.word("table.interval") in facts(answer)) == (said in answer.reading)
                assert "±" not in answer.reading


def test_a_rounded_figure_has_neither_count_nor_interval(language: str) -> None:
    found = [answer for question in questions() for answer in asked(question).replies()]
    rounded = [answer for answer in found if answer.mark.code == "rounded"]
    assert (
        len(rounded) == (table("estimates")["bound"].isin(["about", "at_least", "more_than"])).sum()
    )
    for answer in rounded:
        told = facts(answer)
        assert kit.word("table.interval") not in told
        assert told[kit.word("table.count")] == kit.word("reason.inexact")
        digits = set(re.findall(r"\d+", answer.value))
        assert set(re.findall(r"\d+", answer.reading)) == digits, "no number but the rounded one"
    about = one("q11_contact", wave=2021, side="client", size="small", option="none")
    assert about.value == {"ja": "約3割", "en": "about three in ten"}[language]
    assert kit.word("certainty.bound.about") in str(facts(about))


def test_a_figure_without_base_says_so(language: str) -> None:
    answer = one("q08_checked", wave=2020, side="client", option="not_checking")
    assert (answer.value, answer.mark.code) == ("54.6%", "no_count")
    assert kit.word("reason.no_base") in answer.reading
    assert facts(answer)[kit.word("table.base")] == kit.word("status.not_held")
    assert kit.word("table.interval") not in facts(answer)


def test_what_was_not_published_is_named_and_gets_no_number(language: str) -> None:
    card = asked("q11_manual", wave=2021, option="none", side="vendor")
    assert card.replies() == [] and card.mark().code == "not_held"
    page = words(card.html())
    assert kit.word("certainty.reading.not_held") in page
    assert all(kit.word(f"size.vendor.{size}") in page for size in ("large", "small"))
    assert "%" not in page


def test_a_derived_figure_shows_its_arithmetic(language: str) -> None:
    signs = str.maketrans({"*": "×", "/": "÷", "-": "−"})
    for row in table("derivations").to_dict("records"):
        where = {name: row[name] for name in ("wave", "side", "size", "option")}
        arithmetic = facts(one(row["question"], **where))[kit.word("certainty.term.arithmetic")]
        assert str(row["arithmetic"]).translate(signs) in arithmetic
        assert arithmetic.startswith(kit.word(f"role.{row['role']}"))
    derived = one("q08_checked", wave=2021, side="vendor", option="not_checking")
    assert derived.mark.code == "derived"
    assert kit.word("certainty.reading.derived") in derived.reading and "28" in derived.reading
    assert "269 × 97.0 ÷ 100" in facts(derived)[kit.word("table.base")]


def test_a_figure_tells_how_others_put_it() -> None:
    client = facts(one("q08_checked", wave=2021, side="client", option="not_checking"))
    assert "約3割 委託元は3割未実施" in re.sub(r"\s+", " ", client[kit.word("certainty.term.also")])
    contact = facts(one("q11_contact", wave=2020, side="client", option="none"))
    assert "32.4%" in contact[kit.word("certainty.term.also")]


def test_a_difference_tells_both_ends_and_the_sum(language: str) -> None:
    card = kit.how_sure(kit.changes("q01_telework"))
    rise = next(it for it in card.replies() if it.value.startswith("+14.4"))
    told = " ".join(facts(rise).values())
    for text in ("50.5%", "64.9%", "100 × (155 ÷ 239 − 110 ÷ 218) = +14.4", "+5.3", "+23.2", "8.9"):
        assert text in told
    assert "64.9%で前回調査から14.4ポイント上昇" in told
    assert rise.mark.code == "reported", "the share of 2020 comes from the press"
    (gap,) = kit.how_sure(kit.gaps("q08_method")).replies()[2:]
    assert "100 × (155 ÷ 233 − 68 ÷ 100)" in str(facts(gap)) and gap.value.startswith("−1.5")


def test_a_refused_difference_gives_its_reason_and_what_was_printed(language: str) -> None:
    page = words(kit.how_sure(kit.changes("q08_checked")).html())
    assert kit.word("reason.no_base") in page
    assert kit.word("certainty.points.about", value="20") in page
    assert "19.1" not in page and "22.9" not in page


def test_a_figure_is_answered_for_once() -> None:
    card = kit.how_sure(
        kit.shares("q01_telework"), kit.gaps("q01_telework"), kit.changes("q01_telework")
    )
    names = [answer.name for answer in card.replies()]
    assert len(names) == len(set(names))


def test_figures_behind_a_difference_are_its_ends() -> None:
    for question in questions():
        for frame in (kit.gaps(question), kit.changes(question)):
            if not frame.empty:
                found = figures_behind(frame)
                assert {it.size for it in found} == {"all"}
                assert {it.side for it in found} <= set(SIDES)
                assert len({it.key for it in found}) == len(found)


def test_examples_are_marked_as_examples(language: str) -> None:
    card = kit.how_sure(kit.intervals([13, 32], [20, 50]))
    assert [answer.mark.code for answer in card.replies()] == ["example"] * 2
    assert "43.3" in card.replies()[0].reading and card.mark().code == "example"
    assert kit.word("certainty.scope") not in words(card.html())


def test_the_scale_is_closed_and_takes_the_weakest_number() -> None:
    found = {it.grade for question in questions() for it in figures(question)}
    assert found == {"exact", "reported", "no_count", "derived", "rounded", "not_held"}
    ambiguous = Figure(2021, "q", "o", "client", status="printed", verdict="ambiguous")
    assert ambiguous.grade == "no_count"
    assert weakest(["reported", "derived", "exact", "not_held"]) == "derived"
    assert weakest(["not_held"]) == "not_held"


def test_a_mark_has_a_sign_and_words(language: str) -> None:
    mark = kit.certainty_mark(kit.shares("q08_method", wave=2021, option="self_check"))
    assert mark.code == "rounded" and str(mark) == f"≈ {kit.word('certainty.rounded')}"
    assert mark.html().count('aria-hidden="true"') == 1 and mark.text in mark.html()
    drawn = kit.gaps("q01_telework").query("option == 'experienced'")
    assert kit.certainty_mark(drawn).code == "exact"
    assert kit.certainty_mark(differences_of(drawn)).code == "exact", "a list will do"


def test_nothing_to_answer_for_is_refused() -> None:
    with pytest.raises(KitError, match="no number"):
        kit.how_sure(kit.shares("q01_telework").head(0))
    with pytest.raises(KitError, match=r"kit\.shares"):
        kit.how_sure(kit.table("strata"))


def test_tables_and_panels_carry_it_once() -> None:
    frames = {
        kit.share_table: kit.shares("q08_method"),
        kit.gap_table: kit.gaps("q08_method"),
        kit.change_table: kit.changes("q08_checked"),
        kit.interval_table: kit.intervals([13], [20]),
    }
    for write, frame in frames.items():
        shown = write(frame)
        assert shown.html() == shown.numbers() + kit.how_sure(frame).html()
        assert "kit-sure" not in shown.numbers()
    panel = kit.explore("q08_method")
    (card,) = re.findall(r'</div>(<details class="kit-sure">.*</details>)<script>', panel.html())
    assert card == panel.certainty and len(card) < 0.4 * len(panel.html())
    assert any(card in child.value for child in panel.widget().children if hasattr(child, "value"))


NUMBER = r"[+−]?\d+(?:\.\d+)?"
# Numbers with a unit or a sign, and the ends of intervals.
SAID = re.compile(
    rf"({NUMBER})\s?(?:%|points?\b)|(?<![\w.])([+−]\d+\.\d+)"
    rf"|({NUMBER}) (?:to|and) ({NUMBER})\s?(?:%|points?\b)|(\d+\.\d) to [+−]?(\d+\.\d)"
)
# What stands in a lesson without being a figure of the survey: limits, examples, exercises.
OWN_NUMBERS = {
    "01_who_answered": {"64.4", "65.3", "100"},  # 154 and 156 of 239; "near 100%"
    "02_telework_gap": {"21.2", "0.09"},  # chances of redraws, in kit.redraw_table
    "06_contracts_silent": {"0"},  # "not because it is 0%"
    "09_your_own_survey": {"64", "65", "100"},  # 32 of 50, 13 of 20; "near 100%"
}
CHARTS = ("share_chart", "composition_chart", "gap_chart", "change_chart")
TABLES = ("share_table", "gap_table", "change_table", "interval_table", "how_sure")
VERDICTS = ("verdict_table", "guess_verdict")


def said(text: str) -> set[str]:
    """Collect the numbers of a text that have a unit or a sign."""
    return {number.lstrip("+−") for found in SAID.findall(text) for number in found if number}


class Recorder:
    """Stands for ``kit`` in a lesson's cells: draws nothing, keeps what can be asked and where."""

    def __init__(self) -> None:
        self.solution = False
        self.askable: list[tuple[Certainty, bool]] = []
        self.drawn: list[tuple[Certainty, bool]] = []

    def __getattr__(self, name: str) -> Any:
        if name in TABLES:
            return lambda *frames, **_: self.askable.append((kit.how_sure(*frames), self.solution))
        if name in CHARTS:
            return lambda frame, **_: self.drawn.append((kit.how_sure(frame), self.solution))
        known = {"explore": explored, "guess": guessed}
        if name in VERDICTS:
            shown = getattr(kit, name)
            return lambda *it: self.askable.append((told_by(shown(*it)), self.solution))
        if name in known:
            return lambda *it, **its: self.askable.append((known[name](*it, **its), self.solution))
        frames = ("shares", "gaps", "changes", "intervals", "table", "counts", "wilson", "word")
        frames += ("verdicts",)
        return getattr(kit, name) if name in frames else MagicMock()


class Told:
    """A table or panel of verdicts: all that it says is how sure something is."""

    def __init__(self, output: Any) -> None:
        self.figures: tuple[Figure, ...] = ()
        self._html = output.html()

    def html(self) -> str:
        return self._html


def told_by(output: Any) -> Any:
    return Told(output)


def explored(question: str) -> Certainty:
    told = [kit.gaps(question, wave=wave) for wave in waves()]
    return kit.how_sure(kit.shares(question), *told, kit.changes(question))


def guessed(question: str, **choice: Any) -> Certainty:
    return kit.how_sure(kit.shares(question, **{"wave": 2021, "size": "all", **choice}))


def keys(cards: list[Certainty]) -> set[Key]:
    return {it.key for card in cards for it in card.figures if it.printed}


def played(name: str) -> Recorder:
    """Go through a lesson's code without drawing."""
    recorder = Recorder()
    variables: dict[str, Any] = {"kit": recorder}
    for cell in read_notebook(NOTEBOOKS / f"{name}.ipynb").cells:
        recorder.solution = "solution" in tags(cell)
        if cell.cell_type == "code" and "setup" not in tags(cell):
            exec(cell.source, variables)
    return recorder


LESSONS = [path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))]


@pytest.mark.parametrize("name", LESSONS)
def test_every_number_of_a_lesson_can_be_asked_in_it(name: str) -> None:
    kit.use_language("en")
    heard, own = played(name), OWN_NUMBERS.get(name, set())
    for solutions in (False, True):  # learners' copies have none
        askable = [card for card, solution in heard.askable if solution <= solutions]
        drawn = [card for card, solution in heard.drawn if solution <= solutions]
        assert keys(drawn) <= keys(askable), "a chart shows what nothing tells of"
        answered = said(" ".join(words(card.html()) for card in askable))
        for cell in read_notebook(NOTEBOOKS / f"{name}.ipynb").cells:
            read = cell.cell_type == "markdown" and "en" in tags(cell)
            if read and ("solution" in tags(cell)) == solutions:
                missing = said(cell.source) - answered - own
                assert not missing, f"add kit.how_sure(…) for {missing}: {cell.source}"


@pytest.mark.slow
def test_it_opens_by_keyboard_and_keeps_the_rules(tmp_path: Path, offline_page: Page) -> None:
    panel, shown = kit.explore("q08_method"), kit.change_table(kit.changes("q01_telework"))
    path = tmp_path / "sure.html"
    head = '<!doctype html><html lang="ja"><meta charset="utf-8"><title>t</title>'
    path.write_text(f"{head}<main><h1>t</h1>{shown.html()}{panel.html()}</main>", encoding="utf-8")
    offline_page.set_viewport_size({"width": 320, "height": 800})
    offline_page.goto(path.as_uri())
    card = offline_page.locator(".kit-sure").first
    assert not card.locator(".kit-figures").is_visible()
    offline_page.locator(".kit-scroll").first.focus()
    for key in ("Tab", "Enter", "Tab", "Enter"):
        offline_page.keyboard.press(key)
    assert card.get_by_text("50.5%", exact=False).first.is_visible()
    assert card.locator("dl").first.is_visible() and not card.locator("dl").nth(1).is_visible()
    assert card.locator("li").first.get_by_text("110").first.is_visible()
    focus = "getComputedStyle(document.activeElement).outlineStyle"
    assert offline_page.evaluate(focus) != "none"
    offline_page.locator("summary").evaluate_all(
        "all => all.forEach(it => it.parentElement.open = true)"
    )
    for box in (it.bounding_box() for it in offline_page.locator("summary:visible").all()):
        assert box is not None and box["height"] >= 24
    assert offline_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(offline_page)
