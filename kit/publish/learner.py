"""Build the notebooks to hand out: without answers for learners, with them for instructors."""

from pathlib import Path

from kit.publish.files import BUILD, NOTEBOOKS, write_folder
from kit.publish.lesson import language_copies, read_lessons


def build_notebooks(notebooks: Path = NOTEBOOKS, build: Path = BUILD) -> list[Path]:
    """Build the notebooks to hand out: of each language one for learners, one for instructors.

    Returns
    -------
    list of Path
        The files whose bytes changed, below ``build/learner`` and ``build/instructor``.

    Raises
    ------
    KitError
        A notebook lacks its title or its setup cell.
    """
    lessons = read_lessons(notebooks)
    changed = []
    for audience in ("learner", "instructor"):
        changed += write_folder(build / audience, language_copies(lessons, audience))
    return changed
