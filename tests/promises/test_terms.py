"""One term an idea, wherever readers read: the variants that the glossary names are not used."""

import re

import pytest
from test_true import texts

import kit
from kit.data import Row, table
from kit.labels import in_language

TERMS: list[Row] = table("glossary").to_dict("records")  # type: ignore[assignment]


def is_read(place: str) -> bool:
    """Tell what readers meet from code, descriptors and addresses."""
    return not place.startswith(("kit/", "data/", "slides/")) and "CONTRIBUTING" not in place


@pytest.mark.parametrize("term", TERMS, ids=[str(it["code"]) for it in TERMS])
def test_no_variant_of_a_term_is_used(term: Row) -> None:
    variants = "|".join(filter(None, (term["avoid_ja"], term["avoid_en"])))
    if not variants:
        assert term["ja"] and term["en"]
        return
    wording = re.compile(variants)
    found = [(place, re.sub(r"`[^`]*`", "", text)) for place, text in texts() if is_read(place)]
    assert len(found) > 2500
    wrong = [f"{place}: {text}" for place, text in found if wording.search(text)]
    assert not wrong, "\n".join([f"{term['ja']} / {term['en']}", *wrong])


def test_most_terms_name_what_to_avoid() -> None:
    named = [it for it in TERMS if it["avoid_ja"] or it["avoid_en"]]
    assert len(named) >= 0.75 * len(TERMS) and len(TERMS) >= 20


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_glossary_shows_every_term_in_both_languages(language: str) -> None:
    with in_language(language):
        rows = kit.glossary().rows
    assert [row[:2] for row in rows] == [[it["ja"], it["en"]] for it in TERMS]
    assert all(row[2] for row in rows)
