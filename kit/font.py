"""Find the Japanese fonts that charts are drawn with and pages are written in."""

from importlib.util import find_spec
from pathlib import Path

from kit.errors import KitError

FAMILY = "Noto Sans CJK JP"
REGULAR, BOLD = 400, 700
WEIGHTS = (REGULAR, BOLD)
_FILES = {
    REGULAR: ("notojp_matplotlib", "NotoSansCJKjp-Regular.otf"),
    BOLD: ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
}


def font_file(weight: int = REGULAR) -> Path:
    """Find the font file of a weight (SIL Open Font License 1.1), installed with the kit.

    Parameters
    ----------
    weight
        ``REGULAR`` or ``BOLD``: both are drawn by the same hand, none is made fat by a computer.

    Raises
    ------
    KitError
        When the package that carries it is not installed.
    """
    # The package is located, not imported: one of them changes Matplotlib's global settings.
    name, file = _FILES[weight]
    package = find_spec(name)
    for folder in (package and package.submodule_search_locations) or ():
        for path in Path(folder).rglob(file):
            return path
    raise KitError(
        f"the font of the package {name} is missing; "
        "install the requirements again with `python -m pip install -r requirements.txt`"
    )
