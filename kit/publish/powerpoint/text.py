"""Write words on slides and into the notes, each run with its language."""

from collections.abc import Iterable, Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from kit import look
from kit.publish.powerpoint.style import AFTER, INDENT, TITLE_SIZES, WORD_SIZES, Box, fitting
from kit.publish.prose import Block, blocks


def words_of(sources: Iterable[str]) -> list[Block]:
    """Read Markdown texts as paragraphs."""
    return [it for source in sources for it in blocks(source)]


def add_words(
    slide: Any,
    words: Sequence[Block],
    box: Box,
    *,
    sizes: Sequence[int] = WORD_SIZES,
    colour: str = "ink",
    after: int = AFTER,
) -> None:
    """Write paragraphs and list items into a box, as large as it allows.

    Parameters
    ----------
    slide
        The slide of python-pptx.
    words
        Nothing is written where there are none.
    box
        Where.
    sizes
        Of the letters, the largest first.
    colour
        Name of that of the letters.
    after
        Left free below each paragraph.
    """
    if not words:
        return
    frame = slide.shapes.add_textbox(*box).text_frame
    _empty_margins(frame)
    size = fitting([it.text for it in words], box, sizes, after=after)
    for number, it in enumerate(words):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        paragraph.text, paragraph.font.size, paragraph.space_after = it.text, Pt(size), after
        paragraph.font.color.rgb = RGBColor.from_string(look.colour(colour)[1:])  # type: ignore[no-untyped-call]
        paragraph.font.bold = it.kind == "heading" or None
        if it.kind == "item":
            _mark_item(paragraph._p.get_or_add_pPr())


def set_title(
    shape: Any,
    text: str,
    box: Box,
    *,
    sizes: Sequence[int] = TITLE_SIZES,
    colour: str = "ink",
) -> None:
    """Write a claim into the title of a slide, as ``add_words`` writes."""
    shape.left, shape.top, shape.width, shape.height = box
    frame = shape.text_frame
    frame.text, frame.vertical_anchor = text, MSO_ANCHOR.MIDDLE
    _empty_margins(frame)
    paragraph = frame.paragraphs[0]
    paragraph.alignment, paragraph.font.bold = PP_ALIGN.LEFT, True
    paragraph.font.size = Pt(fitting([text], _for_bold(box), sizes, after=0))
    paragraph.font.color.rgb = RGBColor.from_string(look.colour(colour)[1:])  # type: ignore[no-untyped-call]


def add_number(slide: Any, number: int, box: Box, colour: str = "quiet") -> None:
    """Write the number of a slide as a field, which follows when slides are moved."""
    frame = slide.shapes.add_textbox(*box).text_frame
    _empty_margins(frame)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    field = parse_xml(
        f"<a:fld {nsdecls('a')} id='{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}' type='slidenum'>"
        f"<a:rPr sz='1100'><a:solidFill><a:srgbClr val='{look.colour(colour)[1:]}'/>"
        f"</a:solidFill></a:rPr><a:t>{number}</a:t></a:fld>"
    )
    paragraph._p.append(field)


def set_language(element: Any, tag: str) -> None:
    """Say of every run and of what people add to it in which language it is."""
    for paragraph in element.iter("{*}p"):
        for run in paragraph.findall("{*}r"):
            run.get_or_add_rPr()
    for kind in ("rPr", "defRPr", "endParaRPr"):
        for properties in element.iter(
            f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{kind}"
        ):
            properties.set("lang", tag)


def _for_bold(box: Box) -> Box:
    """Count on less width: bold letters are wider."""
    return box._replace(width=int(0.9 * box.width))


def _empty_margins(frame: Any) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _mark_item(properties: Any) -> None:
    """Make a paragraph a list item; python-pptx has no call for it."""
    properties.set("marL", str(INDENT))
    properties.set("indent", str(-INDENT))
    properties.append(parse_xml(f"<a:buChar {nsdecls('a')} char='•'/>"))
