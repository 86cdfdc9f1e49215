"""Write a card or a letter as a Word document."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kit import look
from kit.lessons.classroom.forms import Form, Line
from kit.publish.office import AUTHOR, FONT, LANGUAGE_TAGS, MADE

_MARGIN, _PAPER = Mm(20), (Mm(210), Mm(297))
_LABEL, _ROOM, _HEIGHT = Mm(62), Mm(108), Mm(11)


def document(form: Form, language: str) -> bytes:
    """Write a form with lines as a document on A4.

    Parameters
    ----------
    form
        A form without columns.
    language
        ``ja`` or ``en``, for spelling and speech.
    """
    file = Document()
    _set_up(file, form, language)
    file.add_heading(form.title, level=1)
    file.add_paragraph(form.purpose)
    for step in form.steps:
        file.add_paragraph(step, style="List Bullet")
    fields: Any = None
    for line in form.lines:
        if line.part != "field":
            fields = None
            _add(file, line)
            continue
        fields = fields or _room_to_write(file)
        row = fields.add_row()
        row.height = _HEIGHT
        row.cells[0].text = line.text
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def _set_up(file: Any, form: Form, language: str) -> None:
    """Set paper, font and language; East Asian letters have a font that the library cannot set."""
    section = file.sections[0]
    section.page_width, section.page_height = _PAPER
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    about = file.core_properties
    about.title, about.author, about.language = form.title, AUTHOR, LANGUAGE_TAGS[language]
    about.created = about.modified = MADE
    about.comments = ""
    ink = look.colour("ink").lstrip("#")
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = file.styles[name]
        style.font.name, style.font.color.rgb = FONT, RGBColor.from_string(ink)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), FONT)
    file.styles["Normal"].font.size = Pt(10.5)
    file.styles["Normal"].paragraph_format.space_after = Pt(4)
    spoken = file.styles.element.find(f".//{qn('w:lang')}")
    for kind in ("val", "eastAsia"):
        spoken.set(qn(f"w:{kind}"), LANGUAGE_TAGS[language if kind == "val" else "ja"])


def _add(file: Any, line: Line) -> None:
    if line.part == "heading":
        file.add_heading(line.text, level=2)
    else:
        file.add_paragraph(line.text, style="List Number" if line.part == "point" else None)


def _room_to_write(file: Any) -> Any:
    """Begin a table of labels with room beside them."""
    table = file.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, (_LABEL, _ROOM), strict=True):
        column.width = width
    return table
