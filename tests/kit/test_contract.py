"""Contract corner: the right questions for a risk, the same on screen and as text, with sources."""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect
from readers import violations

import kit
from kit.data import cite, table
from kit.errors import UnknownCode
from kit.labels import use_language
from kit.lessons.classroom import contract
from kit.lessons.classroom.contract import LEVELS, called_for
from kit.publish.standalone import FONT, POLICY, stand_alone

STATES = list(product(*LEVELS.values()))
TOPICS = {
    *("work", "devices", "place", "network", "taking_out", "exceptions", "checking"),
    *("incident", "flow_down", "return", "cost"),
}


@pytest.fixture(autouse=True)
def restore_language() -> Iterator[None]:
    yield
    use_language()


@cache
def codes(*state: str) -> frozenset[str]:
    chosen = called_for(table("contract_terms"), dict(zip(LEVELS, state, strict=True)))
    return frozenset(chosen["code"])


def exported(view: str) -> str:
    (address,) = re.findall(r'href="data:text/plain;charset=utf-8,([^"]+)"', view)
    return unquote(address)


def test_there_are_18_states_and_more_risk_never_asks_less() -> None:
    assert len(STATES) == 18
    for state in STATES:
        for place, levels in enumerate(LEVELS.values()):
            for higher in levels[levels.index(state[place]) :]:
                riskier = (*state[:place], higher, *state[place + 1 :])
                assert codes(*state) <= codes(*riskier), (state, riskier)


def test_every_risk_asks_for_something_of_its_own() -> None:
    lowest = ("low", "none", "none")
    everything = set(table("contract_terms")["code"])
    assert codes(*lowest) < codes("medium", *lowest[1:]) < codes("high", *lowest[1:])
    assert codes(*lowest) < codes("low", "limited", "none") < codes("low", "privileged", "none")
    assert codes(*lowest) < codes("low", "none", "allowed")
    assert codes("high", "privileged", "allowed") == everything


def test_every_topic_is_talked_about_whatever_the_risk() -> None:
    terms = table("contract_terms").set_index("code")
    assert set(terms.loc[sorted(codes("low", "none", "none")), "topic"]) == TOPICS


def test_a_question_cites_survey_control_and_page_that_exist() -> None:
    actions = table("recommendations").set_index("code")["nist_csf"]
    for row in table("contract_terms").to_dict("records"):
        assert {*row["findings"].split(";")} - {""} <= set(table("questions")["code"]), row
        assert bool(row["action"]) == bool(row["control"]), row
        if row["action"]:
            assert row["control"] in actions[row["action"]].split(";"), row
        assert row["findings"] or row["control"] or row["source"], row


def test_an_identifier_that_was_not_checked_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "GV.SC-05（未確認）" not in kit.contract_text()
    flags = dict.fromkeys(contract.checked_controls(), "no")
    monkeypatch.setattr(contract, "checked_controls", lambda: flags)
    assert "GV.SC-05（未確認）" in kit.contract_text()


def test_the_file_says_what_the_view_shows(language: str) -> None:
    use_language(language)
    for state, view in kit.contract_checklist().views.items():
        text = kit.contract_text(**dict(zip(LEVELS, state, strict=True)))
        assert exported(view.picture) == text
        shown = re.findall(r"<input type=checkbox>([^<]+)</label>", view.picture)
        assert re.findall(r"^□ ?(.+)$", text, re.MULTILINE) == [
            it.replace("&#x27;", "'") for it in shown
        ]
        assert len(shown) == len(codes(*state)) and str(len(shown)) in view.reading
        assert cite("jftc_meti_2022")["address"] in text


def test_it_says_that_it_is_no_legal_advice_and_that_costs_are_shared() -> None:
    for language, advice, cost in (
        ("ja", "法律上の助言で", "費用"),
        ("en", "legal advice", "cost"),
    ):
        use_language(language)
        for text in (kit.contract_checklist().html(), kit.contract_text()):
            assert advice in text and cost in text
        aid = kit.evaluation_aid().html()
        assert advice in aid and cite("jftc_meti_2022")["address"] in aid


def test_the_panel_is_light(language: str) -> None:
    use_language(language)
    page = kit.contract_checklist().html().encode()
    assert len(page) < 160_000 and len(gzip.compress(page)) < 10_000


def test_an_unknown_level_names_the_allowed() -> None:
    with pytest.raises(UnknownCode, match="did you mean 'privileged'"):
        kit.contract_text(access="priviledged")


def test_any_yes_suggests_level_four(language: str) -> None:
    use_language(language)
    views = kit.evaluation_aid().views
    assert len(views) == 8
    for state, view in views.items():
        other = "★3" if "yes" in state else "★4"
        assert ("★4" if "yes" in state else "★3") in view.picture
        assert other not in view.picture


def test_the_aid_names_its_sources_and_the_day_it_was_checked(language: str) -> None:
    use_language(language)
    page = kit.evaluation_aid().html()
    for source in ("tokyo_scs_2025", "meti_scs_2026"):
        assert cite(source)["address"] in page
    assert [cite(it)["kind"] for it in ("meti_scs_2026", "tokyo_scs_2025")] == [
        "government",
        "secondary",
    ]
    assert ("2026年11月27日確認" if language == "ja" else "checked on 27 November 2026") in page


def test_level_three_leaves_open_what_the_survey_found(language: str) -> None:
    use_language(language)
    asked = kit.table("scs_requirements")
    exceptions = asked[asked["findings"].isin(["q07_media", "q07_pc"])]
    assert len(exceptions) == 2 and set(exceptions["level"]) == {4}
    shown = kit.requirement_table()
    assert len(shown.rows) == len(asked) and "★3" in shown.notes[0]
    days = {"ja": "2026年11月27日確認", "en": "checked on 27 November 2026"}
    assert days[language] in " ".join(shown.notes)


def test_a_later_figure_says_whether_its_page_was_read_again(language: str) -> None:
    use_language(language)
    rows = kit.today_table().rows
    assert {row[-1] for row in rows} == {"2026-11-27", kit.word("now.not_checked")}
    assert next(row[2] for row in rows if row[1] == "2024") == "47.3%"


def test_a_reader_ticks_and_takes_the_list_along(offline_page: Page, tmp_path: Path) -> None:
    use_language("en")
    body = kit.contract_checklist().html() + kit.evaluation_aid().html()
    head = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>t</title>'
    font = f'<style>@font-face {{font-family: k; src: url("{FONT}")}}</style>'
    page = f'<!doctype html><html lang="en"><meta charset="utf-8">{head}{font}<h2>t</h2>{body}'
    (tmp_path / "page.html").write_bytes(stand_alone(page, "page.html"))
    offline_page.goto((tmp_path / "page.html").as_uri())
    panel = offline_page.locator("[data-panel=contract]")
    panel.get_by_role("radio", name="Low", exact=True).focus()
    for key in ("ArrowRight", "ArrowRight", "Tab", "ArrowRight", "Tab", "ArrowRight", "Tab"):
        offline_page.keyboard.press(key)
    offline_page.keyboard.press("Space")
    box = panel.locator(".kit-view:visible").get_by_role("checkbox")
    assert box.first.is_checked() and box.count() == len(codes("high", "limited", "allowed"))
    with offline_page.expect_download() as started:
        panel.locator(".kit-view:visible").get_by_role("link", name="Save as text").press("Enter")
    saved = Path(started.value.path()).read_text(encoding="utf-8")
    assert started.value.suggested_filename == "contract-checklist.txt"
    assert saved == kit.contract_text(
        confidentiality="high", access="limited", subcontracting="allowed"
    )
    panel.get_by_role("radio", name="Privileged").check()
    assert box.first.is_checked(), "a tick stays when the risk changes"
    aid = offline_page.locator("[data-panel=aid]")
    aid.get_by_role("radio", name="Yes").last.check()
    expect(aid.locator("[role=status]")).to_contain_text("★4")
    offline_page.set_viewport_size({"width": 320, "height": 640})
    assert offline_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(offline_page)
