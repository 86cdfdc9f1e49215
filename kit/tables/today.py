"""Write what came after the survey: later figures of others, and a scheme's requirements."""

from kit.data import Row, records, table
from kit.labels import base_of, share_text, translate, word
from kit.tables.references import question_names
from kit.tables.table import Table

# Surveys that were asked again since, or that ask about partners today.
SHOWN = ("communications_usage", "ransomware_entry", "small_business")


def today_table() -> Table:
    """Write later figures of other surveys beside earlier ones, and when each was read again.

    Examples
    --------
    >>> today_table().rows[3][1:3]
    ['2024', '47.3%']
    """
    known = table("context_figures")
    rows = records(known[known["survey"].isin(SHOWN)])
    header = [word(f"now.{it}") for it in ("measure", "year", "share", "base", "source", "checked")]
    notes = [word(f"now.note.{it}") for it in ("compare", "small", "threats")]
    sources = list(dict.fromkeys(str(row["source"]) for row in rows))
    return Table(word("now.title"), header, [_later(row) for row in rows], notes, sources=sources)


def requirement_table() -> Table:
    """Write which requirements of the SCS evaluation scheme answer a finding, by level.

    Examples
    --------
    >>> [row[0] for row in requirement_table().rows if row[1] == "★4から"][-2:]
    ['3-1-5', '4-1-9']
    """
    rows = records(table("scs_requirements").sort_values("order"))
    cells = [
        [
            row["identifier"],
            word("scs.stars", level=row["level"]),
            translate(row),
            question_names(row["findings"]),
            word(f"scs.checked.{row['checked']}"),
        ]
        for row in rows
    ]
    names = ("scs.identifier", "scs.level", "scs.text", "table.findings", "scs.checked")
    notes = [word("scs.note.gap"), word("scs.note.checked")]
    header = [word(name) for name in names]
    return Table(word("scs.title"), header, cells, notes, sources=["ipa_scs_criteria"])


def _later(row: Row) -> list[str]:
    base = int(row["base"]) if row["base"] is not None else None
    return [
        translate(row, "measure"),
        str(row["wave"]),
        share_text(f"{row['percent']:g}", row["bound"]),
        base_of(base, "printed"),
        word(f"source.{row['source']}"),
        str(row["checked"])[:10] or word("now.not_checked"),
    ]
