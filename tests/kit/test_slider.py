"""Sliders: what is sent is light and complete, and a browser needs nothing else to show it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from readers import violations

import kit
from kit.facts import PAGE, shown_on
from kit.labels import in_language
from kit.panels import Cover, Slider, Step, View
from kit.panels.slider import take_apart
from kit.publish.standalone import FONT, POLICY, stand_alone

PICTURE = (
    '<svg role="img" aria-label="open"><g class="kit-answer">x</g><g class="kit-move-0"/></svg>'
)


def put_together(frames: list[str], lines: list[str]) -> Iterator[str]:
    """Do in Python what the script does with frames and numbers."""
    for line in lines:
        frame, *values = line.split(" ")
        yield frames[int(frame)].format(*values)


@pytest.mark.parametrize("texts", [
    ["one", "two", "one"],
    ["5", "5", "7"],
    ["−0.8 of 9, +1.2", "−0.9 of 9, +1.2", "3 of 9 apart"],
    ["1回目：50%", "2回目：50%", "2回目（50）"],
    [""],
])  # fmt: skip
def test_texts_come_back_from_frames_and_numbers(texts: list[str]) -> None:
    assert list(put_together(*take_apart(texts))) == texts


def test_every_text_of_the_real_panels_comes_back(language: str) -> None:
    with in_language(language), shown_on(PAGE):
        panels = [
            kit.guess("q01_telework", option="experienced", side="client"),
            kit.resample("q01_telework", option="experienced"),
        ]
        weights = [len(panel.html().encode()) for panel in panels]
    for panel in panels:
        texts = [step.text for step in panel.steps.values()]
        assert list(put_together(*take_apart(texts))) == texts
    assert weights[0] < 25_000 and weights[1] < 60_000


def plain_slider(action: Cover | str) -> Slider:
    steps = {
        number: Step(f"<b>text {number}", [(number, 0)], f"covered {number}")
        for number in range(3, 6)
    }
    view = View(PICTURE, "", "<i>reading")
    return Slider("a<b", "<u>label", "<s>lead", ("<slide>", "<type>"), steps, 4, view, action)


@pytest.mark.parametrize("action", ["<next>", Cover("<alt>", "<reveal>", "<again>")])
def test_words_are_escaped(action: Cover | str) -> None:
    content = re.sub(r"<(style|script)>.*?</\1>", "", plain_slider(action).html(), flags=re.DOTALL)
    for word in ("b", "i", "u", "s", "slide", "type", "next", "alt", "reveal", "again"):
        assert f"<{word}>" not in content
    assert 'min="3" max="5" step="1" value="4"' in content


def page_of(language: str) -> bytes:
    """Write a page with both kinds of panel under the policy of the site."""
    with in_language(language):
        panels = [
            kit.guess("q01_telework", option="experienced", side="client").html(),
            kit.guess("q11_contact", option="none", side="client", size="small").html(),
            kit.resample("q01_telework", option="experienced").html(),
        ]
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    # Without letters of its own to embed, the font stays small.
    return stand_alone(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">{policy}'
        '<meta name="viewport" content="width=device-width"><title>t</title>'
        f'<style>@font-face{{font-family:k;src:url("{FONT}")}}</style></head>'
        f"<body><main><h1>t</h1>{''.join(panels)}</main></body></html>",
        "page",
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Write the page in both languages and give the addresses."""
    folder = tmp_path_factory.mktemp("slider")
    for language in ("ja", "en"):
        (folder / f"{language}.html").write_bytes(page_of(language))
    return {language: (folder / f"{language}.html").as_uri() for language in ("ja", "en")}


# The inner text of a picture holds words that are not displayed; those have no extent.
VISIBLE = """panel => {
  const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode()) {
    const box = walker.currentNode.parentElement.getBoundingClientRect();
    if (box.width * box.height > 0) texts.push(walker.currentNode.data);
  }
  return texts.join(" ");
}"""


def sees(panel: Locator, text: str) -> bool:
    """Tell whether a text is drawn, or read out by a screen reader."""
    return text in panel.evaluate(VISIBLE) or text in panel.aria_snapshot()


def label(panel: Locator) -> str:
    return str(panel.locator("[role=img]:visible").get_attribute("aria-label"))


def pin_at(panel: Locator) -> float:
    """Measure where the pin stands on the axis, in percent."""
    return float(
        panel.evaluate(
            """panel => {
          const middle = it => {
            const box = it.getBoundingClientRect();
            return box.left + box.width / 2;
          };
          const shown = Array.from(panel.querySelectorAll("svg"))
            .find(it => it.getClientRects().length);
          const at = text => middle(Array.from(shown.querySelectorAll("text"))
            .find(it => it.textContent === text));
          const pin = middle(shown.querySelector("[class*=kit-move]"));
          return 100 * (pin - at("0%")) / (at("100%") - at("0%"));
        }"""
        )
    )


@pytest.mark.slow
def test_a_guess_is_made_by_keyboard_and_then_answered(
    offline_page: Page, pages: dict[str, str], language: str
) -> None:
    offline_page.set_viewport_size({"width": 320, "height": 640})
    offline_page.goto(pages[language])
    with in_language(language):
        texts = kit.guess("q01_telework", option="experienced", side="client").steps
        cover = kit.guess("q01_telework", option="experienced", side="client").action
    assert isinstance(cover, Cover)
    panel = offline_page.locator(".kit-slider").first
    said, status = panel.locator(".kit-said"), panel.locator("[role=status]")
    assert not sees(panel, "64.9") and not sees(panel, "58.6") and sees(panel, cover.alternative)
    offline_page.evaluate("addEventListener('keydown', it => { window.pressed = it.key; })")
    offline_page.keyboard.press("Tab")
    offline_page.keyboard.press("ArrowLeft")
    expect(said).to_have_text(texts[49].covered)
    expect(status).to_have_text(texts[49].covered)
    assert offline_page.evaluate("pressed") == "Tab", "the arrow would have turned a slide"
    offline_page.keyboard.press("Tab")
    offline_page.keyboard.press("ControlOrMeta+a")
    offline_page.keyboard.type("250")
    expect(said).to_have_text(texts[100].covered)
    offline_page.keyboard.press("ControlOrMeta+a")
    offline_page.keyboard.type("65")
    assert pin_at(panel) == pytest.approx(65, abs=1)
    assert not sees(panel, "64.9")
    offline_page.keyboard.press("Enter")
    expect(said).to_have_text(texts[65].text)
    expect(status).to_have_text(texts[65].text)
    expect(panel.get_by_role("button", name=cover.again)).to_be_focused()
    assert sees(panel, "64.9") and "64.9" in label(panel)
    panel.locator(".kit-answer summary").first.click()
    assert panel.locator("td", has_text="58.6").first.is_visible()
    check_page(offline_page)
    panel.locator("[type=range]").fill("20")
    expect(said).to_have_text(texts[20].text)
    panel.get_by_role("button", name=cover.again).click()
    expect(said).to_have_text(texts[50].covered)
    assert not sees(panel, "64.9")


def check_page(page: Page) -> None:
    """Look at sizes, reflow and the accessibility rules of a page as it is."""
    for control in page.locator(".kit-slider :is(input, button):visible").all():
        box = control.bounding_box()
        assert box is not None and box["width"] >= 24 and box["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(page)


@pytest.mark.slow
def test_redraws_are_turned_over_and_a_link_opens_one(
    offline_page: Page, pages: dict[str, str]
) -> None:
    panel = kit.resample("q01_telework", option="experienced")
    texts = panel.steps
    offline_page.goto(f"{pages['ja']}#{panel.name}=399&guess-q11_contact-none-client-2021-small=33")
    shown = offline_page.locator(f"[data-panel={panel.name}]")
    said = shown.locator(".kit-said")
    expect(said).to_have_text(texts[399].text)
    for number in (400, 1, 2, 3):
        shown.get_by_role("button").click()
        expect(said).to_have_text(texts[number].text)
        expect(shown.locator("[type=number]")).to_have_value(str(number))
    assert f"{panel.name}=3" in offline_page.url
    moved = str(shown.locator(".kit-move-1").first.get_attribute("transform"))
    places = [float(it) for it in re.findall(r"[-\d.]+", moved)]
    assert places == pytest.approx(texts[3].moves[1], abs=0.05)
    guessed = offline_page.locator(".kit-slider").nth(1)
    expect(guessed.locator("[type=number]:not([data-room])")).to_have_value("33")
    assert not sees(guessed, "約30%"), "a link restores the guess, never the answer"
    offline_page.goto("about:blank")
    offline_page.goto(f"{pages['ja']}#{panel.name}=401")
    expect(said).to_have_text(texts[1].text)


@pytest.mark.slow
def test_paper_and_a_page_without_script_show_the_published_value(
    browser: Browser, offline_page: Page, pages: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    dead = context.new_page()
    dead.goto(pages["en"])
    panel = dead.locator(".kit-slider").first
    assert (
        "64.9%" in panel.inner_text()
        and panel.locator("svg text:visible", has_text="64.9%").count() == 1
    )
    assert not panel.locator("form").is_visible(), "a dead control is worse than none"
    assert not panel.locator(".kit-move-0").first.is_visible(), "nobody has guessed"
    context.close()
    offline_page.goto(pages["en"])
    offline_page.emulate_media(media="print")
    offline_page.evaluate("dispatchEvent(new Event('beforeprint'))")
    panel = offline_page.locator(".kit-slider").first
    assert sees(panel, "64.9%") and not panel.locator("form").is_visible()
    assert not panel.locator(".kit-said").is_visible(), "nobody has guessed"
    offline_page.emulate_media(media="screen")
    offline_page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not sees(panel, "64.9%")
