"""Write what the numbers rest on: who answered, what was asked, what to do, where it stands."""

from typing import TYPE_CHECKING, Any

from kit.data import cite, records, table
from kit.errors import require_known
from kit.estimates import figures, waves
from kit.labels import (
    base_of,
    caveat_texts,
    group_text,
    has_word,
    question_text,
    translate,
    word,
)
from kit.tables.table import Table

if TYPE_CHECKING:
    from pandas import DataFrame


def strata_table() -> Table:
    """Write how many organisations answered in each stratum of every wave, with totals.

    Examples
    --------
    >>> strata_table().rows[-1][1:]
    ['505社', '508社']
    """
    rows = table("strata").sort_values(["side", "size"])
    cells = [
        [group_text(str(side), str(size)), *(_organisations(part, wave) for wave in waves())]
        for (side, size), part in rows.groupby(["side", "size"], sort=False)
    ]
    total = [word("table.total"), *(_organisations(rows, wave) for wave in waves())]
    header = [word("table.group"), *(word(f"wave.{wave}") for wave in waves())]
    return Table(word("chart.title.strata"), header, [*cells, total], [word("table.note.strata")])


def question_card(question: str) -> Table:
    """Write a question as it was put: wording, who answered, bases, what may be compared.

    Examples
    --------
    >>> question_card("q08_checked").rows[2][1]
    '2021年度：委託元 155*、委託先 261*。2020年度：未収録'
    """
    rows = [
        [word("card.question"), question_text(question)],
        [word("card.who"), question_text(question, "who")],
        [word("card.bases"), _bases(question)],
        [word("card.compare"), question_text(question, "why")],
    ]
    notes = [word("chart.note.base_derived")] if "*" in rows[2][1] else []
    header = [word("card.field"), word("card.content")]
    return Table(
        word("card.title"),
        header,
        rows,
        notes,
        kind="card",
        question=question,
        settings=_facts(question),
    )


def action_table(level: str = "action") -> Table:
    """Write the realities, recommendations or actions with the findings and controls behind them.

    Parameters
    ----------
    level
        ``reality``, ``recommendation`` or ``action``.
    """
    known = table("recommendations")
    require_known("level", level, list(known["level"].unique()))
    rows = known[known["level"] == level].to_dict("records")
    frameworks = ("nist_csf", "nist_800_53", "keiei_guideline") if level == "action" else ()
    names = ("text", "findings", *frameworks, *(("checked",) if frameworks else ()))
    cells = [
        [
            translate(row),
            question_names(row["findings"]),
            *(_identifiers(row[name]) for name in frameworks),
        ]
        for row in rows
    ]
    if frameworks:
        cells = [
            [*cell, word(f"checked.{row['checked']}")]
            for cell, row in zip(cells, rows, strict=True)
        ]
    notes = [word("table.note.controls")] if frameworks else []
    header = [word(f"table.{name}") for name in names]
    return Table(word(f"table.title.{level}"), header, cells, notes, kind="actions")


def source_list(*questions: str) -> Table:
    """Write where the figures of some questions stand: title, publisher, date, address."""
    for question in questions:
        require_known("question", question, list(table("questions")["code"]))
    rows = table("estimates")
    used = rows.loc[rows["question"].isin(questions) & (rows["source"] != ""), "source"]
    cited = [cite(str(source)) for source in used.unique()]
    header = [word(f"table.{name}") for name in ("title", "publisher", "date", "kind", "address")]
    cells = [
        [
            item["title"],
            item["publisher"],
            item["date"],
            word(f"kind.{item['kind']}"),
            item["address"],
        ]
        for item in cited
    ]
    return Table(word("table.title.sources"), header, cells, [])


def glossary() -> Table:
    """Write the terms of the kit: in both languages, and what each means.

    Examples
    --------
    >>> glossary().rows[0]
    ['委託元', 'client', 'IT業務を外部に委託する企業・組織']
    """
    rows = records(table("glossary").sort_values("order"))
    cells = [[row["ja"], row["en"], translate(row, "means")] for row in rows]
    header = [word(f"glossary.{name}") for name in ("ja", "en", "means")]
    return Table(word("glossary.title"), header, cells, [], kind="glossary")


def _organisations(rows: "DataFrame", wave: int) -> str:
    return word(
        "number.organisations", count=int(rows.loc[rows["wave"] == wave, "respondents"].sum())
    )


def _facts(question: str) -> dict[str, Any]:
    """Say in a few words who was asked, how many answered, when, and what to beware of."""
    asked = table("questions").set_index("code").loc[question]
    found = table("bases")
    latest = found[found["question"] == question]
    latest = latest[latest["wave"] == latest["wave"].max()].to_dict("records")
    cautions = caveat_texts(it.caveat for it in figures(question, size="all") if it.caveat)[:1]
    cautions += [
        word(f"card.not_{scope}")
        for scope, may in (
            ("waves", asked["comparable_waves"]),
            ("sides", asked["comparable_sides"]),
        )
        if may == "no"
    ]
    return {
        "who": question_text(question, "who"),
        "bases": [
            {
                "side": row["side"],
                "group": group_text(row["side"], row["size"]),
                "base": base_of(row["base"], row["status"]),
            }
            for row in latest
        ],
        "when": word(f"card.when.{latest[0]['wave']}") if latest else "",
        "caution": cautions[:1],
    }


def _bases(question: str) -> str:
    """List the bases of a question by wave and side; a wave without any says so."""
    rows = table("bases")
    rows = rows[rows["question"] == question]
    texts = []
    for wave in reversed(waves()):
        found = rows[rows["wave"] == wave].to_dict("records")
        named = (
            f"{group_text(row['side'], row['size'])} {base_of(row['base'], row['status'])}"
            for row in found
        )
        listed = word("list.comma").join(named) or word("number.no_base")
        texts.append(f"{word(f'wave.{wave}')}{word('list.colon')}{listed}")
    return word("list.stop").join(texts)


def question_names(findings: str) -> str:
    """Name the questions of a list of codes that semicolons separate."""
    codes = [code for code in findings.split(";") if code]
    names = (
        word(f"short.{code}") if has_word(f"short.{code}") else question_text(code)
        for code in codes
    )
    return word("list.semicolon").join(names)


def _identifiers(cell: str) -> str:
    return ", ".join(part for part in cell.split(";") if part) or word("table.none")
