"""Reduce Matplotlib's SVG to what a page needs: paths and texts, each with its classes.

Style attributes become presentation attributes, since a strict content security policy forbids the
former; nothing has an id, so nothing collides with another drawing on the page.
"""

import re
from collections.abc import Iterator
from html import escape
from xml.etree import ElementTree

from kit.charts.canvas import PART

FALLBACKS = (
    "'Kit Sans','Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif"
)
SVG = "http://www.w3.org/2000/svg"
_SHAPES = {f"{{{SVG}}}path": "path", f"{{{SVG}}}text": "text"}
_KEPT = (
    *("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-dasharray"),
    *("opacity", "font-size", "font-weight", "text-anchor"),
)
_USUAL = {"text-anchor": "start", "font-weight": "400", "stroke-linecap": "butt"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def cleaned(text: str, attributes: dict[str, str]) -> str:
    """Write one ``<svg>`` element from what Matplotlib wrote.

    Parameters
    ----------
    text
        The whole file.
    attributes
        Of the element besides its size, by name.
    """
    root = ElementTree.fromstring(text)
    _, _, width, height = root.attrib["viewBox"].split()
    size = {"width": _short(width), "height": _short(height)}
    said = {"xmlns": SVG, "viewBox": f"0 0 {size['width']} {size['height']}", **size}
    said |= {"font-family": FALLBACKS, **attributes}
    return f"<svg{_written(said)}>{''.join(_shapes(root))}</svg>"


def _shapes(root: ElementTree.Element) -> Iterator[str]:
    for group in root.iter(f"{{{SVG}}}g"):
        classes = group.attrib.get("id", "")
        if not classes.startswith(PART):
            continue
        for element in group:
            name = _SHAPES[element.tag]
            said = {"class": classes, **_place(element), **_style(element)}
            yield f"<{name}{_written(said)}>{escape(element.text or '')}</{name}>"


def _place(element: ElementTree.Element) -> dict[str, str]:
    if path := element.attrib.get("d"):
        path = re.sub(r"\s*([A-Za-z])\s*", r"\1", path).strip()
        return {"d": _NUMBER.sub(lambda it: _short(it[0]), path)}
    return {name: _short(element.attrib[name]) for name in ("x", "y")}


def _style(element: ElementTree.Element) -> dict[str, str]:
    parts = (part.partition(":") for part in element.attrib.get("style", "").split(";"))
    found = {name.strip(): value.strip().removesuffix("px") for name, _, value in parts}
    if "stroke" not in found:  # an edge that is not there has no width
        found = {name: it for name, it in found.items() if not name.startswith("stroke")}
    return {
        name: found[name] for name in _KEPT if found.get(name, _USUAL.get(name)) != _USUAL.get(name)
    }


def _short(number: str) -> str:
    """Write a number to the tenth of a pixel."""
    return f"{round(float(number), 1) + 0:g}"


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
