"""What gives answers away: whoever knows nothing must not do much better than by chance."""

from collections import Counter
from collections.abc import Callable, Sequence

from kit.data import Row, records, table

HEDGES = ("言えない", "分からない", "示されていない", "できない")
ABSOLUTES = ("必ず", "すべて", "確実", "断定")
# How much better than by chance a rule may do that reads no question.
MOST_BY_WORDS, MOST_BY_LENGTH, MOST_IN_ONE_PLACE = 0.08, 0.14, 0.4


def singles() -> list[list[Row]]:
    """Give the options of every question with one right answer."""
    wanted = {row["item"] for row in records(table("quiz_items")) if row["kind"] == "single"}
    found: dict[str, list[Row]] = {}
    for row in records(table("quiz_options")):
        if row["item"] in wanted:
            found.setdefault(row["item"], []).append(row)
    return list(found.values())


def score(rule: Callable[[list[Row]], Sequence[Row]]) -> float:
    """Tell how often a rule is right that names some options and picks one of them at random."""
    named = [rule(options) for options in singles()]
    hits = [sum(it["correct"] == "yes" for it in those) / len(those) for those in named]
    return sum(hits) / len(hits)


def by_words(options: list[Row]) -> Sequence[Row]:
    hedged = [it for it in options if any(word in it["ja"] for word in HEDGES)]
    calm = [it for it in options if not any(word in it["ja"] for word in ABSOLUTES)]
    return hedged or calm or options


def test_words_give_no_answer_away() -> None:
    assert len(singles()) > 80
    assert score(by_words) - score(list) <= MOST_BY_WORDS


def test_length_gives_no_answer_away(language: str) -> None:
    def longest(options: list[Row]) -> Sequence[Row]:
        most = max(len(it[language]) for it in options)
        return [it for it in options if len(it[language]) == most]

    assert score(longest) - score(list) <= MOST_BY_LENGTH


def test_no_place_is_the_right_one_too_often() -> None:
    right = Counter(it["option"] for those in singles() for it in those if it["correct"] == "yes")
    assert max(right.values()) / len(singles()) <= MOST_IN_ONE_PLACE
