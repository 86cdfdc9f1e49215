"""Finished pages: which version they belong to, and how long they are kept."""

import os
from pathlib import Path

import pytest
from made_lessons import code, text, write_lesson

from kit.errors import KitError
from kit.publish.app.stock import Stock, look_at


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    write_lesson(tmp_path / "notebooks" / "00_first.ipynb")
    write_lesson(tmp_path / "notebooks" / "01_second.ipynb", [code("x", "live")])
    return tmp_path / "notebooks"


def test_what_computes_for_one_visitor_is_known(notebooks: Path) -> None:
    assert look_at(notebooks, "").live == {"00_first": False, "01_second": True}


def test_the_version_changes_with_anything_on_a_page(notebooks: Path) -> None:
    seen = [look_at(notebooks, "code"), look_at(notebooks, "other code")]
    write_lesson(notebooks / "00_first.ipynb", [text("en", "more")])
    seen.append(look_at(notebooks, "code"))
    (notebooks / "01_second.ipynb").rename(notebooks / "02_third.ipynb")
    seen.append(look_at(notebooks, "code"))
    assert len({it.version for it in seen}) == len(seen)
    assert look_at(notebooks, "code") == seen[-1], "and with nothing else"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": [{}]}', '{"cells": 1}'])
def test_what_is_no_notebook_is_named(notebooks: Path, content: str) -> None:
    path = notebooks / "00_first.ipynb"
    path.write_text(content)
    os.utime(path, (0, 0))  # nobody is writing it
    with pytest.raises(KitError, match=r"00_first\.ipynb cannot be read as a notebook"):
        look_at(notebooks, "")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="no notebook"):
        look_at(tmp_path, "")


def test_only_few_versions_are_kept(tmp_path: Path) -> None:
    stock = Stock(tmp_path)
    for place in range(5):
        stock.put(f"v{place}", "ja/00", b"page")
        os.utime(tmp_path / "stock" / f"v{place}", (place, place))
    stock.forget_old()
    found = [stock.has(f"v{place}", "ja/00") for place in range(5)]
    assert found == [False, False, True, True, True]


def test_the_same_page_has_the_same_bytes(tmp_path: Path) -> None:
    stock = Stock(tmp_path)
    stock.put("a", "index", b"page")
    stock.put("b", "index", b"page")
    assert stock.find("a", "index") == stock.find("b", "index")
    assert stock.find("a", "other") is None


def test_copies_are_of_the_version_that_signed_them_until_something_changes(tmp_path: Path) -> None:
    stock = Stock(tmp_path)
    copy = tmp_path / "app" / "ja" / "00_first.ipynb"
    copy.parent.mkdir(parents=True)
    copy.write_text("a")
    assert not stock.has_copies("v1")
    stock.sign_copies("v1")
    assert stock.has_copies("v1") and Stock(tmp_path).has_copies("v1")
    assert not stock.has_copies("v2")
    copy.write_text("b")
    assert not stock.has_copies("v1"), "another program has built them"
    copy.unlink()
    assert not stock.has_copies("v1")
