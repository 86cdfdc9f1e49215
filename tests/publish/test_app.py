"""The running app: every real lesson in both languages, and made lessons for what goes wrong."""

import gzip
import html
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import nbformat
import pytest
from made_lessons import code, text, write_lesson
from made_lessons import html as html_cell

from kit.environment import ROOT
from kit.labels import LANGUAGES
from kit.publish.app.copies import template_folder
from kit.publish.files import NOTEBOOKS
from kit.publish.lesson import read_lessons
from tests.tools.visit import free_port, running

pytestmark = pytest.mark.slow

SECONDS = 60
SPARE = 1  # the kernel that is kept ready
START = """
import sys
from pathlib import Path

from kit.publish.app.server import serve

port, notebooks, build = sys.argv[1:]
serve(port=int(port), open_browser=False, notebooks=Path(notebooks), build=Path(build))
"""
SLIDER = """
import ipywidgets

slider, doubled = ipywidgets.IntSlider(description="n"), ipywidgets.HTML("0")
slider.observe(lambda change: setattr(doubled, "value", f"<b id=v>{2 * change.new}</b>"), "value")
ipywidgets.VBox([slider, doubled])"""


class Answer(NamedTuple):
    status: int
    body: str
    headers: dict[str, str]


def fetch(address: str, **headers: str) -> Answer:
    """Fetch a page as a browser does: compressed, with character references read."""
    request = Request(address, headers={"Accept-Encoding": "gzip", **headers})
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answer:
            status, raw, found = answer.status, answer.read(), dict(answer.headers)
    except HTTPError as error:
        status, raw, found = error.code, error.read(), dict(error.headers)
    content = gzip.decompress(raw) if found.get("Content-Encoding") == "gzip" else raw
    return Answer(status, html.unescape(content.decode()), found)


def lesson(server: str, language: str, name: str) -> str:
    return f"{server}/voila/render/{language}/{name}.ipynb"


class Assets(HTMLParser):
    """Collect every address of another host that a browser would fetch by itself: links are not."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.found = re.findall(r"(?:url\(|@import)[\s\"']*((?:https?:)?//[^\s\"')]+)", body)
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" or ":" in tag:  # with a colon: the drawing program's notes inside an SVG
            return
        self.found += [
            value
            for name, value in attrs
            if value and re.match(r"(?:https?:)?//", value) and not name.startswith("xmlns")
        ]


def assets(body: str) -> list[str]:
    return Assets(body).found


# The real lessons.

LESSONS = [it.summary() for it in read_lessons(NOTEBOOKS)]
NAMES = [it["name"] for it in LESSONS]


@pytest.mark.parametrize("summary", LESSONS, ids=NAMES)
def test_every_lesson_opens(app_server: str, summary: dict[str, Any], language: str) -> None:
    answer = fetch(lesson(app_server, language, summary["name"]))
    body = answer.body

    assert answer.status == 200
    assert f'<html lang="{language}">' in body
    assert f"<title>{summary['title'][language]}</title>" in body
    heading = re.search(r"<h1.*?>(.*?)</h1>", body, re.DOTALL)
    assert heading
    assert re.sub(r"<[^>]+>|¶", "", heading[1]).strip() == summary["title"][language]
    assert body.rstrip().endswith("</html>")
    assert 'class="incident"' not in body
    assert "Traceback" not in body
    assert "kit.use_language" not in body
    assert "print(" not in body
    assert assets(body) == []


def test_the_index_lists_every_lesson(app_server: str) -> None:
    body = fetch(app_server).body
    for summary in LESSONS:
        for language in LANGUAGES:
            link = f'<a href="/voila/render/{language}/{summary["name"]}.ipynb">'
            assert f"{link}{summary['title'][language]}</a>" in body
    assert body.count("/voila/render/") == 2 * len(LESSONS)
    assert assets(body) == []


def test_no_visitor_changes_template_or_theme(app_server: str) -> None:
    for page in (app_server + "/", lesson(app_server, "ja", NAMES[0])):
        query = "?template=reveal&theme=dark&classic-tree=false&lang=en&QUERY=x"
        assert fetch(page + query).body == fetch(page).body


@pytest.mark.parametrize(
    "path",
    [
        "voila/files/ja/00_start_here.ipynb",
        "voila/files/../../pyproject.toml",
        "voila/api/contents",
        "voila/api/contents/ja",
        "voila/tree/ja",
        "voila/render/ja/no_such_lesson.ipynb",
        "voila/render/fr/00_start_here.ipynb",
        "voila/render/../../notebooks/00_start_here.ipynb",
        "voila/render/ja/00_start_here.py",
        "voila/templates/lesson/static/../index.html.j2",
        "pyproject.toml",
        ".git/config",
    ],
)
def test_nothing_else_is_served(app_server: str, path: str) -> None:
    answer = fetch(f"{app_server}/{path}")
    assert answer.status >= 400
    assert "Traceback" not in answer.body
    assert str(ROOT) not in answer.body


def test_an_unknown_lesson_leads_back_in_both_languages(app_server: str) -> None:
    answer = fetch(lesson(app_server, "ja", "no_such_lesson"))
    assert answer.status == 404
    assert "ページが見つかりません" in answer.body
    assert "Page not found" in answer.body
    assert '<a href="/voila">' in answer.body
    assert fetch(f"{app_server}/voila").status == 200
    assert assets(answer.body) == []


def test_answers_are_compressed_and_carry_the_headers(app_server: str) -> None:
    headers = fetch(app_server).headers
    assert headers["Content-Encoding"] == "gzip"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


# Made lessons: what goes wrong, and what needs a kernel.


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with notebooks of our own; the app is started in it."""
    folder = tmp_path_factory.mktemp("made")
    notebooks = folder / "notebooks"
    write_lesson(
        notebooks / "00_plain.ipynb",
        [
            html_cell("<b>64.9</b>"),
            text("ja", "本文"),
            text("en", "Body"),
            text("ja", "講師の台本", slide_type="notes"),
            text("en", "Script of the trainer", slide_type="notes"),
            code("print('said')"),
            code("print('answered')", "solution"),
        ],
        ja="最初の題 <3",
        en="First title <3",
    )
    failing = "secret = '/srv/secret'\nraise ValueError(secret)"
    refusing = "raise ValueError('not comparable, and why')"
    write_lesson(
        notebooks / "01_fails.ipynb",
        [code(failing), html_cell("<b>goes on</b>"), code(refusing, "raises-exception")],
    )
    write_lesson(notebooks / "02_widget.ipynb", [code(SLIDER, "live", "nbval-ignore-output")])
    write_lesson(notebooks / "03_dies.ipynb", [code("import os\n\nos._exit(1)")])
    slow = "import time\n\ntime.sleep(2)\nprint('slept')"
    write_lesson(notebooks / "04_slow.ipynb", [code(slow)])
    write_lesson(notebooks / "05_last.ipynb", [html_cell("<b>last</b>")])
    return folder


@pytest.fixture(scope="module")
def made_server(made: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-c", START, str(port), str(made / "notebooks"), str(made / "build")]
    with running(command, port=port, log=made / "log") as address:
        yield address


def kernels(made: Path) -> int:
    """Count the kernels that the made app runs."""
    listing = subprocess.run(
        ["ps", "-wweo", "ppid,args"], capture_output=True, text=True, check=True
    )
    server = subprocess.run(
        ["pgrep", "-f", str(made / "build")], capture_output=True, text=True, check=True
    ).stdout.split()
    lines = (line.split(None, 1) for line in listing.stdout.splitlines())
    return sum(parent in server and "ipykernel" in args for parent, args in lines)


def wait_until(condition: Callable[[], bool], *, seconds: float = SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"did not come true within {seconds} s"
        time.sleep(0.1)


def test_a_finite_lesson_needs_no_script_of_voila(made_server: str, language: str) -> None:
    body = fetch(lesson(made_server, language, "00_plain")).body
    assert "<b>64.9</b>" in body
    assert "said" in body
    answer = {"ja": "解答の例を開く", "en": "Open a sample answer"}[language]
    assert re.search(rf"<details><summary>{answer}</summary>[^/]*answered", body), "folded away"
    assert not re.search("台本|Script", body), "what the trainer says is not for the screen"
    assert "voila.js" not in body
    assert "jupyter-config-data" not in body


def test_a_failed_cell_shows_a_number_and_the_log_the_rest(made_server: str, made: Path) -> None:
    body = fetch(lesson(made_server, "ja", "01_fails")).body
    (number,) = set(re.findall(r"\b[0-9a-f]{8}\b", body[body.index("<main") :]))
    assert "この部分を表示できませんでした。" in body
    assert "This part could not be shown." in body
    assert "goes on" in body, "the rest of the lesson is still shown"
    assert "not comparable, and why" in body, "a refusal that the lesson is about is shown"
    assert "secret" not in body
    assert "Traceback" not in body
    log = (made / "log").read_text(encoding="utf-8")
    assert f"incident {number}" in log
    assert "/srv/secret" in log


def test_a_lesson_whose_kernel_dies_ends(made_server: str) -> None:
    started = time.monotonic()
    body = fetch(lesson(made_server, "ja", "03_dies")).body
    assert time.monotonic() - started < 30
    assert "この部分を表示できませんでした。" in body
    assert body.rstrip().endswith("</html>")


def test_thirty_visitors_start_one_kernel_and_the_next_none(made_server: str, made: Path) -> None:
    wait_until(lambda: kernels(made) == SPARE)
    most, done = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.is_set():
            most = max(most, kernels(made))
            time.sleep(0.05)

    bodies: list[str] = []
    address = lesson(made_server, "ja", "04_slow")
    visitors = [
        threading.Thread(target=lambda: bodies.append(fetch(address).body)) for _ in range(30)
    ]
    watcher = threading.Thread(target=watch)
    for thread in (watcher, *visitors):
        thread.start()
    for thread in visitors:
        thread.join()
    done.set()
    watcher.join()

    assert len(bodies) == 30
    assert len(set(bodies)) == 1
    assert "slept" in bodies[0]
    assert most <= 2 + SPARE, "one for the visitors, and perhaps one for what is heated"
    started = time.monotonic()
    assert fetch(address).body == bodies[0]
    assert time.monotonic() - started < 1
    wait_until(lambda: kernels(made) == SPARE)


def test_the_title_comes_before_the_lesson_is_run(made_server: str, made: Path) -> None:
    os.utime(made / "build" / "app" / "en" / "04_slow.ipynb")
    request = Request(lesson(made_server, "en", "04_slow"))
    started = time.monotonic()
    with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answer:
        while b"</h1>" not in (seen := answer.read1()):
            assert seen, "the page ended without a title"
        title = time.monotonic() - started
        answer.read()
    assert time.monotonic() - started - title > 1.5


def test_a_changed_copy_is_shown(made_server: str, made: Path) -> None:
    path = made / "build" / "app" / "ja" / "05_last.ipynb"
    assert "<b>last</b>" in fetch(lesson(made_server, "ja", "05_last")).body
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = notebook.cells[-1].source.replace("last", "changed")
    nbformat.write(notebook, path)
    assert "<b>changed</b>" in fetch(lesson(made_server, "ja", "05_last")).body


@pytest.mark.parametrize("name", ["00_plain", "01_fails", "02_widget"])
def test_pages_work_in_a_browser(made_server: str, offline_page: Any, name: str) -> None:
    offline_page.goto(lesson(made_server, "en", name))
    assert offline_page.locator("h1").count() == 1
    for width in (320, 1280):
        offline_page.set_viewport_size({"width": width, "height": 720})
        assert offline_page.evaluate("document.documentElement.scrollWidth") <= width
        sections = offline_page.locator("main section").all()
        assert all(section.bounding_box()["x"] >= 0 for section in sections), "out of sight"
    assert offline_page.locator("#loading").count() == 0


def test_a_widget_asks_its_kernel_and_each_visitor_has_one(
    made_server: str, offline_page: Any
) -> None:
    body = fetch(lesson(made_server, "ja", "02_widget")).body
    assert "voila.js" in body
    first, second = (
        json.loads(re.search(r'"kernelId": ("[^"]+")', it)[1])  # type: ignore[index]
        for it in (body, fetch(lesson(made_server, "ja", "02_widget")).body)
    )
    assert first != second

    offline_page.goto(lesson(made_server, "ja", "02_widget"))
    offline_page.locator(".noUi-handle").focus(timeout=30_000)
    offline_page.keyboard.press("ArrowRight")
    offline_page.locator("#v", has_text="2").wait_for(timeout=30_000)


def test_a_taken_port_is_named(made_server: str, made: Path) -> None:
    port = made_server.rsplit(":", 1)[1]
    command = [sys.executable, "-c", START, port, str(made / "notebooks"), str(made / "other")]
    result = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, timeout=SECONDS, check=False
    )
    assert result.returncode != 0
    assert f"Port {port} cannot be used" in result.stderr
    assert "--port" in result.stderr
    assert not (made / "other").exists()


def test_a_broken_template_is_answered_at_once(made_server: str, made: Path) -> None:
    """With Voilà's own handler such a page hangs for ever."""
    template = template_folder(made / "build") / "index.html.j2"
    sound = template.read_bytes()
    os.utime(made / "build" / "app" / "ja" / "00_plain.ipynb")
    template.write_text("{% no_such_statement %}", encoding="utf-8")
    try:
        answer = fetch(lesson(made_server, "ja", "00_plain"))
    finally:
        template.write_bytes(sound)
    assert answer.status == 503
    assert "ただいまレッスンを開けません" in answer.body
    assert "no_such_statement" not in answer.body
    (number,) = re.findall(r"number: ([0-9a-f]{8})", answer.body)
    log = (made / "log").read_text(encoding="utf-8")
    assert f"incident {number}" in log
    assert "no_such_statement" in log
    assert fetch(lesson(made_server, "ja", "00_plain")).status == 200
