"""Write the home page for Voilà inside a Jupyter server, such as Binder's.

Such a server makes nothing on request, so the page leads to what is built. It is a template: only
the server knows the path under which it is reached.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from kit.labels import LANGUAGES
from kit.publish.build import Work
from kit.publish.decks import Deck
from kit.publish.home.page import Home, Reach
from kit.publish.lesson import Lesson
from kit.publish.page import page_words

_SERVER = "base-of-the-server/"  # stands in for the server's path while the page is written
_APP = "build/app"


def served_works(
    lessons: Sequence[Lesson], decks: Sequence[Deck], *, ready: Sequence[str]
) -> Iterator[Work]:
    """List the template in each language.

    Parameters
    ----------
    ready
        Names of the files that are built.
    """
    summaries = [lesson.summary() for lesson in lessons]
    homes = dict.fromkeys(LANGUAGES, f"{_SERVER}voila/tree/{_APP}")
    homes |= {it: f"{homes[it]}/{it}" for it in LANGUAGES[1:]}
    reach = Reach(
        homes,
        f"{_SERVER}voila/render/{_APP}/{{language}}/{{name}}.ipynb",
        f"{_SERVER}voila/files/build/",
        ready,
    )
    for language in LANGUAGES:
        home = Home(language, reach, summaries, decks)
        make = partial(_template, home=home, common=page_words())
        yield Work(f"home/{language}.html", make)


def _template(_: Path, *, home: Home, common: Mapping[str, Any]) -> bytes:
    page = home.page(common).decode()
    served = page.replace(_SERVER, "{% endraw %}{{ base_url }}{% raw %}")
    return f"{{% raw %}}{served}{{% endraw %}}".encode()
