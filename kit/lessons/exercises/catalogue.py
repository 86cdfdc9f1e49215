"""List the exercises of the lessons; no answer stands here as a number."""

from kit.estimates import SIDES, base_flag, change, figures, gap, questions
from kit.labels import short_text, word
from kit.lessons.exercises.exercise import (
    Exercise,
    counted,
    difference,
    ends,
    figure,
    findings,
    growth,
    own_exercise,
    percent,
    plain_ends,
    read_differences,
    read_figures,
    read_own,
    read_respondents,
    respondents,
    rounded_readiness,
    standing,
)
from kit.lessons.exercises.kinds import Code, Codes, Ends, Number

COUNT, SHARE, INTERVAL = Number(0), Number(), Ends()

TELEWORK = ("q01_telework", "experienced")
STILL, TOTAL = ("q07_media", "still_allowed"), ("q07_media", "allowed_total")
CHECKING, NOT_CHECKING = ("q08_checked", "checking"), ("q08_checked", "not_checking")
SELF_CHECK = ("q08_method", "self_check")
PC = ("q07_pc", "still_allowed")
TERMS = ("q20_contract_terms", "agreed_or_planned")

STRATA = tuple(f"{side}_{size}" for side in SIDES for size in ("large", "small"))
# Why a figure or a difference of the lessons cannot be worked with.
REASON = Code(lambda: ("inexact", "no_base", "not_asked", "question_waves", "not_held"))
# What a base allows: the count alone, a share as a rough guide, or a share.
REPORTS = {"tiny": "count", "small": "rough", "": "share"}
# Count and base of an imagined room and of imagined vendors, as lessons 05 and 09 give them.
ROOM, OWN = (12, 20), (24, 36)

EXERCISES = {
    "01_vendor_count": Exercise(
        COUNT,
        lambda: figure(*TELEWORK, "vendor").count,
        {
            "percent_for_count": lambda: figure(*TELEWORK, "vendor").value,
            "base_for_count": lambda: figure(*TELEWORK, "vendor").base,
            "other_side": lambda: figure(*TELEWORK, "client").count,
            "other_wave": lambda: figure(*TELEWORK, "vendor", 2020).count,
        },
        lambda: read_figures(figure(*TELEWORK, "vendor")),
    ),
    "01_vendor_interval": Exercise(
        INTERVAL,
        lambda: ends(*TELEWORK, "vendor"),
        {
            "other_side": lambda: ends(*TELEWORK, "client"),
            "other_wave": lambda: ends(*TELEWORK, "vendor", 2020),
            "plain": lambda: plain_ends(*counted(*TELEWORK, "vendor")),
        },
        lambda: read_figures(figure(*TELEWORK, "vendor")),
    ),
    "01_stratum": Exercise(
        Code(lambda: STRATA),
        lambda: max(STRATA, key=growth),
        {
            "most_answers": lambda: max(STRATA, key=lambda it: respondents(2021, *it.split("_"))),
            "grew_less": lambda: sorted(STRATA, key=growth)[-2],
            "shrank": lambda: min(STRATA, key=growth),
        },
        lambda: read_respondents(STRATA),
    ),
    "02_gap_2020": Exercise(
        SHARE,
        lambda: gap(*TELEWORK, wave=2020).points,
        {
            "sign": lambda: -(gap(*TELEWORK, wave=2020).points or 0.0),
            "other_wave": lambda: gap(*TELEWORK).points,
            "rounded": lambda: (
                figure(*TELEWORK, "vendor", 2020).value - figure(*TELEWORK, "client", 2020).value
            ),
            "change_for_gap": lambda: change(*TELEWORK, side="client").points,
        },
        lambda: read_differences(difference(*TELEWORK, wave=2020)),
    ),
    "02_unclear": Exercise(
        Code(lambda: SIDES),
        lambda: next(side for side in SIDES if not change(*TELEWORK, side=side).clear),
        {"clear": lambda: next(side for side in SIDES if change(*TELEWORK, side=side).clear)},
        lambda: read_differences(*(difference(*TELEWORK, side=side) for side in SIDES)),
    ),
    "03_still_count": Exercise(
        COUNT,
        lambda: figure(*STILL, "client").count,
        {
            "total": lambda: figure(*TOTAL, "client").count,
            "percent_for_count": lambda: figure(*STILL, "client").value,
            "other_side": lambda: figure(*STILL, "vendor").count,
            "other_base": lambda: round(
                figure(*STILL, "client").value * respondents(2021, "client") / 100
            ),
        },
        lambda: read_figures(figure(*STILL, "client")),
    ),
    "03_still_of_total": Exercise(
        SHARE,
        lambda: percent(figure(*STILL, "client").count, figure(*TOTAL, "client").count),
        {
            "own_base": lambda: figure(*STILL, "client").value,
            "subtracted": lambda: figure(*TOTAL, "client").value - figure(*STILL, "client").value,
            "other_side": lambda: percent(
                figure(*STILL, "vendor").count, figure(*TOTAL, "vendor").count
            ),
            "rounded": lambda: percent(
                figure(*STILL, "client").value, figure(*TOTAL, "client").value
            ),
        },
        lambda: read_figures(figure(*TOTAL, "client"), figure(*STILL, "client")),
    ),
    "03_pc_reason": Exercise(
        REASON,
        lambda: difference(*PC).reason,
        {
            "no_base": lambda: "no_base",
            "inexact": lambda: "inexact",
        },
        lambda: read_figures(*(figure(*PC, side) for side in SIDES)),
    ),
    "04_self_check_share": Exercise(
        SHARE,
        lambda: percent(figure(*SELF_CHECK, "client").count, figure(*CHECKING, "client").base),
        {
            "own_base": lambda: figure(*SELF_CHECK, "client").value,
            "subtracted": lambda: (
                figure(*SELF_CHECK, "client").value - figure(*NOT_CHECKING, "client").value
            ),
            "of_all": lambda: percent(
                figure(*SELF_CHECK, "client").count, respondents(2021, "client")
            ),
            "other_side": lambda: percent(
                figure(*SELF_CHECK, "vendor").count, figure(*CHECKING, "vendor").base
            ),
        },
        lambda: read_figures(figure(*CHECKING, "client"), figure(*SELF_CHECK, "client")),
    ),
    "04_reason": Exercise(
        REASON,
        lambda: difference(*CHECKING, side="client").reason,
        {
            "inexact": lambda: "inexact",
            "not_held": lambda: "not_held",
            "question_waves": lambda: "question_waves",
        },
        lambda: read_differences(difference(*CHECKING, side="client")),
    ),
    "05_manual_published": Exercise(
        COUNT,
        lambda: sum(bool(it.printed) for it in figures("q11_manual", option="reviewed")),
        {"rows": lambda: len(figures("q11_manual", option="reviewed"))},
        lambda: read_figures(*figures("q11_manual", option="reviewed")),
    ),
    "05_whose": Exercise(
        Code(lambda: (*SIDES, *STRATA)),
        lambda: f"{rounded_readiness().side}_{rounded_readiness().size}",
        {
            "all_sizes": lambda: "client",
            "other_side": lambda: "vendor_small",
            "other_size": lambda: "client_large",
        },
        lambda: read_figures(rounded_readiness()),
    ),
    "05_room": own_exercise(*ROOM),
    "06_vendor_reason": Exercise(
        REASON,
        lambda: figure(*TERMS, "vendor").verdict,
        {
            "no_base": lambda: "no_base",
            "not_held": lambda: "not_held",
            "question_waves": lambda: "question_waves",
        },
        lambda: read_figures(figure(*TERMS, "vendor")),
    ),
    "06_earlier_side": Exercise(
        Code(lambda: (*SIDES, "all", "unknown")),
        lambda: figures("q20_contract_terms", wave=2020)[0].side,
        {"client": lambda: "client", "vendor": lambda: "vendor", "all": lambda: "all"},
        lambda: read_figures(*figures("q20_contract_terms", wave=2020)),
    ),
    "07_gap_still": Exercise(
        SHARE,
        lambda: gap(*STILL).points,
        {
            "sign": lambda: -(gap(*STILL).points or 0.0),
            "total": lambda: gap(*TOTAL).points,
            "rounded": lambda: figure(*STILL, "vendor").value - figure(*STILL, "client").value,
        },
        lambda: read_differences(difference(*STILL)),
    ),
    "07_findings": Exercise(
        Codes(questions),
        lambda: findings("withdraw_exceptions"),
        {
            "other_rules": lambda: findings("check_understanding"),
            "other_contracts": lambda: findings("write_terms"),
        },
        lambda: [word("list.comma").join(map(short_text, sorted(findings("withdraw_exceptions"))))],
    ),
    "08_vendor_interval": Exercise(
        INTERVAL,
        lambda: ends(*CHECKING, "vendor"),
        {
            "other_side": lambda: ends(*CHECKING, "client"),
            "other_option": lambda: ends(*NOT_CHECKING, "vendor"),
            "plain": lambda: plain_ends(*counted(*CHECKING, "vendor")),
        },
        lambda: read_figures(figure(*CHECKING, "vendor")),
    ),
    "08_standing": Exercise(
        Code(lambda: ("majority", "minority", "unclear")),
        lambda: standing(*ends(*CHECKING, "vendor")),
        {"minority": lambda: "minority", "unclear": lambda: "unclear"},
        lambda: read_figures(figure(*CHECKING, "vendor")),
    ),
    "09_interval": own_exercise(*OWN),
    "09_report": Exercise(
        Code(lambda: tuple(REPORTS.values())),
        lambda: REPORTS[base_flag(OWN[1])],
        {"count": lambda: "count", "share": lambda: "share"},
        lambda: read_own(*OWN),
    ),
}
