"""Ask prepared questions: on a page that explains every choice by itself, and on paper.

All words stand in the HTML; the script only shows what belongs to a choice. Nothing is sent or
stored. Without the script the questions can be read and their answers opened.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from kit.facts import Facts, Output
from kit.labels import word
from kit.panels.style import asset, styles


@dataclass(frozen=True)
class Option:
    """Hold one option of a question with what is said to whoever chooses it.

    Parameters
    ----------
    code
        ``a`` to ``d``.
    text
        The option.
    correct
        Whether it is right to choose it.
    why
        Why it is right or wrong.
    misconception
        Name of the misreading that a wrong option stands for.
    """

    code: str
    text: str
    correct: bool
    why: str
    misconception: str = ""

    @property
    def letter(self) -> str:
        """Name the option as a room calls it."""
        return self.code.upper()


@dataclass(frozen=True)
class Item:
    """Hold one question.

    Parameters
    ----------
    code
        Name of its inputs.
    text
        The question.
    several
        Whether several options may be chosen.
    options
        In order of display.
    reread
        Where to read again after a wrong answer.
    """

    code: str
    text: str
    several: bool
    options: Sequence[Option]
    reread: str

    @property
    def hint(self) -> str:
        """Say how many options to choose."""
        return word("quiz.choose_all" if self.several else "quiz.choose_one")


@dataclass(frozen=True, repr=False)
class Quiz(Output):
    """Ask questions one after the other and explain each choice; made by ``kit.quiz``."""

    label: str
    items: Sequence[Item]

    def html(self) -> str:
        """Write the questions; without script all of them show, with their answers folded."""
        label = escape(self.label)
        total = len(self.items)
        forms = "".join(_form(item, n, total) for n, item in enumerate(self.items, 1))
        return (
            f'<div class="kit-panel kit-quiz" role="group" aria-label="{label}">'
            f"{styles('panel.css', 'quiz.css')}"
            f'<p class="kit-panel-label">{label}</p>{forms}{_steps()}'
            f'<div class="kit-end" role="status"></div>{_texts(self.items)}'
            f"<script>{asset('quiz.js')}</script></div>"
        )

    def paper(self) -> "Paper":
        """Give the same questions for print, without their answers."""
        return Paper(self.label, self.items)

    @property
    def facts(self) -> Facts:
        """List the questions with their options and what is said to each."""
        return Facts("quiz", title=self.label, rows=tuple(map(asdict, self.items)))

    def __repr__(self) -> str:
        """List the questions, for places that show no HTML."""
        return _plain(self.label, self.items)


@dataclass(frozen=True, repr=False)
class Paper(Output):
    """Hold the questions of a quiz as a sheet to fill in; made by ``kit.quiz_paper``."""

    label: str
    items: Sequence[Item]

    def html(self) -> str:
        """Write the sheet: no script, and nothing that tells the answers."""
        questions = "".join(
            f'<li><p>{escape(item.text)} <span class="kit-hint">{escape(item.hint)}</span></p>'
            f"<ul>{''.join(_box(option) for option in item.options)}</ul></li>"
            for item in self.items
        )
        about = word("quiz.paper.about", count=len(self.items))
        return (
            f'<section class="kit-paper">{styles("paper.css")}'
            f"<h2>{escape(self.label)}</h2><p>{escape(about)}</p><ol>{questions}</ol></section>"
        )

    @property
    def facts(self) -> Facts:
        """List the questions with their options, and nothing that tells the answers."""
        return Facts("paper", title=self.label, rows=tuple(map(_asked, self.items)))

    def __repr__(self) -> str:
        """List the questions, for places that show no HTML."""
        return _plain(self.label, self.items)


def _asked(item: Item) -> dict[str, Any]:
    options = [{"code": it.code, "text": it.text} for it in item.options]
    return {"code": item.code, "text": item.text, "several": item.several, "options": options}


def _plain(label: str, items: Sequence[Item]) -> str:
    return "\n".join([label, *(f"{n}. {item.text}" for n, item in enumerate(items, 1))])


def _box(option: Option) -> str:
    return f'<li><span class="kit-box"></span>{option.letter}. {escape(option.text)}</li>'


def _form(item: Item, number: int, total: int) -> str:
    asked = word("quiz.number", number=number, total=total)
    inputs = "".join(_input(item, option) for option in item.options)
    answers = "".join(_answer(option) for option in item.options)
    return (
        f'<form autocomplete="off" data-kind="{"multiple" if item.several else "single"}">'
        f'<fieldset tabindex="-1"><legend><span class="kit-number">{escape(asked)}</span> '
        f"{escape(item.text)}</legend>"
        f'<p class="kit-hint">{escape(item.hint)}</p>{inputs}</fieldset>'
        f'<p class="kit-buttons" hidden>{_button("answer", "submit")}{_button("retry")}</p>'
        f'<div class="kit-said" role="status"></div>'
        f"<details><summary>{escape(word('quiz.answers'))}</summary><ul>{answers}</ul></details>"
        "</form>"
    )


def _input(item: Item, option: Option) -> str:
    kind = "checkbox" if item.several else "radio"
    return (
        f'<label><input type="{kind}" name="{escape(item.code)}" value="{option.code}">'
        f"<span><b>{option.letter}.</b> {escape(option.text)}</span></label>"
    )


def _answer(option: Option) -> str:
    """Write an option with its explanation: folded without script, shown when chosen with it."""
    mark = word("quiz.option.right" if option.correct else "quiz.option.wrong")
    named = word("quiz.misconception", name=option.misconception) if option.misconception else ""
    name = f'<p class="kit-hint">{escape(named)}</p>' if named else ""
    return (
        f'<li data-option="{option.code}" data-correct="{"yes" if option.correct else "no"}">'
        f"<p><b>{escape(mark)}</b> {option.letter}. {escape(option.text)}</p>"
        f"<p>{escape(option.why)}</p>{name}</li>"
    )


def _button(name: str, kind: str = "button") -> str:
    hidden = "" if kind == "submit" else " hidden"
    text = escape(word(f"quiz.{name}"))
    return f'<button type="{kind}" data-do="{name}"{hidden}>{text}</button>'


def _steps() -> str:
    names = ("previous", "next", "restart")
    return f'<p class="kit-buttons kit-steps" hidden>{"".join(map(_button, names))}</p>'


def _texts(items: Sequence[Item]) -> str:
    """Write what the script may have to say, for it to copy from."""
    total = len(items)
    lines = {name: word(f"quiz.{name}") for name in ("right", "wrong", "empty", "missed", "reread")}
    lines |= {
        f"score-{right}": word("quiz.score", right=right, total=total) for right in range(total + 1)
    }
    lines |= {f"reread-{place}": item.reread for place, item in enumerate(items)}
    texts = "".join(f'<p data-text="{name}">{escape(line)}</p>' for name, line in lines.items())
    return f'<div class="kit-texts" hidden>{texts}</div>'
