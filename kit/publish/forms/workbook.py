"""Write a list as an Excel workbook: choices to pick from, dates that are dates, ready to print."""

from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from kit import look
from kit.labels import word
from kit.lessons.classroom.forms import Column, Form
from kit.publish.office import AUTHOR, FONT, MADE

LINES = 40  # to fill in, where a list brings none of its own
_A4, _FIRST_YEAR = 9, date(2000, 1, 1)
_DATE, _CHOICE, _TEXT, _LONG = 12, 14, 20, 60  # widths, in characters
_TITLE_HEIGHT, _HEADER_HEIGHT, _LINE_HEIGHT = 28, 34, 30  # in points
_TITLE_LINES = 2  # above the steps: what it is called, and what it is for


def workbook(form: Form) -> bytes:
    """Write a list as a workbook of one sheet.

    Parameters
    ----------
    form
        A form with columns.
    """
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": form.title, "author": AUTHOR, "created": MADE})
        sheet = book.add_worksheet(form.title)
        formats = {name: book.add_format({**_PLAIN, **own}) for name, own in _formats().items()}
        _write_head(sheet, form, formats)
        _write_lines(sheet, form, formats)
        _set_up_print(sheet, form)
    return content.getvalue()


_PLAIN = {"font_name": FONT, "font_size": 10, "text_wrap": True, "valign": "top"}


def _formats() -> dict[str, dict[str, Any]]:
    edge = {"border": 1, "border_color": look.colour("edge")}
    header = {"bold": True, "font_color": look.colour("on-navy"), "bg_color": look.colour("navy")}
    return {
        "title": {"bold": True, "font_size": 16, "text_wrap": False},
        "words": {"text_wrap": False},
        "header": {**edge, **header, "valign": "vcenter"},
        "text": {**edge},
        "date": {**edge, "num_format": "yyyy-mm-dd", "align": "left"},
    }


def _write_head(sheet: Any, form: Form, formats: dict[str, Any]) -> None:
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 0, form.title, formats["title"])
    sheet.write_string(1, 0, form.purpose, formats["words"])
    for number, step in enumerate(form.steps, 1):
        sheet.write_string(_TITLE_LINES + number - 1, 0, f"{number}. {step}", formats["words"])
    header = _header_row(form)
    sheet.set_row(header, _HEADER_HEIGHT)
    for place, column in enumerate(form.columns):
        sheet.set_column(place, place, _width(column, form, place))
        sheet.write_string(header, place, column.name, formats["header"])


def _write_lines(sheet: Any, form: Form, formats: dict[str, Any]) -> None:
    """Write what is there, leave room for the rest, and say what each column takes."""
    first, count = _header_row(form) + 1, len(form.rows) or LINES
    for line in range(count):
        sheet.set_row(first + line, _LINE_HEIGHT)
        given = form.rows[line] if form.rows else ()
        for place, column in enumerate(form.columns):
            text = given[place] if place < len(given) else ""
            sheet.write(first + line, place, text, formats["date" if column.is_date else "text"])
    for place, column in enumerate(form.columns):
        if rule := _rule(column):
            sheet.data_validation(first, place, first + count - 1, place, rule)


def _rule(column: Column) -> dict[str, Any]:
    """Say what a column takes, and what to do with anything else; nothing for words."""
    if column.choices:
        told = word("forms.choose", choices=word("list.comma").join(column.choices))
        return {"validate": "list", "source": [*column.choices], "error_message": told}
    if column.is_date:
        told = word("forms.date")
        return {"validate": "date", "criteria": ">=", "value": _FIRST_YEAR, "error_message": told}
    return {}


def _set_up_print(sheet: Any, form: Form) -> None:
    header = _header_row(form)
    sheet.freeze_panes(header + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.set_footer(f"&L{form.title}&R&P / &N")


def _header_row(form: Form) -> int:
    return _TITLE_LINES + len(form.steps) + 1


def _width(column: Column, form: Form, place: int) -> int:
    if form.rows and place < len(form.rows[0]):
        return _LONG if place else _TEXT
    return _DATE if column.is_date else _CHOICE if column.choices else _TEXT
