"""One of every output of the kit, and a chart of every kind for each question."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import kit
from kit.charts import Chart
from kit.estimates import figures, questions
from kit.labels import in_language

TELEWORK = ("q01_telework", "experienced")


def share_of(question: str, **words: str) -> Chart:
    return kit.share_chart(kit.shares(question), **words)


def gap_of(question: str) -> Chart:
    return kit.gap_chart(kit.gaps(question))


CHARTS: dict[str, Callable[[], Any]] = {
    **{f"share {it}": partial(share_of, it) for it in questions()},
    "share with a title": lambda: share_of("q08_checked", title='A "title" & <b>'),
    **{f"gap {it}": partial(gap_of, it) for it in questions() if len(kit.gaps(it))},
    "change": lambda: kit.change_chart(kit.changes(TELEWORK[0]), option=TELEWORK[1]),
    "change refused": lambda: kit.change_chart(kit.changes("q07_media"), option="allowed_total"),
    "composition": lambda: kit.composition_chart(
        kit.shares("q07_media", wave=2021), parts=["still_allowed", "stopped", "rule_changed"]
    ),
    "composition of a total": lambda: kit.composition_chart(
        kit.shares("q07_media", wave=2021), parts=["still_allowed"], total="allowed_total"
    ),
    "guess": lambda: kit.guess_chart(figures(TELEWORK[0], wave=2021, side="client")[:1]),
    "redraws": lambda: kit.redraw_chart(kit.redraws(*TELEWORK)),
    "intervals": lambda: kit.interval_chart(kit.intervals([13, 32, 155], [20, 50, 239])),
    "redraws of a share": lambda: kit.redraw_chart(
        kit.redraws(*TELEWORK, kind="share", wave=2020, side="vendor", number=300)
    ),
    "strata": lambda: kit.strata_chart(kit.table("strata")),
    "strata of a side": lambda: kit.strata_chart(kit.table("strata").query("side == 'client'")),
    "ranks": lambda: kit.rank_chart(kit.table("threat_ranks")),
    "ranks of a threat": lambda: kit.rank_chart(
        kit.table("threat_ranks").query("threat == 'telework'"), title="Telework"
    ),
}  # fmt: skip
OTHERS: dict[str, Callable[[], Any]] = {
    "share table": lambda: kit.share_table(kit.shares("q08_checked")),
    "gap table": lambda: kit.gap_table(kit.gaps("q07_media")),
    "change table": lambda: kit.change_table(kit.changes("q08_checked")),
    "interval table": lambda: kit.interval_table(kit.intervals([13], [20])),
    "redraw table": lambda: kit.redraw_table(kit.redraw_frequencies(*TELEWORK)),
    "strata table": kit.strata_table,
    "card": lambda: kit.question_card("q08_checked"),
    "actions": kit.action_table,
    "sources": lambda: kit.source_list("q07_media"),
    "glossary": kit.glossary,
    "today": kit.today_table,
    "requirements": kit.requirement_table,
    "chain": lambda: kit.chain("contracts"),
    "verdict table": kit.verdict_table,
    "verdict panel": lambda: kit.guess_verdict("media_client", "pc_gap"),
    "certainty": lambda: kit.how_sure(kit.shares("q08_checked"), kit.gaps("q08_checked")),
    "examples": lambda: kit.how_sure(kit.intervals([13], [20])),
    "mark": lambda: kit.certainty_mark(kit.gaps("q08_checked")),
    "guess panel": lambda: kit.guess("q08_checked", option="not_checking", side="vendor"),
    "resample": lambda: kit.resample(TELEWORK[0], option=TELEWORK[1]),
    "quiz": lambda: kit.quiz("03_exceptions_remain"),
    "quiz form": lambda: kit.quiz_form("pre"),
    "paper": lambda: kit.quiz_paper("pre"),
    "key": lambda: kit.quiz_key("pre"),
    "verdict": lambda: kit.check("03_still_count", 45),
    "aid": kit.evaluation_aid,
    "contract": kit.contract_checklist,
    "tabletop": lambda: kit.tabletop("client"),
    "rules": kit.tabletop_rules,
    "after action": kit.after_action,
}
OUTPUTS = {**CHARTS, **OTHERS, **{f"explore {it}": partial(kit.explore, it) for it in questions()}}


@cache
def made(name: str, language: str = "ja") -> Any:
    with in_language(language):
        return OUTPUTS[name]()
