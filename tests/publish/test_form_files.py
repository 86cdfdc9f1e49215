"""The forms as files: choices can be picked, dates are dates, and all fit on two sheets of A4."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from docx import Document
from pypdf import PdfReader

from kit.labels import LANGUAGES, in_language
from kit.lessons.classroom.forms import form, form_names
from kit.publish.forms.document import document
from kit.publish.forms.files import build_forms, form_works
from kit.publish.forms.workbook import workbook
from kit.publish.home.files import FORMS, all_offered, form_file

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A4 = {(595, 842), (842, 595)}
LISTS = [name for name, kind in FORMS.items() if kind == "xlsx"]
TEXTS = [name for name, kind in FORMS.items() if kind == "docx"]


def test_every_form_is_a_file_of_its_programme() -> None:
    assert list(FORMS) == form_names()
    assert {name for name in form_names() if form(name).columns} == set(LISTS)
    works = {it.name for it in form_works()}
    assert len(works) == 2 * len(FORMS) * len(LANGUAGES)
    assert works <= set(all_offered([])), "home page and lessons lead to all of them"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_lets_choose_and_takes_dates_only_as_dates(name: str, language: str) -> None:
    with in_language(language):
        found, content = form(name), workbook(form(name))
        assert content == workbook(form(name)), "the same form gives the same bytes"
    with ZipFile(BytesIO(content)) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        texts = [
            "".join(part.itertext()) for part in ET.fromstring(parts.read("xl/sharedStrings.xml"))
        ]
    rules = list(sheet.iter(f"{MAIN}dataValidation"))
    picked = [str(it.findtext(f"{MAIN}formula1")) for it in rules if it.get("type") == "list"]
    assert picked == [f'"{",".join(it.choices)}"' for it in found.columns if it.choices]
    dates = [it for it in rules if it.get("type") == "date"]
    assert len(dates) == sum(it.is_date for it in found.columns)
    assert all(it.get("error") for it in rules), "whoever types something else is told what fits"
    assert {found.title, found.purpose, *(it.name for it in found.columns)} <= set(texts)
    assert {text for row in found.rows for text in row} <= set(texts)
    (page,) = sheet.iter(f"{MAIN}pageSetup")
    assert (page.get("paperSize"), page.get("orientation")) == ("9", "landscape")
    assert page.get("fitToHeight") == "0", "as wide as a page, as long as it is"


@pytest.mark.parametrize("name", TEXTS)
def test_a_document_holds_every_line_and_room_to_write(name: str, language: str) -> None:
    with in_language(language):
        found, content = form(name), document(form(name), language)
    file = Document(BytesIO(content))
    cells = [cell.text for it in file.tables for row in it.rows for cell in row.cells]
    written = {it.text for it in file.paragraphs} | set(cells)
    assert {found.title, found.purpose, *found.steps, *(it.text for it in found.lines)} <= written
    fields = [it for it in found.lines if it.part == "field"]
    assert cells.count("") == len(fields)
    assert file.core_properties.title == found.title


@pytest.mark.slow
def test_on_paper_a_form_is_one_or_two_sheets(tmp_path: Path) -> None:
    assert len(build_forms(tmp_path)) == len(list(form_works()))
    for language in LANGUAGES:
        for name in FORMS:
            pages = PdfReader(tmp_path / form_file(name, "pdf", language)).pages
            assert len(pages) <= 2, name
            assert {(round(it.mediabox.width), round(it.mediabox.height)) for it in pages} <= A4
            with in_language(language):
                title = form(name).title
            assert title in pages[0].extract_text()
