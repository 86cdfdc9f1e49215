"""The front doors say the same in both languages, and nothing that does not exist."""

import re
from pathlib import Path

import pytest

from kit.environment import ROOT
from kit.verbs import verbs
from tests.tools import links

PICTURES = ROOT / "docs" / "screenshots"
MOST_BYTES = 700_000  # of all pictures together
ENGLISH, JAPANESE = "README.md", "README.ja.md"
REPOSITORY = re.compile(r"https://github\.com/[^/\s\")]+/[^/\s\")]+|mybinder\.org/v2/[^?\s)]+")
# The address is nobody's yet, so that a wanted one can be told from it in any file.
OTHER = "https://git.example.org/people/kit"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def prose(name: str) -> str:
    return re.sub(r"```.*?```", "", read(name), flags=re.DOTALL)


def headings(name: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", prose(name), re.MULTILINE)]


def command_blocks(name: str) -> list[list[str]]:
    blocks = re.findall(r"^```\n(.*?)^```", read(name), re.DOTALL | re.MULTILINE)
    return [block.splitlines() for block in blocks]


def targets(name: str) -> list[str]:
    """Give where links lead; a picture or page of the own language counts as the same one."""
    other = {ENGLISH: JAPANESE, JAPANESE: ENGLISH}[name]
    found = re.findall(r"\]\(([^)]+)\)", prose(name))
    alike = [re.sub(r"(home|guess)\.(ja|en)\.png|%2Fen$", r"\1", target) for target in found]
    return ["the other language" if target == other else target for target in alike]


@pytest.mark.parametrize(("name", "language"), [(ENGLISH, "en"), (JAPANESE, "ja")])
def test_what_one_gets_stands_above_the_commands_in_the_own_language(
    name: str, language: str
) -> None:
    before = read(name).split("```", 1)[0]
    assert re.findall(r"\(docs/screenshots/(.+?)\)", before) == [
        f"home.{language}.png",
        f"guess.{language}.png",
    ]
    assert sum(it.stat().st_size for it in PICTURES.iterdir()) <= MOST_BYTES


def test_both_have_the_same_headings_commands_and_links() -> None:
    assert headings(ENGLISH) == headings(JAPANESE)
    assert command_blocks(ENGLISH) == command_blocks(JAPANESE)
    assert targets(ENGLISH) == targets(JAPANESE)


def test_the_two_commands_come_first_and_windows_next() -> None:
    start, check, windows, *_ = command_blocks(ENGLISH)
    assert start == [f"git clone {links.address()}", f"cd {Path(links.address()).name}", "make app"]
    assert check == ["make test"]
    assert windows[2:] == ["py -m kit app", "py -m kit test"]


def test_every_command_is_a_verb() -> None:
    lines = [line for block in command_blocks(ENGLISH) for line in block]
    said = [re.match(r"(?:make|py -m kit) ([\w-]+)", line) for line in lines]
    assert {verb[1] for verb in said if verb} <= set(verbs())
    others = [line for line, verb in zip(lines, said, strict=True) if not verb]
    assert all(line == "make" or line.startswith(("git clone ", "cd ")) for line in others)


@pytest.mark.parametrize("name", [ENGLISH, JAPANESE, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_file_it_points_at_is_there(name: str) -> None:
    files = [target for target in re.findall(r"\]\(([^)#]+)", prose(name)) if "://" not in target]
    assert [target for target in files if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("name", links.SHOWN_IN)
def test_every_file_shows_the_address_of_the_project(name: str) -> None:
    wanted = links.address()
    allowed = {wanted, f"mybinder.org/v2/{links.binder_path(wanted)}"}
    found = set(REPOSITORY.findall(read(name)))
    assert found
    assert found <= allowed, "run `python -m kit links`"


def test_a_new_address_is_carried_everywhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("pyproject.toml", *links.SHOWN_IN):
        (tmp_path / name).write_text(read(name), encoding="utf-8")
    old = links.address()
    project = tmp_path / "pyproject.toml"
    project.write_text(project.read_text(encoding="utf-8").replace(old, OTHER), encoding="utf-8")
    for module in ("kit.publish.links", "tests.tools.links"):
        monkeypatch.setattr(f"{module}.ROOT", tmp_path)
    links.carry_address()
    texts = [(tmp_path / name).read_text(encoding="utf-8") for name in links.SHOWN_IN]
    assert all(OTHER in text for text in texts)
    assert not any(old in text or links.binder_path(old) in text for text in texts)
    assert texts[0].count(links.binder_path(OTHER)) == 2


def test_the_version_stands_only_in_the_project_file() -> None:
    version = re.search(r'^version = "(.+)"$', read("pyproject.toml"), re.MULTILINE)
    assert version
    names = ("kit/__init__.py", "CITATION.cff", ENGLISH, JAPANESE)
    assert not any(version[1] in read(name) for name in names)
