"""Find the Japanese font that charts are drawn with and pages are written in."""

from importlib.util import find_spec
from pathlib import Path

from kit.errors import KitError

FAMILY = "Noto Sans CJK JP"
_PACKAGE = "notojp_matplotlib"


def font_file() -> Path:
    """Find the font file (SIL Open Font License 1.1), installed with the kit.

    Raises
    ------
    KitError
        When the package that carries it is not installed.
    """
    # The package is located, not imported: importing it would change Matplotlib's global settings.
    package = find_spec(_PACKAGE)
    for folder in (package and package.submodule_search_locations) or ():
        for path in Path(folder).rglob("NotoSansCJKjp-Regular.otf"):
            return path
    raise KitError(
        f"the font of the package {_PACKAGE} is missing; "
        "install the requirements again with `python -m pip install -r requirements.txt`"
    )
