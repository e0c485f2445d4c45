"""Breaches for words found in a list of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from naming.facts import NamingFacts
from naming.hints import LISTS, adds_up
from naming.lexicon.tables import table
from naming.parameters.layers import word_overlay
from naming.proposal import Proposal
from naming.shown import shown
from naming.wording import Entry, hits_of
from rulebook.rule import Breach, Weight

# A specific part of one character is no name to suggest.
LEAST_LEFT = 2


def word_breaches(
    list_name: str, proposal: Proposal, facts: NamingFacts, message: str, suggestion: str
) -> Iterator[Breach]:
    """Yield a breach for each word of the list in the name.

    In the name of an estate several slight hints together weigh as a warning.

    Args:
        list_name: List in `lexicon/words.csv`.
        proposal: The name in question.
        facts: For the parameters in force.
        message: Chinese sentence with `{name}` and `{word}`.
        suggestion: What to do, in Chinese, beginning with 请; a changed name is put before it.
    """
    hits = hits_of(list_name, proposal.text, proposal.kind, word_overlay(facts.parameters))
    if not hits:
        return
    heavy = list_name in LISTS and adds_up(proposal.text, proposal.kind, facts.parameters)
    for hit in hits:
        if hit.entry.match == "specific" and hit.entry.word != proposal.specific:
            continue
        word, weight = hit.entry.word, hit.entry.weight
        yield Breach(
            message.format(name=shown(proposal.text), word=word),
            evidence={"word": word, "start": hit.start, "list": hit.entry.source},
            suggestion=_changed(proposal, hit.entry, suggestion),
            weight=Weight.WARN if heavy and weight is Weight.NOTE else weight,
            field="name",
        )


def _changed(proposal: Proposal, entry: Entry, suggestion: str) -> str:
    """Return the suggestion with a name that would do, where one can be made."""
    word, text = entry.word, proposal.text
    nicer = _elegant().get(word, ())
    if nicer:
        names = "”“".join(shown(text.replace(word, other)) for other in nicer)
        return f"可取近音雅字，如“{names}”；{suggestion}"
    rest = text.replace(word, "")
    keeps = rest.endswith(proposal.generic) and len(rest) - len(proposal.generic) >= LEAST_LEFT
    if keeps and proposal.generic and entry.list_name != "vulgar":
        return f"可去掉“{word}”作“{shown(rest)}”，或{suggestion.removeprefix('请')}"
    return suggestion


@cache
def _elegant() -> dict[str, tuple[str, ...]]:
    """Return what may be written instead of a vulgar word: near in sound, good in sense."""
    return {row["word"]: tuple(row["elegant"].split()) for row in table("elegant_characters")}
