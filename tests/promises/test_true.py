"""Nothing says more than the sources: wordings that did are not used again, anywhere."""

import csv
import re
from collections.abc import Iterator
from functools import cache

import pytest

import kit
from kit.environment import ROOT
from kit.estimates import figures, questions
from kit.labels import in_language, share_text, value_text
from kit.publish.files import NOTEBOOKS, read_notebook

IPA_REPORT = "https://www.ipa.go.jp/security/fy2021/reports/scrm/index-telework.html"
OLD = {
    "what this kit lacks was not 'never published': anyone can open IPA's report": (
        "公表されて(いない|いません|おらず)|数値の公表なし|非公表|数値は図のみ"
        "|図だけで、"
        "|公表された値では|no source prints|業種はわからない|Industries are not known"
        "|without numbers"
        "|(not|never) published|unpublished"
    ),
    "IPA lost no chart": (
        "図の失われた|題だけが?残|題名だけが残|survives as a title|charts? (is|are|was) lost"
    ),
    "what was rounded to tenths is said in tenths": (
        r"約[1-9]0%|(?<![\d.])[1-9]0%以上(?!\d)|(?<![\d.])[1-9]0%超"
        r"|\b([Aa]bout|[Aa]t least|[Mm]ore than|[Oo]ver|[Ee]xceeds?) [1-9]0%"
        "|まとめの30%|まとめでは30%|summary's 30%|summary says 30%"
    ),
    "the survey speaks of 31 January 2022": (
        "今も認め|今も特例|特例が今も|still let|[0-9]% (of [a-z]+ |that )*still allow(?!ed)"
    ),
    "arithmetic that allows one count settles nothing": "社数も確定|count known",
    "an exception gets safeguards or is withdrawn": "protect (an |it or |exceptions)",
    "a headline keeps whom and what it speaks of": (
        "会社支給PCの持ち出しを、委託元の24.5%が今も|^## 委託元の35.5%は、|委託元の約30%には"
    ),
    "a rise that was not tested is not claimed": (
        "特例は2020年度より増えたが|Exceptions grew from 2020"
    ),
}
# Own arithmetic of a learner, and words that a learner is to correct.
FREE = ("q01_count", "q02_unclear_3")
COLUMNS = [f"{name}{end}" for name in ("", "title_", "why_", "who_") for end in ("ja", "en")]
PAPERS = ("README.md", "README.ja.md", "CONTRIBUTING.md", "data/README.md", "slides/decks.toml")


def _texts() -> Iterator[tuple[str, str]]:
    """Give every text that readers meet, line by line, with its place."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for number, cell in enumerate(read_notebook(path).cells):
            if cell.cell_type == "markdown":
                yield from ((f"{path.name} {number}", line) for line in cell.source.splitlines())
    for path in sorted((ROOT / "data").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                place = f"{path.name} {next(iter(row.values()))}"
                yield from ((place, row[name]) for name in COLUMNS if row.get(name))
    messages = [*(ROOT / "kit").rglob("*.py"), *(ROOT / "data").rglob("*.json")]
    for path in [*(ROOT / name for name in PAPERS), *sorted(messages)]:
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from ((str(path.relative_to(ROOT)), line) for line in lines)


@cache
def texts() -> list[tuple[str, str]]:
    return [(place, text) for place, text in _texts() if not place.split(" ")[-1].startswith(FREE)]


@pytest.mark.parametrize("reason", OLD)
def test_old_wordings_are_gone(reason: str) -> None:
    wording = re.compile(OLD[reason])
    found = [f"{place}: {text}" for place, text in texts() if wording.search(text)]
    assert not found, "\n".join([reason, *found])


def test_the_search_sees_every_kind_of_text() -> None:
    places = " ".join(place for place, _ in texts())
    for name in (
        "00_start_here",
        "quiz_items.csv",
        "interface.csv",
        "questions.csv",
        "README.ja.md",
        "datapackage.json",
        "published.py",
    ):
        assert name in places
    assert len(texts()) > 3000


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_rounded_figure_is_shown_in_percent(language: str) -> None:
    with in_language(language):
        rounded = [
            it for question in questions() for it in figures(question) if it.grade == "rounded"
        ]
        assert len(rounded) >= 10
        assert not [value_text(it) for it in rounded if "%" in value_text(it)]


def test_what_is_not_held_names_where_to_look() -> None:
    with in_language("ja"):
        answer = kit.how_sure(kit.shares("q11_manual")).html()
        assert share_text("", "") == "本教材に未収録"
    assert "本教材に未収録" in answer
    assert IPA_REPORT in answer
    for name in ("README.md", "README.ja.md", "data/README.md"):
        assert IPA_REPORT in (ROOT / name).read_text(encoding="utf-8"), name
