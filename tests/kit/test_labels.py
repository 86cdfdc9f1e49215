"""Words: one source for both languages, complete, and never a silent fall-back."""

import ast
import re
from pathlib import Path

import pytest

import kit
from kit.data import folder, table
from kit.errors import UnknownCode
from kit.estimates import options, questions
from kit.labels import LANGUAGES, has_word, language, range_text, share_text, use_language, word

PACKAGE = Path(kit.__file__).parent


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
    for row in table("labels").to_dict("records"):
        assert row["ja"] and row["en"], row["code"]
        fields = [sorted(re.findall(r"\{(\w+)\}", row[name])) for name in LANGUAGES]
        assert fields[0] == fields[1], row["code"]


def test_no_japanese_in_the_english_words() -> None:
    for name in ("labels", "questions", "recommendations"):
        frame = table(name)
        for column in [
            column for column in frame.columns if column == "en" or column.endswith("_en")
        ]:
            assert not [
                text for text in frame[column] if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text)
            ]


def codes_in_the_package() -> set[str]:
    """Collect the label codes that the package names literally."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = (
                isinstance(node, ast.Call) and getattr(node.func, "id", "") == "word" and node.args
            )
            if named and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


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
    verdicts = ("unpublished", "inexact", "no_base", "ambiguous", "impossible")
    codes += [f"reason.{code}" for code in (*verdicts, *refusals)]
    assert [code for code in codes if not has_word(code)] == []


def test_shares_are_written_as_printed_and_never_rounded_again() -> None:
    assert [share_text("68.0", "exact"), share_text("19", "exact")] == ["68.0%", "19%"]
    use_language("en")
    texts = [share_text("40", bound) for bound in ("about", "at_least", "more_than", "less_than")]
    assert texts == ["about 40%", "at least 40%", "more than 40%", "less than 40%"]
    assert range_text(-2.1, 4.5, sign=True) == "\N{MINUS SIGN}2.1 to +4.5"


def test_labels_hold_no_markup() -> None:
    text = (folder() / "labels.csv").read_text(encoding="utf-8")
    assert not re.search(r"<[a-z/]", text)
