"""Let a reader judge the survey's claims before seeing what the figures say of them."""

from html import escape

from kit.certainty import how_sure
from kit.data import Row, records, table
from kit.errors import require_known
from kit.estimates import verdicts
from kit.labels import join_sentences, word
from kit.panels import Control, Panel, View, choose
from kit.tables import verdict_table
from kit.tables.verdicts import claim_text, figures_of_claims, verdict_cells

GUESSES = ("open", "demonstrated", "pointing", "cannot")


def guess_verdict(*claims: str) -> Panel:
    """Make a panel that asks for the verdict on each claim, and then gives it.

    Parameters
    ----------
    claims
        Codes of ``claims.csv``, in the order in which they are asked.

    Raises
    ------
    UnknownCode
        There is no such claim; the message names those that there are.

    Examples
    --------
    >>> panel = guess_verdict("media_client", "checks_client")
    >>> panel.views["media_client", "demonstrated"].reading.split("。")[0]
    '予想とは違います'
    """
    for claim in claims:
        require_known("claim", claim, list(table("claims")["code"]))
    found = {row["claim"]: row for row in records(verdicts()) if row["claim"] in claims}
    values = {claim: claim_text(claim) for claim in claims}
    guesses = {guess: word(f"verdict.{guess}") for guess in GUESSES}
    controls = [
        Control("claim", word("verdict.which"), values),
        Control("guess", word("verdict.guess"), guesses),
    ]
    views: dict[tuple[str, ...], View] = {
        (claim, guess): _view(found[claim], guess) for claim in claims for guess in GUESSES
    }
    sure = how_sure(figures_of_claims(claims)).html()
    label = word("verdict.label")
    return choose(views, controls, name="verdict", label=label, certainty=sure)


def _view(row: Row, guess: str) -> View:
    claim = f"<p><strong>{escape(claim_text(row['claim']))}</strong></p>"
    if guess == "open":
        return View(claim, "", word("verdict.asked"))
    _, verdict, points, interval = verdict_cells(row)
    right = "verdict.right" if guess == row["verdict"] else "verdict.wrong"
    code = "verdict.refused" if row["reason"] else "verdict.given"
    said = word(code, verdict=verdict, points=points, interval=interval)
    found = verdicts()
    numbers = verdict_table(found[found["claim"] == row["claim"]]).numbers()
    return View(claim, numbers, join_sentences([word(right), said]))
