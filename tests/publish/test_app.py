"""The running app: every real lesson in both languages, and made lessons for what goes wrong."""

import gzip
import html
import http.client
import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import nbformat
import psutil
import pytest
from made_lessons import code, text, write_lesson
from made_lessons import html as html_cell

from kit.environment import ROOT
from kit.publish.app.copies import template_folder
from kit.publish.build import stale
from kit.publish.executed import executed_works
from kit.publish.files import NOTEBOOKS
from kit.publish.lesson import read_lessons
from tests.tools.visit import free_port, running

pytestmark = pytest.mark.slow

SECONDS = 300  # nothing takes so long, on however busy a machine: it will not come
START = """
import sys
from pathlib import Path

from kit.publish.app.front import serve

port, notebooks, build = sys.argv[1:]
folders = {"notebooks": Path(notebooks), "build": Path(build)}
serve(port=int(port), open_browser=False, hosts=["class.example"], **folders)
"""
SLIDER = """
import ipywidgets

slider, doubled = ipywidgets.IntSlider(description="n"), ipywidgets.HTML("0")
slider.observe(lambda change: setattr(doubled, "value", f"<b id=v>{2 * change.new}</b>"), "value")
ipywidgets.VBox([slider, doubled])"""

# Another run would say another moment.
SLOW = """
import os
import time

time.sleep(2)
print(f"slept {time.time_ns()}")"""


class Answer(NamedTuple):
    status: int
    body: str
    headers: dict[str, str]


def fetch(address: str, *, method: str = "GET", **headers: str) -> Answer:
    """Fetch a page as a browser does: compressed, with character references read."""
    request = Request(address, headers={"Accept-Encoding": "gzip", **headers}, method=method)
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answer:
            status, raw, found = answer.status, answer.read(), dict(answer.headers)
    except HTTPError as error:
        status, raw, found = error.code, error.read(), dict(error.headers)
    zipped = found.get("Content-Encoding") == "gzip" and raw
    content = gzip.decompress(raw) if zipped else raw
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


def test_the_home_page_leads_to_every_lesson(app_server: str, language: str) -> None:
    body = fetch(app_server + {"ja": "", "en": "/voila/tree/en"}[language]).body
    for summary in LESSONS:
        assert f'href="/voila/render/{language}/{summary["name"]}.ipynb"' in body
        assert summary["title"][language] in body
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


def raw_answer(server: str, method: str, path: str, host: str = "") -> Answer:
    """Ask with the path and the host as they stand, which a polite client would not."""
    connection = http.client.HTTPConnection(server.removeprefix("http://"), timeout=SECONDS)
    connection.request(method, path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    found = Answer(answer.status, answer.read().decode(), dict(answer.headers))
    connection.close()
    return found


STYLE = "/voila/templates/lesson/static/lesson.css"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/voila/tree", 200),
        (f"/voila/render/ja/{NAMES[0]}.ipynb", 200),
        (f"/voila/render/en/{NAMES[-2]}.ipynb?x=y", 200),
        (STYLE, 200),
        (f"/voila/render/fr/{NAMES[0]}.ipynb", 404),
        ("/voila/render/ja/none.ipynb", 404),
        (STYLE + "x", 404),
        ("/none", 404),
    ],
)
def test_head_answers_like_get_without_a_body(app_server: str, path: str, status: int) -> None:
    full, short = (raw_answer(app_server, method, path) for method in ("GET", "HEAD"))
    assert (full.status, short.status) == (status, status)
    assert full.body
    assert not short.body
    varying = {"Date", "Set-Cookie"}
    assert {*full.headers.items()} - {*short.headers.items()} <= {
        item for item in full.headers.items() if item[0] in varying
    }


@pytest.mark.parametrize(
    "path",
    [
        "/..",
        "/../pyproject.toml",
        "/voila/templates/lesson/static/..",
        "/voila/templates/lesson/static/../lessons.html.j2",
        "/voila/templates/../../../pyproject.toml",
        "/voila/static/../../voila.json",
        "/voila/templates/lesson/static/%2e%2e/lessons.html.j2",
        "/voila/templates/lesson/static/..%2flessons.html.j2",
        "/voila/templates/lesson/static/..%5clessons.html.j2",
        "/static/..\\..\\pyproject.toml",
        "/voila/render/../ja/00_start_here.ipynb",
    ],
)
@pytest.mark.parametrize("server", ["app_server", "live_server"])
def test_no_path_leads_out_of_its_folder(
    request: pytest.FixtureRequest, server: str, path: str
) -> None:
    answer = raw_answer(request.getfixturevalue(server), "GET", path)
    assert answer.status == 404
    assert "ページが見つかりません" in answer.body


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8866", 200),
        ("127.0.0.1", 200),
        ("127.0.0.1:1", 200),
        ("[::1]", 200),
        ("[::1]:8866", 200),
        ("class.example", 200),
        ("Class.Example:80", 200),
        ("evil.example", 403),
        ("evil.example:8866", 403),
        ("localhost.evil.example", 403),
        ("evil.example.localhost:8866", 403),
        ("127.0.0.1.evil.example", 403),
        ("127.0.0.2", 403),
        ("192.168.0.1:8866", 403),
        ("localhost@evil.example", 400),  # no name at all
        ("localhost:8866:evil", 403),
        ("::1", 403),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("HEAD", "/voila/render/en/02_widget.ipynb"),
        ("GET", STYLE),
        ("HEAD", "/voila/static/voila.js"),
    ],
)
def test_the_app_answers_to_no_other_name(
    live_server: str, method: str, path: str, host: str, status: int
) -> None:
    answer = raw_answer(live_server, method, path, host)
    assert answer.status == status
    assert status == 200 or "voila" not in answer.body


def test_a_proxy_may_pass_the_app_on_below_a_path(made: Path) -> None:
    start = START.replace('hosts=["class.example"]', 'base_url="/user/a"')
    with served(made, start) as server:
        body = fetch(f"{server}/user/a/").body
        assert 'href="/user/a/voila/render/ja/00_plain.ipynb"' in body
        assert 'href="/user/a/files/slides/briefing-5.ja.html"' in body
        page = fetch(f"{server}/user/a/voila/render/ja/00_plain.ipynb").body
        (style,) = re.findall(r'href="([^"]+lesson\.css)"', page)
        assert style.startswith("/user/a/")
        assert fetch(server + style).headers["Content-Type"] == "text/css"
        assert "jupyter-config-data" in fetch(lesson(f"{server}/user/a", "ja", "02_widget")).body
        assert fetch(f"{server}/voila").status == 404


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
    death = "import os\n\nos._exit(1)"
    after = [text("ja", "after death"), text("en", "x")]
    for cell in after:
        cell.metadata["kit"] = {"section": "03.after"}
    write_lesson(notebooks / "03_dies.ipynb", [code(death), *after])
    write_lesson(notebooks / "04_slow.ipynb", [code(SLOW)])
    write_lesson(notebooks / "05_last.ipynb", [html_cell("<b>last</b>")])
    return folder


@contextmanager
def served(made: Path, start: str = START, *, log: str = "other.log") -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-c", start, str(port), str(made / "notebooks"), str(made / "build")]
    with running(command, port=port, log=made / log) as address:
        yield address


@pytest.fixture(scope="module")
def made_server(made: Path) -> Iterator[str]:
    with served(made, log="log") as address:
        yield address


@pytest.fixture(scope="module")
def live_server(made_server: str) -> str:
    """Give the made app when Voilà has come."""
    assert "voila.js" in fetch(lesson(made_server, "ja", "02_widget")).body
    return made_server


def processes(server: str) -> list[psutil.Process]:
    """Give the server's process and all that it has started."""
    port = server.rsplit(":", 1)[1]
    (own,) = (it for it in psutil.Process().children() if port in command(it))
    return [own, *own.children(recursive=True)]


def command(process: psutil.Process) -> list[str]:
    """Give the words of a command; none of a process that has ended, waited for or not."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def kernels(those: list[psutil.Process]) -> int:
    """Count the kernels among processes."""
    return sum(any("ipykernel" in part for part in command(it)) for it in those)


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a notebook as its author does."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, path)


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
    """Not only when the time for a cell is over, and the next lesson gets another kernel."""
    started = time.monotonic()
    body = fetch(lesson(made_server, "ja", "03_dies")).body
    assert time.monotonic() - started < 100
    assert "この部分を表示できませんでした。" in body
    assert "after death" in body
    assert body.rstrip().endswith("</html>")
    assert "slept" in fetch(lesson(made_server, "ja", "04_slow")).body


def test_the_title_comes_before_the_lesson_is_run(made_server: str, made: Path) -> None:
    rewrite(made / "notebooks" / "04_slow.ipynb", "slept", "slept long")
    request = Request(lesson(made_server, "en", "04_slow"))
    with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answer:
        while b"</h1>" not in (seen := answer.read1()):
            assert seen, "the page ended without a title"
        title = time.monotonic()
        answer.read()
    assert time.monotonic() - title > 1.5


def test_a_changed_lesson_is_shown(made_server: str, made: Path) -> None:
    path = made / "notebooks" / "05_last.ipynb"
    assert "<b>last</b>" in fetch(lesson(made_server, "ja", "05_last")).body
    rewrite(path, "last", "changed")
    assert "<b>changed</b>" in fetch(lesson(made_server, "ja", "05_last")).body
    rewrite(path, "# Title", "# New title")
    assert "New title</a>" in fetch(lesson(made_server, "en", "04_slow")).body
    assert "New title" in fetch(made_server + "/en").body


def test_a_lesson_that_cannot_be_read_is_told_at_once_and_may_come_back(
    made_server: str, made: Path
) -> None:
    path = made / "notebooks" / "05_last.ipynb"
    sound = path.read_bytes()
    path.write_bytes(sound[:100])
    try:
        answer = fetch(lesson(made_server, "ja", "05_last"))
    finally:
        path.write_bytes(sound)
    assert answer.status == 503
    assert "ただいまレッスンを開けません" in answer.body
    (number,) = set(re.findall(r"\b[0-9a-f]{8}\b", answer.body))
    log = (made / "log").read_text(encoding="utf-8")
    assert f"incident {number}" in log
    assert "05_last.ipynb cannot be read as a notebook" in log
    assert fetch(lesson(made_server, "ja", "05_last")).status == 200


def test_a_lesson_without_a_title_is_told_at_once(made_server: str, made: Path) -> None:
    path = made / "notebooks" / "05_last.ipynb"
    sound = path.read_bytes()
    rewrite(path, "# ", "")
    try:
        answer = fetch(lesson(made_server, "en", "00_plain"))
    finally:
        path.write_bytes(sound)
    assert answer.status == 503
    assert "05_last" not in answer.body
    assert "begins with a heading" in (made / "log").read_text(encoding="utf-8")
    assert fetch(lesson(made_server, "en", "00_plain")).status == 200


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
    offline_page.locator(".noUi-handle").focus()
    offline_page.keyboard.press("ArrowRight")
    offline_page.locator("#v", has_text="2").wait_for()


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


def test_a_broken_template_is_answered_at_once(live_server: str, made: Path) -> None:
    """With Voilà's own handler such a page hangs for ever."""
    template = template_folder(made / "build") / "index.html.j2"
    sound = template.read_bytes()
    template.write_text("{% no_such_statement %}", encoding="utf-8")
    try:
        answer = fetch(lesson(live_server, "ja", "02_widget"))
    finally:
        template.write_bytes(sound)
    assert answer.status == 503
    assert "ただいまレッスンを開けません" in answer.body
    assert "no_such_statement" not in answer.body
    (number,) = re.findall(r"number: ([0-9a-f]{8})", answer.body)
    log = (made / "log").read_text(encoding="utf-8")
    assert f"incident {number}" in log
    assert "no_such_statement" in log
    assert fetch(lesson(live_server, "ja", "02_widget")).status == 200


# What is made ahead, and what is loaded only then.


def test_the_front_loads_nothing_that_a_kernel_needs() -> None:
    code = "import sys, kit.publish.app.front; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    heavy = {"voila", "jupyter_server", "nbformat", "nbclient", "nbconvert", "pandas", "matplotlib"}
    assert not heavy & set(loaded)


@pytest.fixture(scope="module")
def finite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of lessons that need no kernel, which an app has prepared once."""
    folder = tmp_path_factory.mktemp("finite")
    write_lesson(folder / "notebooks" / "00_one.ipynb", [html_cell("<b>one</b>")])
    write_lesson(
        folder / "notebooks" / "01_two.ipynb",
        [code("kit.share_chart(kit.shares('q08_checked', side='client'))")],
    )
    with served(folder) as server:
        wait_until(lambda: len(list((folder / "build" / "stock").rglob("0*.gz"))) == 4)
        wait_until(lambda: len(processes(server)) == 1)
    return folder


def test_what_is_prepared_needs_one_small_process(finite: Path) -> None:
    with served(finite) as server:
        (own,) = processes(server)
        assert "<svg" in fetch(lesson(server, "en", "01_two")).body
        assert own.memory_info().rss < 150e6


def settled(server: str) -> list[psutil.Process]:
    """Wait until no process of an app has anything left to do."""
    before: dict[int, float] = {}

    def is_quiet() -> bool:
        nonlocal before
        now = {it.pid: sum(it.cpu_times()[:2]) for it in processes(server)}
        quiet = now.keys() == before.keys() and sum(now.values()) - sum(before.values()) < 0.05
        before = now
        time.sleep(2)
        return quiet

    wait_until(is_quiet)
    return processes(server)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a lesson that says which kernel serves it, prepared once."""
    folder = tmp_path_factory.mktemp("asking")
    live = [code(f"import os\n\nprint('kernel', os.getpid()){SLIDER}", "live")]
    write_lesson(folder / "notebooks" / "00_live.ipynb", live)
    with served(folder) as server:
        wait_until(lambda: kernels(settled(server)) == 1)
    return folder


def serving_kernel(server: str, word: str = "kernel") -> int:
    found = re.search(rf"{word} (\d+)", fetch(lesson(server, "ja", "00_live")).body)
    assert found
    return int(found[1])


def test_a_kernel_is_ready_before_the_first_viewer_and_all_is_small(asking: Path) -> None:
    with served(asking) as server:
        wait_until(lambda: kernels(settled(server)) == 1)
        those = processes(server)
        sizes = [it.memory_full_info() for it in those]
        assert sum(getattr(it, "pss", it.rss) for it in sizes) < 150e6
        assert serving_kernel(server) in {it.pid for it in those}


def test_the_first_and_the_second_find_kernels_that_were_ready(asking: Path) -> None:
    with served(asking) as server:
        fetch(server)
        wait_until(lambda: kernels(settled(server)) == 3)  # two spares, and one for changed lessons
        before = {it.pid for it in processes(server)}
        first, second = serving_kernel(server), serving_kernel(server)
        assert first != second
        assert {first, second} <= before
        wait_until(lambda: kernels(processes(server)) == 5)  # the next two are on their way


def test_a_live_lesson_is_never_older_than_its_source(asking: Path) -> None:
    with served(asking) as server:
        serving_kernel(server)
        rewrite(asking / "notebooks" / "00_live.ipynb", "'kernel'", "'changed'")
        assert serving_kernel(server, "changed")
        rewrite(asking / "notebooks" / "00_live.ipynb", "'changed'", "'kernel'")
        assert serving_kernel(server)


@pytest.fixture
def changing(tmp_path: Path) -> Path:
    """Give a folder of lessons to be changed, none of which needs a kernel of its visitor's."""
    write_lesson(tmp_path / "notebooks" / "00_one.ipynb", [html_cell("<b>one</b>")])
    write_lesson(tmp_path / "notebooks" / "01_slow.ipynb", [code(SLOW)])
    return tmp_path


def test_thirty_visitors_start_one_kernel_and_the_next_none(changing: Path) -> None:
    with served(changing) as server:
        fetch(lesson(server, "en", "00_one"))
        wait_until(lambda: kernels(processes(server)) == 1)
        own, most, done = processes(server)[0], 0, threading.Event()

        def watch() -> None:
            nonlocal most
            while not done.is_set():
                most = max(most, kernels(own.children(recursive=True)))
                time.sleep(0.05)

        bodies: list[str] = []
        address = lesson(server, "ja", "01_slow")
        visitors = [
            threading.Thread(target=lambda: bodies.append(fetch(address).body)) for _ in range(30)
        ]
        watcher = threading.Thread(target=watch)
        rewrite(changing / "notebooks" / "01_slow.ipynb", "slept", "slept well")
        for thread in (watcher, *visitors):
            thread.start()
        for thread in visitors:
            thread.join()
        done.set()
        watcher.join()

        assert len(bodies) == 30
        assert len(set(bodies)) == 1
        assert "slept well" in bodies[0]
        assert most == 1
        assert fetch(address).body == bodies[0], "it was not run again"


def test_what_makes_a_changed_lesson_was_there_before(changing: Path) -> None:
    """Its process and its kernel start when somebody is there, not when the lesson changes."""
    with served(changing) as server:
        fetch(lesson(server, "en", "00_one"))
        wait_until(lambda: kernels(processes(server)) == 1)
        before = {it.pid for it in processes(server)}
        path = changing / "notebooks" / "01_slow.ipynb"
        rewrite(path, "slept", "kernel {os.getpid()} slept")
        made_by = re.search(r"kernel (\d+)", fetch(lesson(server, "en", "01_slow")).body)
        assert made_by
        assert int(made_by[1]) in before
        assert before <= {it.pid for it in processes(server)}


def test_pages_and_site_share_one_run_of_each_lesson(finite: Path) -> None:
    works = list(executed_works(read_lessons(finite / "notebooks"), finite / "notebooks"))
    assert stale(works, finite / "build") == set()
    by_app = {work.name: (finite / "build" / work.name).read_bytes() for work in works}
    assert {work.name: work.make(finite / "build") for work in works} == by_app


def test_a_page_from_stock_is_the_one_that_was_streamed(finite: Path) -> None:
    rewrite(finite / "notebooks" / "00_one.ipynb", "one", "two")
    with served(finite) as server:
        streamed = raw_answer(server, "GET", "/voila/render/ja/00_one.ipynb").body
        found = raw_answer(server, "GET", "/voila/render/ja/00_one.ipynb").body
    assert "<b>two</b>" in streamed
    assert found == streamed


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_running(made: Path, sign: signal.Signals) -> None:
    rewrite(made / "notebooks" / "04_slow.ipynb", "slept", "slept, ended")
    with served(made) as server:
        assert "voila.js" in fetch(lesson(server, "en", "02_widget")).body
        those = processes(server)
        assert kernels(those) >= 1
        those[0].send_signal(sign)
        gone, alive = psutil.wait_procs(those, timeout=SECONDS)
        assert not alive
        assert gone
    log = (made / "other.log").read_text(encoding="utf-8")
    assert "KeyboardInterrupt" not in log
    assert "CancelledError" not in log
