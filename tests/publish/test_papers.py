"""Tabletop and quiz as files: paper for each room, screens apart, keys apart from the sheets."""

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pdfs import has_letters, words_of
from pypdf import PdfReader

import kit
from kit.labels import in_language, word
from kit.publish.print.papers import quiz_works, tabletop_works

FOLDER = Path("nothing is read from here")


@pytest.fixture(scope="module")
def works() -> dict[str, Any]:
    return {work.name: work for work in (*tabletop_works(), *quiz_works())}


def test_every_room_and_form_has_its_files_in_both_languages(works: dict[str, Any]) -> None:
    names = {"client.pdf", "vendor.pdf", "facilitator.pdf", "client.html", "vendor.html"}
    names_of_quiz = {"pre.pdf", "post.pdf", "answers-pre.pdf", "answers-post.pdf"}
    assert set(works) == {
        *(f"tabletop/{language}/{name}" for language in ("ja", "en") for name in names),
        *(f"quiz/{language}/{name}" for language in ("ja", "en") for name in names_of_quiz),
    }


def test_a_room_shows_its_stages_and_names_no_other(works: dict[str, Any]) -> None:
    page = BeautifulSoup(works["tabletop/en/client.html"].make(FOLDER), "html.parser")
    assert len(page.select("[data-panel] input[type=radio]")) == 6
    assert page.title
    with in_language("en"):
        assert word("tabletop.room.client") in page.title.text
        assert word("tabletop.room.vendor") not in page.title.text


def test_cards_and_sheets_can_be_read_and_keep_the_answers_apart(printed: Path) -> None:
    names = ["tabletop/ja/client.pdf", "quiz/ja/pre.pdf", "quiz/ja/answers-pre.pdf"]
    readers = [PdfReader(printed / name) for name in names]
    assert all(map(has_letters, readers))
    cards, sheet, key = map(words_of, readers)
    assert "委託元の部屋" in cards
    reasons = [re.sub(r"\s", "", row[2])[:20] for row in kit.quiz_key("pre").rows]
    assert sum(reason in key for reason in reasons) > len(reasons) / 2
    assert not any(reason in sheet for reason in reasons if reason)
