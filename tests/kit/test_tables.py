"""Tables: the numbers that stand beside every chart, with source, status and caveat."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

import kit
from kit.errors import UnknownCode
from kit.estimates import figures, questions
from kit.labels import LANGUAGES, value_text
from kit.tables import Table


@pytest.fixture(params=LANGUAGES, autouse=True)
def language(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    kit.use_language(request.param)
    yield request.param
    kit.use_language()


def cells(table: Table) -> list[str]:
    return [cell for row in table.rows for cell in row]


@pytest.mark.parametrize("question", questions())
def test_a_share_table_shows_every_row_with_source_and_status(question: str, language: str) -> None:
    held = figures(question)
    table = kit.share_table(kit.shares(question))
    for it, line in zip(held, table.rows, strict=True):
        assert kit.word(f"status.{it.status}") in line
        assert kit.word(f"source.{it.source}") in table.html()
        assert line[2] == value_text(it)
        assert (f"{it.printed}%" in line[2]) == (it.bound == "exact")
        assert not it.caveat or kit.word(f"caveat.{it.caveat}") in table.notes


def test_headings_are_marked_as_headings() -> None:
    class Counter(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.scopes: list[str | None] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "th":
                self.scopes.append(dict(attrs).get("scope"))

    counter = Counter()
    table = kit.share_table(kit.shares("q08_method"))
    counter.feed(table.html())
    assert counter.scopes == ["col"] * len(table.header) + ["row"] * len(table.rows)


def test_cells_are_escaped() -> None:
    content = Table("<c>", ["<h>", "<k>"], [["<a>", "<b>"]], ["<n>"]).html()
    assert not any(tag in content for tag in ("<c>", "<h>", "<k>", "<a>", "<b>", "<n>"))


def test_a_difference_shows_points_and_interval_or_the_reason(language: str) -> None:
    gaps = kit.gap_table(kit.gaps("q01_telework"))
    assert any("+32.2" in cell for cell in cells(gaps)) and any(
        "+25.8" in cell for cell in cells(gaps)
    )
    changes = kit.change_table(kit.changes("q08_checked"))
    assert kit.word("reason.no_base") in cells(changes)
    assert not any("19.1" in cell for cell in cells(changes)), (
        "a refused difference is never shown as a number"
    )


def test_strata_add_up_to_the_printed_totals() -> None:
    assert [cell[:3] for cell in kit.strata_table().rows[-1][1:]] == ["505", "508"]
    assert len(kit.strata_table().rows) == 5


def test_three_realities_three_recommendations_seven_actions() -> None:
    levels = ("reality", "recommendation", "action")
    assert [len(kit.action_table(level).rows) for level in levels] == [3, 3, 7]
    assert kit.word("checked.yes") in cells(kit.action_table("action"))


@pytest.mark.parametrize("question", questions())
def test_a_question_card_tells_wording_respondents_and_what_may_be_compared(question: str) -> None:
    card = kit.question_card(question)
    assert len(card.rows) == 4 and all(cell for row in card.rows for cell in row)


def test_sources_are_listed_with_their_kind() -> None:
    listed = kit.source_list("q07_media")
    assert kit.word("kind.press") in cells(listed) and kit.word("kind.deck") in cells(listed)


@pytest.mark.parametrize(
    "write", [lambda: kit.action_table("actions"), lambda: kit.source_list("q07")]
)
def test_an_unknown_code_is_refused(write: Callable[[], Table]) -> None:
    with pytest.raises(UnknownCode, match="did you mean"):
        write()


def test_the_plain_text_of_a_table_holds_all_its_words() -> None:
    table = kit.share_table(kit.shares("q08_method"))
    assert all(cell in repr(table) for cell in (*cells(table), *table.notes, table.caption))
