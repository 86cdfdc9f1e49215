"""Two rooms, one incident: forty minutes, real figures, and no room sees the other's cards."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from readers import violations

import kit
from kit.data import Row, table
from kit.errors import UnknownCode
from kit.estimates import shares
from kit.labels import LANGUAGES, share_text, translate, use_language
from kit.lessons.classroom.tabletop import ROOMS, cards, timetable

CARDS = table("tabletop").to_dict("records")
STAGES = list(table("tabletop_stages").sort_values("order")["code"])
INJECTS = [card for card in CARDS if card["kind"] == "inject"]
OTHER = {"client": "vendor", "vendor": "client"}


@pytest.fixture(autouse=True)
def restore_language() -> Iterator[None]:
    yield
    use_language()


def figure(card: Row) -> Row:
    keys = ("wave", "side", "size", "option")
    found = shares(card["question"], **{key: card[key] for key in keys})
    return dict(found.iloc[0])


def everything(room: str) -> str:
    """Give all that a room is handed, as text without escapes."""
    shown = (kit.tabletop(room).html(), cards(room), repr(kit.after_action(room)))
    return "\n".join(shown).replace("&#x27;", "'").replace("&quot;", '"')


def numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:[.:]\d+)?", unicodedata.normalize("NFKC", text)))


def test_it_takes_forty_minutes() -> None:
    assert table("tabletop_stages")["minutes"].sum() == 40
    assert timetable().rows[-1][-1] == "40"


@pytest.mark.parametrize("room", ROOMS)
def test_organisations_are_counted_in_whole_numbers(room: str, language: str) -> None:
    use_language(language)
    assert re.search(r"\d+社中\d+社|\d+ of \d+ org", everything(room)), "counts are told"
    assert not re.search(r"\.0社|\.0 of|of \d+\.0 org", everything(room))


def test_the_rules_fit_on_one_slide() -> None:
    use_language("en")
    rules = kit.tabletop_rules()
    texts = [rules.caption, *rules.header, *(cell for row in rules.rows for cell in row)]
    assert len(" ".join(texts).split()) <= 60
    use_language()
    rules = kit.tabletop_rules()
    texts = [rules.caption, *rules.header, *(cell for row in rules.rows for cell in row)]
    assert len("".join(texts)) <= 200


@pytest.mark.parametrize("card", INJECTS, ids=lambda card: str(card["code"]))
def test_what_happens_cites_a_published_figure(card: Row, language: str) -> None:
    use_language(language)
    row = figure(card)
    assert row["printed"]
    room = "client" if card["room"] == "both" else card["room"]
    content = kit.tabletop(room).views[card["stage"],].html()
    assert share_text(row["printed"], row["bound"]) in content
    assert not re.search(r"%|％|割|percent", card["ja"] + card["en"]), "figures come from the data"


def test_each_room_learns_three_things_and_decides_after_each() -> None:
    for room in OTHER:
        own = [card for card in CARDS if card["room"] == room]
        told = {card["stage"]: card["kind"] for card in own if card["kind"] == "inject"}
        asked = {card["stage"] for card in own if card["kind"] == "decision"}
        assert len(told) == 3 and asked == set(told)


@pytest.mark.parametrize("room", ROOMS)
def test_cards_give_counts_but_no_interval(room: str, language: str) -> None:
    use_language(language)
    assert not re.search("区間|95%", cards(room))


def test_rooms_meet_ransomware_personal_data_and_the_authorities(language: str) -> None:
    use_language(language)
    asked = {
        "ja": ("暗号化", "個人データ", "個人情報保護委員会", "警察", "IPAの相談窓口"),
        "en": ("encrypted", "personal data", "data protection authority", "police", "IPA"),
    }
    for room in OTHER:
        assert not [it for it in asked[language] if it not in cards(room)]


def test_the_log_has_time_options_owner_and_reason(language: str) -> None:
    use_language(language)
    for room in ROOMS:
        head = cards(room).split('class="kit-log"')[1].split("</thead>")[0]
        names = [kit.word(f"tabletop.log.{it}") for it in ("time", "decision", "owner", "reason")]
        assert re.findall("<th[^>]*>([^<]+)", head) == names


def test_every_gap_leads_to_an_action_and_every_action_to_a_gap() -> None:
    known = table("recommendations").query("level == 'action'")["code"]
    named = [code for card in CARDS for code in str(card["actions"]).split(";") if code]
    assert set(named) == set(known)
    assert all(card["actions"] for card in INJECTS)
    sheet = kit.after_action()
    assert len(sheet.rows) == 7
    identifiers = table("recommendations").set_index("code")["nist_csf"]
    for row, code in zip(sheet.rows, known, strict=True):
        assert row[1] != "相手の部屋に聞く"
        assert row[4] == identifiers[code].replace(";", ", ")


@pytest.mark.parametrize("room", OTHER)
def test_no_room_sees_what_the_other_knows(room: str, language: str) -> None:
    use_language(language)
    text = everything(room)
    for card in CARDS:
        if card["room"] in (OTHER[room], "facilitator"):
            lead = translate(card).split("|")[0]
            assert lead not in text, card["code"]
            if card["kind"] == "inject":
                assert translate(card, "title") not in text, card["code"]
    secret = {
        "client": {"ja": ["仮名ソフト", "ログイン"], "en": ["Placeholder", "log-in"]},
        "vendor": {"ja": ["電車", "2020年の特例"], "en": ["train", "exception of 2020"]},
    }
    assert not [word for word in secret[room][language] if word in text]
    assert all(word in everything(OTHER[room]) for word in secret[room][language][:1])


@pytest.mark.parametrize("room", ROOMS)
def test_a_stage_shows_its_cards_and_none_of_a_later_one(room: str) -> None:
    views = kit.tabletop(room).views
    assert [stage for (stage,) in views] == STAGES
    for place, (stage, view) in enumerate(zip(STAGES, views.values(), strict=True)):
        for card in CARDS:
            if card["room"] in ROOMS[room] and card["kind"] != "rules":
                reached = card["stage"] in STAGES[: place + 1]
                assert (f"<h3>{card['title_ja']}</h3>" in view.picture) == reached, (stage, card)


def test_the_facilitator_sees_every_card(language: str) -> None:
    use_language(language)
    text = everything("facilitator")
    assert all(translate(card, "title") in text for card in CARDS)


def test_both_languages_say_the_same() -> None:
    for row in [*CARDS, *table("tabletop_stages").to_dict("records")]:
        ja, en = (f"{row.get(f'title_{it}', '')} {row[it]}" for it in LANGUAGES)
        assert numbers(ja) == numbers(en), row["code"]
        assert ja.count("|") == en.count("|"), row["code"]


def test_it_says_that_the_companies_are_made_up(language: str) -> None:
    use_language(language)
    told = "架空" if language == "ja" else "made up"
    for room in ROOMS:
        assert told in cards(room)
        assert all(told in view.picture for view in kit.tabletop(room).views.values())


def test_an_unknown_room_names_the_known() -> None:
    for show in (kit.tabletop, cards, kit.after_action):
        with pytest.raises(UnknownCode, match="did you mean 'client'"):
            show("clients")


def page_of(body: str, language: str) -> str:
    return f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>t</title>{body}'


def test_a_team_plays_with_the_keyboard(offline_page: Page, tmp_path: Path) -> None:
    path = tmp_path / "room.html"
    body = f"<h1>t</h1><h2>t</h2>{kit.tabletop('vendor').html()}"
    path.write_text(page_of(body, "ja"), encoding="utf-8")
    offline_page.set_viewport_size({"width": 320, "height": 640})
    offline_page.goto(path.as_uri())
    panel = offline_page.locator("[data-panel=tabletop-vendor]")
    offline_page.keyboard.press("Tab")
    for place in range(1, len(STAGES)):
        offline_page.keyboard.press("ArrowRight")
        shown = panel.locator(f".kit-view[data-state={STAGES[place]}]")
        assert shown.is_visible() and panel.locator(".kit-view:visible").count() == 1
        said = shown.locator(".kit-reading").inner_text()
        expect(panel.locator("[role=status]")).to_have_text(said)
    assert offline_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(offline_page)


def test_cards_fit_their_paper(offline_page: Page, language: str) -> None:
    use_language(language)
    offline_page.emulate_media(media="print")
    offline_page.set_viewport_size({"width": 733, "height": 1062})  # A4 within its margins
    for room in ROOMS:
        offline_page.set_content(page_of(f"<body>{cards(room)}", language))
        boxes = "[...document.querySelectorAll('.kit-cards > *')]"
        sizes = offline_page.evaluate(
            f"{boxes}.map(it => [it.scrollHeight - it.clientHeight, it.clientHeight])"
        )
        assert sizes and all(over <= 0 and height > 500 for over, height in sizes), (room, sizes)
