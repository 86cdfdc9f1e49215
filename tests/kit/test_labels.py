"""Words: one source for both languages, complete, and never a silent fall-back."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import kit
from kit.data import folder, table
from kit.errors import UnknownCode
from kit.estimates import options, questions
from kit.labels import LANGUAGES, has_word, language, range_text, share_text, use_language, word

PACKAGE = Path(kit.__file__).parent
SLIDES = PACKAGE.parent / "slides"
WHOLE = ("trainer.check.",)  # every word with this beginning is listed
WORDS = ("labels", "interface")
LABELS = {code for name in WORDS for code in table(name)["code"]}


@pytest.fixture(autouse=True)
def restore_language():  # type: ignore[no-untyped-def]
    yield
    use_language()


def test_japanese_unless_asked_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KIT_LANG", raising=False)
    assert language() == "ja"
    monkeypatch.setenv("KIT_LANG", "en")
    assert language() == "en"
    monkeypatch.setenv("KIT_LANG", "fr; rm -rf")
    assert language() == "ja"
    use_language("en")
    assert language() == "en"


def test_an_unknown_language_or_code_names_the_allowed() -> None:
    with pytest.raises(UnknownCode, match="allowed: ja, en"):
        use_language("jp")
    with pytest.raises(UnknownCode, match=r"did you mean 'side\.client'"):
        word("side.clent")


def test_every_word_exists_in_both_languages_with_the_same_fields() -> None:
    for row in [row for name in WORDS for row in table(name).to_dict("records")]:
        assert row["ja"] and row["en"], row["code"]
        fields = [sorted(re.findall(r"\{(\w+)\}", row[name])) for name in LANGUAGES]
        assert fields[0] == fields[1], row["code"]


def test_no_japanese_in_the_english_words() -> None:
    for name in (*WORDS, "questions", "recommendations"):
        frame = table(name)
        for column in [
            column for column in frame.columns if column == "en" or column.endswith("_en")
        ]:
            assert not [
                text for text in frame[column] if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text)
            ]


@cache
def trees() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]


def codes_in_the_package() -> set[str]:
    """Collect the label codes that the package names literally."""
    found: set[str] = set()
    for tree in trees():
        for node in ast.walk(tree):
            named = (
                isinstance(node, ast.Call) and getattr(node.func, "id", "") == "word" and node.args
            )
            if named and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def texts_of(tree: ast.AST) -> set[str]:
    """Collect the literal texts and the names of a module, docstrings apart."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            found.add(node.value)
        found |= {getattr(node, name) for name in ("id", "arg", "attr") if hasattr(node, name)}
    return {text for text in found if isinstance(text, str)}


def composed(tree: ast.AST) -> set[str]:
    """Write every composed code of a module as a pattern, such as ``table\\.(.+)``."""
    return {
        "".join(
            re.escape(part.value) if isinstance(part, ast.Constant) else "(.+)"
            for part in node.values
        )
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    }


def fits(code: str, patterns: set[str], known: set[str]) -> bool:
    """Tell whether a code can be composed of words that the code knows."""
    found = [match for it in patterns if (match := re.fullmatch(it, code))]
    parts = [re.split(r"[._]", "_".join(match.groups())) for match in found]
    whole = [match.groups() for match in found]
    return any(known.issuperset(it) for it in [*parts, *whole])


def asking_texts() -> Iterator[str]:
    """Give what asks for words apart from the package: templates, scripts, decks, lessons."""
    for path in [*SLIDES.glob("*.toml"), *PACKAGE.rglob("*.*")]:
        if path.suffix in {".html", ".j2", ".js", ".toml"}:
            yield path.read_text(encoding="utf-8")
    for path in (SLIDES.parent / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            yield "".join(cell["source"]) if cell["cell_type"] == "code" else ""


def unused_codes(codes: set[str]) -> set[str]:
    """Find codes that neither package nor templates, decks or notebooks can ask for."""
    modules = [(texts_of(tree), composed(tree)) for tree in trees()]
    asked = set(re.findall(r"[\w-]+(?:\.[\w-]+)*", " ".join(asking_texts())))
    texts = set.union(asked, *(texts for texts, _ in modules))
    known = texts | {part for text in texts for part in re.split(r"[._]", text)}
    prefixed = {it for _, found in modules for it in found if re.match(r"[a-z_]+\\\.", it)}
    prefixed |= {re.escape(it) + "(.+)" for it in texts if re.fullmatch(r"([a-z_]+\.)+", it)}
    # A code of two unknown parts may be anything: its end must stand in the module that asks.
    ends = [texts for texts, found in modules if r"(.+)\.(.+)" in found]
    return {
        code
        for code in codes - texts
        if not code.startswith(WHOLE)
        and not fits(code, prefixed, known)
        and not (code.split(".")[0] in texts and any(code.split(".", 1)[1] in it for it in ends))
    }


def section_ids() -> set[str]:
    """Give the ids of all sections, which contents name in a short form."""
    found = set()
    for path in (SLIDES.parent / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            found.add(cell["metadata"].get("kit", {}).get("section", ""))
    return found


def codes_of_the_data() -> set[str]:
    """Give the codes that come from a table, which the tests of the data compare one by one."""
    asked = {f"{question}.{option}" for question in questions() for option in options(question)}
    asked |= {f"aid.{code}" for code in table("evaluation_questions")["code"]}
    asked |= {f"contract.topic.{code}" for code in table("contract_terms")["topic"]}
    asked |= {f"tabletop.kind.{code}" for code in table("tabletop")["kind"]}
    asked |= {f"deck.action.{code}" for code in table("recommendations")["code"]}
    asked |= {f"section.{it}" for it in section_ids()}
    groups = {"caveat", "kind", "role", "short", "source", "status", "threat", "wave"}
    return asked | {code for code in LABELS if code.split(".")[0] in groups}


def test_every_code_that_the_package_names_has_words() -> None:
    codes = codes_in_the_package()
    assert len(codes) > 40
    assert [code for code in codes if not has_word(code)] == []


def test_every_code_of_the_data_has_words() -> None:
    rows = table("estimates")
    codes = [f"{question}.{option}" for question in questions() for option in options(question)]
    codes += [f"short.{question}" for question in questions()]
    codes += [f"caveat.{code}" for code in rows["caveat"] if code]
    codes += [
        f"{name}.{code}" for name in ("status", "source", "side") for code in rows[name] if code
    ]
    refusals = ("question_sides", "question_waves", "size_cutoffs", "not_asked")
    verdicts = ("not_held", "inexact", "no_base", "ambiguous", "impossible")
    codes += [f"reason.{code}" for code in (*verdicts, *refusals)]
    assert [code for code in codes if not has_word(code)] == []


def test_no_words_are_left_that_nothing_asks_for() -> None:
    assert unused_codes(LABELS - codes_of_the_data()) == set()


@pytest.mark.parametrize("code", ["table.zebra", "zebra.share", "ui.deck.zebra", "mode.web"])
def test_words_that_nothing_asks_for_are_found(code: str) -> None:
    assert unused_codes({code, "table.share"}) == {code}


def test_shares_are_written_as_printed_and_never_rounded_again() -> None:
    assert [share_text("68.0", "exact"), share_text("40", "exact")] == ["68.0%", "40%"]
    bounds = ("about", "at_least", "more_than", "less_than")
    assert [share_text("30", it) for it in bounds] == ["約3割", "3割以上", "3割超", "3割未満"]
    assert [share_text("97", it) for it in bounds[:2]] == ["約97%", "97%以上"]
    use_language("en")
    texts = [share_text("40", bound) for bound in bounds]
    tenths = "four in ten"
    assert texts == [f"{it} {tenths}" for it in ("about", "at least", "more than", "fewer than")]
    assert share_text("50", "at_least") == "at least half"
    assert range_text(-2.1, 4.5, sign=True) == "\N{MINUS SIGN}2.1 to +4.5"


def test_labels_hold_no_markup() -> None:
    for path in (folder() / "survey" / "labels.csv", folder() / "teaching" / "interface.csv"):
        assert not re.search(r"<[a-z/]", path.read_text(encoding="utf-8"))
