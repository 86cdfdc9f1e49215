"""Begin a PowerPoint file: its size, its theme, what it says of itself."""

import re
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE

from kit import look
from kit.publish.office import AUTHOR, FONT, LANGUAGE_TAGS
from kit.publish.powerpoint.layout import TITLE
from kit.publish.powerpoint.style import ACCENTS, HEIGHT, WIDTH
from kit.publish.powerpoint.text import set_language

_TITLE_ONLY = 5  # the layout of python-pptx's own template with nothing but a title


def empty(title: str, language: str) -> Any:
    """Give an empty file of 16:9 that names its title, author and language.

    Parameters
    ----------
    title
        Of the document.
    language
        ``ja`` or ``en``.
    """
    file: Any = Presentation()
    file.slide_width, file.slide_height = WIDTH, HEIGHT
    about = file.core_properties
    about.title, about.author, about.last_modified_by = title, AUTHOR, AUTHOR
    about.language = LANGUAGE_TAGS[language]
    layout = file.slide_layouts[_TITLE_ONLY]
    for shape in list(layout.placeholders):
        if shape.placeholder_format.idx:
            shape._element.getparent().remove(shape._element)
    shape = layout.placeholders[0]
    shape.left, shape.top, shape.width, shape.height = TITLE
    _set_theme(file)
    return file


def add_slide(file: Any) -> Any:
    """Add a slide that has nothing but a title."""
    return file.slides.add_slide(file.slide_layouts[_TITLE_ONLY])


def tag_languages(file: Any, language: str) -> None:
    """Say in which language every run of slides, charts and notes is, for spelling and speech."""
    tag = LANGUAGE_TAGS[language]
    set_language(file.part._element, tag)
    for slide in file.slides:
        set_language(slide._element, tag)
        set_language(slide.notes_slide._element, tag)
        for shape in slide.shapes:
            if shape.has_chart:
                set_language(shape.chart._chartSpace, tag)


def _set_theme(file: Any) -> None:
    """Name the font for Latin and East Asian letters, and the kit's colours.

    python-pptx reaches only the font of Latin letters.
    """
    theme = file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    named = rf'<a:\1 typeface="{FONT}"'.encode()
    blob = re.sub(rb'<a:(latin|ea) typeface="[^"]*"', named, theme.blob)
    for number, colour in enumerate(map(look.colour, ACCENTS), 1):
        accent = rb"(<a:accent%d>\s*<a:srgbClr val=)\"\w+\"" % number
        blob = re.sub(accent, rb'\1"%s"' % colour.lstrip("#").upper().encode(), blob)
    theme._blob = blob
