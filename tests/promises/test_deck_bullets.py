"""Every bullet of the deck is told in exactly one lesson, in the kit's own words.

``deck_bullets.csv`` names each bullet by a short phrase of the deck, the lesson that tells it, and
the words of that lesson which do.
"""

import csv
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = (ROOT / "tests" / "support" / "deck_bullets.csv").read_text(encoding="utf-8")
BULLETS = list(csv.DictReader(LISTED.splitlines()))
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def japanese_text(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    told = [cell for cell in cells if "ja" in cell["metadata"].get("tags", [])]
    return "\n".join("".join(cell["source"]) for cell in told)


TEXTS = {path.stem: japanese_text(path) for path in LESSONS}


def test_the_whole_deck_is_listed_once() -> None:
    names = [bullet["id"] for bullet in BULLETS]
    assert names == [f"b{number:02}" for number in range(1, len(BULLETS) + 1)]
    assert len(BULLETS) == 66


@pytest.mark.parametrize("bullet", BULLETS, ids=lambda bullet: bullet["id"])
def test_a_bullet_is_told_in_exactly_one_lesson(bullet: dict[str, str]) -> None:
    told = [lesson for lesson, text in TEXTS.items() if bullet["evidence"] in text]
    assert told == [bullet["lesson"]]
