"""Read the text of a cell as headings, paragraphs and list items, for outputs that are no page."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import mistune


class Block(NamedTuple):
    """One paragraph of a text: its kind (heading, paragraph or item) and its plain words."""

    kind: str
    text: str


def blocks(source: str) -> list[Block]:
    r"""Split a Markdown text into its paragraphs, without marks of emphasis or addresses of links.

    Examples
    --------
    >>> [block.text for block in blocks("- **239** clients\n- 269 [vendors](01.ipynb)")]
    ['239 clients', '269 vendors']
    """
    parse = mistune.create_markdown(renderer=None)
    return list(_blocks(parse(source)))


def _blocks(nodes: str | Sequence[dict[str, Any]], kind: str = "paragraph") -> Iterator[Block]:
    for node in nodes:
        if not isinstance(node, dict):
            continue
        match node["type"]:
            case "heading":
                yield Block("heading", _text(node))
            case "paragraph" | "block_text":
                yield Block(kind, _text(node))
            case "list":
                yield from _blocks(node["children"], "item")
            case _:
                yield from _blocks(node.get("children", ()), kind)


def _text(node: dict[str, Any]) -> str:
    if "children" in node:
        return "".join(map(_text, node["children"]))
    return " " if node["type"] in ("softbreak", "linebreak") else str(node.get("raw", ""))
