"""What readers do and meet on any page: by mouse and keyboard, on narrow screens, by ear."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from statsmodels.stats.proportion import proportion_confint
from told import TENTHS

from kit.environment import ROOT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (320, 390, 1280)
SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?%")
NUMBER = re.compile(r"\d+(?:\.\d+)?")

Row = dict[str, str]

# Every control that can be reached but whose focus cannot be seen, or that is hard to hit.
UNFIT = """() => {
  const found = [], light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((it) => it / 255);
    const [r, g, b] = parts.map((it) => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (it) => {
    const colour = getComputedStyle(it).backgroundColor;
    const clear = /, 0\\)$/.test(colour) || colour === "transparent";
    return clear ? it.parentElement ? ground(it.parentElement) : "rgb(255, 255, 255)" : colour;
  };
  const reached = "a[href], button, input, select, summary, [tabindex='0']";
  for (const it of document.querySelectorAll(reached)) {
    if (!it.checkVisibility({ visibilityProperty: true }) || it.disabled) continue;
    it.focus({ preventScroll: true });
    if (document.activeElement !== it) continue;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(it);
    const [one, other] = [light(outlineColor), light(ground(it.parentElement))].sort();
    const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
      && (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) >= 3;
    const { width, height } = it.getBoundingClientRect(), inText = it.matches("a");
    const name = it.outerHTML.slice(0, 80);
    if (!seen) found.push(`${name}: ${outlineStyle} ${outlineWidth} ${outlineColor}`);
    if (!inText && Math.min(width, height) < 24) found.push(`${name}: ${width} × ${height} px`);
  }
  document.activeElement.blur();
  return found;
}"""

# What has to be scrolled sideways; tables may be.
TOO_WIDE = """(name) => [...document.querySelectorAll(name)].filter((it) =>
    it.scrollWidth > it.clientWidth + 1 && it.clientWidth && !it.querySelector(":scope > table")
    && (it.tagName === "HTML" || ["auto", "scroll"].includes(getComputedStyle(it).overflowX))
  ).map((it) => it.cloneNode().outerHTML)"""

# Chooses one state of a panel after the other and tells what each shows.
SURVEY = """panel => {
  const fields = [...panel.querySelector("form").querySelectorAll("fieldset")];
  const choices = fields.reduce((all, field) => all.flatMap((chosen) =>
    [...field.querySelectorAll("input")].map((input) => [...chosen, input])), [[]]);
  const named = (inputs) => inputs.map((input) => input.value).join(",");
  const empty = [...panel.querySelectorAll(":scope > [data-empty]")].map((it) => it.dataset.state);
  return choices.filter((inputs) => !empty.includes(named(inputs))).map((inputs) => {
    inputs.forEach((input) => input.checked || input.click());
    const views = [...panel.querySelectorAll(":scope > [data-state]")]
      .filter((it) => it.querySelector(".kit-reading").checkVisibility());
    const texts = (name) => views.flatMap((view) =>
      [...view.querySelectorAll(name)].map((it) => it.textContent.trim()));
    return {
      wanted: named(inputs),
      shown: views.map((view) => view.dataset.state),
      cells: texts("td"), drawn: texts("svg text"), reading: texts(".kit-reading").join(""),
      alternative: views[0]?.querySelector("svg")?.getAttribute("aria-label") ?? "",
    };
  });
}"""


# Opens one of everything that is folded away, by its words.
UNFOLD = """() => {
  const known = new Set();
  for (const it of document.querySelectorAll("details")) {
    const words = it.querySelector("summary").textContent;
    if (it.checkVisibility() && !known.has(words)) it.open = true;
    known.add(words);
  }
}"""


def open_panels(page: Page) -> None:
    """Open what a panel is folded into, as a reader does first."""
    page.locator("details:has(.kit-panel)").evaluate_all("all => all.forEach(it => it.open = true)")


def violations(page: Page, context: Any = None) -> str:
    """Report what breaks WCAG 2.2 AA, as far as a machine can tell."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, context=context, options=options)
    return str(found.generate_report()) if found.violations_count else ""


def unfit_controls(page: Page) -> list[str]:
    """Go through all controls as with the Tab key: is the focus seen, is there enough to hit."""
    page.keyboard.press("Tab")  # from here on the browser shows where the focus is
    return list(page.evaluate(UNFIT))


def too_wide(page: Page) -> list[str]:
    """Name what has to be scrolled sideways in windows of several widths."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        looked_at = "html, body *" if width == min(WIDTHS) else "html"
        found += [f"{width} px: {it}" for it in page.evaluate(TOO_WIDE, looked_at)]
    return found


def operate(page: Page, root: Locator | Page | None = None) -> set[str]:
    """Use every visible panel by mouse and then by keyboard, as its kind wants it.

    Returns the kinds that were there: choice, list, guess, redraws, quiz.
    """
    kinds = set()
    for panel in (root or page).locator(".kit-panel:has(form)").all():
        if panel.is_visible():
            kind, use = _use_of(panel)
            use(page, panel)
            kinds.add(kind)
    return kinds


def _use_of(panel: Locator) -> Any:
    classes = str(panel.get_attribute("class"))
    if "kit-quiz" in classes:
        return "quiz", _use_quiz
    if "kit-slider" in classes:
        covered = panel.get_attribute("data-cover") is not None
        return ("guess", _use_guess) if covered else ("redraws", _use_redraws)
    ticks = panel.locator("[type=checkbox]").count()
    return ("list", _use_list) if ticks else ("choice", _use_choice)


def shown(panel: Locator) -> Locator:
    return panel.locator("> .kit-view:not([hidden])")


def _state(panel: Locator) -> str:
    return str(shown(panel).get_attribute("data-state"))


def _use_choice(page: Page, panel: Locator) -> None:
    fields = panel.locator("form > fieldset:visible").all()
    for field in fields:
        field.locator("input:enabled").last.click()
        assert str(field.locator("input:checked").get_attribute("value")) in _state(panel)
    assert shown(panel).get_attribute("data-empty") is None, "nothing leads to an empty view"
    assert _state(panel).split(",") == panel.locator("form > fieldset").evaluate_all(
        "all => all.map((it) => it.querySelector('input:checked').value)"
    )
    _is_told(panel)
    fields[0].locator("input:checked").focus()
    for place, field in enumerate(fields):
        before, several = _state(panel), field.locator("input:enabled").count() > 1
        page.keyboard.press("ArrowRight")
        assert (_state(panel) != before) == several, "an arrow chooses the next value"
        if place < len(fields) - 1:
            page.keyboard.press("Tab")
    _is_told(panel)
    assert f"{panel.get_attribute('data-panel')}={_state(panel)}" in page.url


def _is_told(panel: Locator) -> None:
    """Wait until a screen reader hears what the chosen view says."""
    said = shown(panel).locator(".kit-reading").text_content()
    expect(panel.locator("[role=status]")).to_have_text(str(said))


def _use_list(page: Page, panel: Locator) -> None:
    _use_choice(page, panel)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    boxes = shown(panel).locator("[type=checkbox]")
    assert boxes.first.is_checked()
    boxes.nth(1).click()
    assert boxes.nth(1).is_checked()


def _value(panel: Locator) -> int:
    typed = panel.locator("[type=number]:not([data-room])").input_value()
    slide = panel.locator("[type=range]").input_value()
    assert slide == typed
    return int(slide)


def _drag(page: Page, panel: Locator) -> None:
    """Click on the slider near its end."""
    slider = panel.locator("[type=range]")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)


def _drag_bar(page: Page, panel: Locator) -> None:
    """Drag along the drawing itself: the pin follows to the right and back."""
    drawn = panel.locator(".kit-drawing svg:visible").first
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    assert box
    left, right, y = box["x"] + 0.2 * box["width"], box["x"] + 0.5 * box["width"], box["y"] + 60
    page.mouse.move(left, y)
    page.mouse.down()
    before = _value(panel)
    page.mouse.move(right, y, steps=3)
    assert before + 20 <= _value(panel) <= before + 60
    page.mouse.move(left, y, steps=3)
    page.mouse.up()
    assert _value(panel) == before
    assert f"={before}" in page.url


def _count_hands(panel: Locator) -> None:
    """Type the hands of a room: the fullest fifth is as high as the bar, the others less."""
    panel.locator(".kit-room summary").click()
    fields = panel.locator("[data-room]").all()
    for field, hands in zip(fields, (1, 4, 2, 0, 0), strict=True):
        field.fill(str(hands))
    drawn = panel.locator(".kit-drawing svg:visible").first
    heights = [
        drawn.locator(f".kit-room-{place}").evaluate("it => it.getBoundingClientRect().height")
        for place in range(5)
    ]
    assert heights[1] > 20
    shares = [it / heights[1] for it in heights]
    assert all(abs(it - to) < 0.1 for it, to in zip(shares, (0.25, 1, 0.5, 0, 0), strict=True))
    assert drawn.locator(".kit-room-1").evaluate("it => Number(getComputedStyle(it).opacity)") > 0


def _use_guess(page: Page, panel: Locator) -> None:
    said, drawn = panel.locator(".kit-said"), panel.locator("svg").first
    covered = str(drawn.get_attribute("aria-label"))
    _drag(page, panel)
    assert 70 <= _value(panel) <= 90
    _drag_bar(page, panel)
    _count_hands(panel)
    panel.locator("[data-do=reveal]").click()
    open_now = str(drawn.get_attribute("aria-label"))
    assert open_now != covered and str(_value(panel)) in NUMBER.findall(said.inner_text())
    panel.locator("[data-do=again]").click()
    assert drawn.get_attribute("aria-label") == covered
    before = _value(panel)
    page.keyboard.press("ArrowRight")
    assert _value(panel) == before + 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert drawn.get_attribute("aria-label") == open_now, "Enter uncovers the answer"
    expect(panel.locator("[role=status]")).to_have_text(said.inner_text())


def _use_redraws(page: Page, panel: Locator) -> None:
    _drag(page, panel)
    before, told = _value(panel), panel.locator(".kit-said").inner_text()
    panel.locator("[data-do=next]").click()
    assert _value(panel) == before + 1 and panel.locator(".kit-said").inner_text() != told
    page.keyboard.press("Enter")
    assert _value(panel) == before + 2, "the button has the focus"
    panel.locator("[type=range]").focus()
    page.keyboard.press("ArrowRight")
    assert _value(panel) == before + 3
    said = panel.locator(".kit-said").inner_text()
    assert str(before + 3) in NUMBER.findall(said)
    expect(panel.locator("[role=status]")).to_have_text(said)


def _use_quiz(page: Page, panel: Locator) -> None:
    said = panel.locator(".kit-said:visible")
    panel.locator("label:visible").last.click()
    panel.locator("[data-do=answer]:visible").click()
    assert len(said.inner_text()) > 20
    if panel.locator("form").count() == 1:  # an exercise
        return
    panel.locator("[data-do=next]").click()
    for key in ("Tab", "Space", "Enter"):
        page.keyboard.press(key)
    assert panel.locator("legend:visible").inner_text() and len(said.inner_text()) > 20
    page.keyboard.press("ArrowDown")
    assert said.count() == 0 or len(panel.locator("form:visible").all()) == 1


def _read(name: str) -> Sequence[Row]:
    with (ROOT / "data" / "survey" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _published() -> dict[tuple[str, str], list[Row]]:
    """Give the rows of the data by question and wave, each with the base of its question."""
    keys = ("wave", "question", "side", "size")
    bases = {tuple(row[it] for it in keys): row["base"] for row in _read("bases")}
    found: dict[tuple[str, str], list[Row]] = {}
    for row in _read("estimates"):
        base = row["base"] or bases.get(tuple(row[it] for it in keys), "")
        found.setdefault((row["question"], row["wave"]), []).append({**row, "base": base})
    return found


def is_question(name: str) -> bool:
    return any(question == name for question, _ in _published())


def of_state(question: str, state: str) -> list[Row]:
    """Select from the data what a state of a panel is about."""
    wave, side, *size = state.split(",")
    waves = ("2020", "2021") if wave == "both" else (wave,)
    rows = [row for it in waves for row in _published().get((question, it), [])]
    rows = [row for row in rows if side in ("both", row["side"])]
    return [row for row in rows if not size or row["size"] == size[0]]


def interval(row: Row) -> list[str]:
    """Compute the ends of an interval anew, with a library that the kit does not use."""
    if row["bound"] != "exact" or not row["base"]:
        return []
    base, share = int(row["base"]), float(row["percent"])
    ends = proportion_confint(round(base * share / 100), base, method="wilson")
    return [f"{100 * end:.1f}" for end in ends]


def tenths(percent: str) -> tuple[str, str]:
    """Say a figure that was rounded to tenths as both languages do."""
    number = int(percent) // 10
    return f"{number}割", TENTHS[number - 1]


def wrong_numbers(panel: Locator) -> Iterator[str]:
    """Turn every state of a panel over and say where it does not show what the data hold."""
    question = str(panel.get_attribute("data-panel"))
    for seen in panel.evaluate(SURVEY):
        if seen["shown"] != [seen["wanted"]]:
            yield f"{question} {seen['wanted']}: shows {seen['shown']}"
        if is_question(question):
            rows = of_state(question, seen["wanted"])
            yield from (f"{question} {seen['wanted']}: {it}" for it in _differences(seen, rows))


def _rest(percent: str) -> str:
    return str(100 - Decimal(percent))


def _differences(seen: dict[str, Any], rows: list[Row]) -> Iterator[str]:
    exact = [row for row in rows if row["bound"] == "exact"]
    published = sorted(row["percent"] for row in exact)
    rounded = [tenths(row["percent"]) for row in rows if row["percent"] and row not in exact]
    told = {"cells": " | ".join(seen["cells"]), "drawn": " | ".join(seen["drawn"])}
    told["alternative"] = seen["alternative"]
    known = {*published, *(end for row in rows for end in interval(row))}
    for place, text in told.items():
        found = SHARE.findall(text)
        missing = Counter(published) - Counter(found)
        # What is left to a hundred is said in the table and not drawn a second time.
        lacks = [it for it in missing if place == "cells" or _rest(it) not in found]
        if text and lacks:
            yield f"{place} lack {lacks}: {text}"
        if text and (lost := [it for it in rounded if not any(way in text for way in it)]):
            yield f"{place} lack {lost}: {text}"
        if strange := {it for it in found if it not in known and it not in ("0", "100", "95")}:
            yield f"{place} show {strange}: {text}"
    for row in exact:
        if seen["cells"] and not {row["percent"], *interval(row)} - {""} <= {
            *NUMBER.findall(told["cells"])
        }:
            yield f"cells lack the interval {interval(row)} of {row['percent']}"
