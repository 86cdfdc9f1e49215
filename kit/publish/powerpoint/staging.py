"""Set a slide's stage: the colour of its ground, what opens a deck or a part, what comes later."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from kit import look
from kit.publish.powerpoint.layout import MARKS, PART
from kit.publish.powerpoint.text import add_words
from kit.publish.prose import Block

# By layout: what carries no finding is navy, what the room does is on the colour of notes.
GROUNDS = {"opening": "navy", "section": "navy", "guess": "note", "exercise": "note"}
_LINE, _PART_SIZE = Pt(5), 80
_SIDES = (("client", MSO_SHAPE.OVAL), ("vendor", MSO_SHAPE.RECTANGLE))


def set_ground(slide: Any, layout: str) -> None:
    """Fill the ground of a slide of this layout."""
    if layout in GROUNDS:
        fill = slide.background.fill
        fill.solid()
        fill.fore_color.rgb = _colour(GROUNDS[layout])


def is_dark(layout: str) -> bool:
    """Tell whether letters on a layout are light."""
    return GROUNDS.get(layout) == "navy"


def add_sides(slide: Any) -> None:
    """Draw the two sides that a deck is about: the one that asks, the one that delivers."""
    size, middle = MARKS.height, MARKS.top + MARKS.height // 2
    ends = (MARKS.left + size, middle, MARKS.right - size, middle)
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
    line.line.color.rgb, line.line.width = _colour("join"), _LINE
    for (side, kind), left in zip(_SIDES, (MARKS.left, MARKS.right - size), strict=True):
        mark = slide.shapes.add_shape(kind, left, MARKS.top, size, size)
        mark.fill.solid()
        mark.fill.fore_color.rgb = _colour(side)
        mark.line.fill.background()
        mark.shadow.inherit = False


def add_part(slide: Any, number: int) -> None:
    """Write the number of the part that a slide begins."""
    add_words(slide, [Block("heading", str(number))], PART, sizes=(_PART_SIZE,), colour="you")


def appear_on_click(slide: Any, shape: int) -> None:
    """Let a shape come from the left when the presenter clicks; python-pptx has no call for it.

    Source of the structure: ECMA-376, part 1, 19.5 (animation); the effect is "wipe".
    """
    slide._element.append(parse_xml(_TIMING.format(names=nsdecls("p", "a"), shape=shape)))


def _colour(name: str) -> RGBColor:
    found: RGBColor = RGBColor.from_string(look.colour(name)[1:])  # type: ignore[no-untyped-call]
    return found


_START = '<p:stCondLst><p:cond delay="{}"/></p:stCondLst>'
_TARGET = '<p:tgtEl><p:spTgt spid="{{shape}}"/></p:tgtEl>'
_ON = '<p:cond evt="on{}" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>'
_TIMING = (
    '<p:timing {{names}}><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never"'
    ' nodeType="tmRoot"><p:childTnLst><p:seq concurrent="1" nextAc="seek">'
    '<p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>'
    '<p:par><p:cTn id="3" fill="hold">{later}<p:childTnLst>'
    '<p:par><p:cTn id="4" fill="hold">{now}<p:childTnLst>'
    '<p:par><p:cTn id="5" presetID="22" presetClass="entr" presetSubtype="8" fill="hold"'
    ' nodeType="clickEffect">{now}<p:childTnLst>'
    '<p:set><p:cBhvr><p:cTn id="6" dur="1" fill="hold">{now}</p:cTn>{target}'
    "<p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst></p:cBhvr>"
    '<p:to><p:strVal val="visible"/></p:to></p:set>'
    '<p:animEffect transition="in" filter="wipe(left)"><p:cBhvr><p:cTn id="7" dur="600"/>{target}'
    "</p:cBhvr></p:animEffect></p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn></p:par>"
    "</p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn>"
    "<p:prevCondLst>{back}</p:prevCondLst><p:nextCondLst>{on}</p:nextCondLst>"
    "</p:seq></p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
).format(
    later=_START.format("indefinite"),
    now=_START.format("0"),
    target=_TARGET.format(),
    back=_ON.format("Prev"),
    on=_ON.format("Next"),
)
