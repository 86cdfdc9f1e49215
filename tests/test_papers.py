"""Tabletop and quiz as files: paper for each room, screens apart, keys apart from the sheets."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

import kit
from kit.labels import in_language, word
from kit.publish.papers import quiz_works, tabletop_works
from kit.publish.works import build, chosen

FOLDER = Path("nothing is read from here")


@pytest.fixture(scope="module")
def works() -> dict[str, Any]:
    return {work.name: work for work in (*tabletop_works(), *quiz_works())}


def words_of(content: bytes) -> str:
    return re.sub(r"\s", "", "".join(it.extract_text() for it in PdfReader(BytesIO(content)).pages))


def test_every_room_and_form_has_its_files_in_both_languages(works: dict[str, Any]) -> None:
    names = {"client.pdf", "vendor.pdf", "facilitator.pdf", "client.html", "vendor.html"}
    names_of_quiz = {"pre.pdf", "post.pdf", "answers-pre.pdf", "answers-post.pdf"}
    assert set(works) == {
        *(f"tabletop/{language}/{name}" for language in ("ja", "en") for name in names),
        *(f"quiz/{language}/{name}" for language in ("ja", "en") for name in names_of_quiz),
    }


@pytest.mark.slow
def test_a_room_opens_from_its_file_and_shows_its_stages(
    works: dict[str, Any], offline_page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "client.html"
    path.write_bytes(works["tabletop/en/client.html"].make(FOLDER))
    offline_page.goto(path.as_uri())
    stages = offline_page.locator("[data-panel] input[type=radio]")
    assert stages.count() == 6
    stages.last.check()
    last = offline_page.locator("[data-panel] > .kit-view:visible")
    assert "30" in offline_page.content()
    assert last.count() == 1
    with in_language("en"):
        assert word("tabletop.room.vendor") not in offline_page.title()


@pytest.mark.slow
def test_cards_and_sheets_can_be_read_and_keep_the_answers_apart(
    works: dict[str, Any], tmp_path: Path
) -> None:
    names = ["tabletop/ja/client.pdf", "quiz/ja/pre.pdf", "quiz/ja/answers-pre.pdf"]
    build(chosen(list(works.values()), names), tmp_path, complete=False)
    cards, sheet, key = (words_of((tmp_path / name).read_bytes()) for name in names)
    assert "委託元の部屋" in cards
    reasons = [re.sub(r"\s", "", row[2])[:20] for row in kit.quiz_key("pre").rows]
    assert sum(reason in key for reason in reasons) > len(reasons) / 2
    assert not any(reason in sheet for reason in reasons if reason)
