"""Breaches for words found in a list of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator

from naming.proposal import Proposal
from naming.wording import hits_of
from rulebook.rule import Breach


def word_breaches(
    list_name: str, proposal: Proposal, message: str, suggestion: str
) -> Iterator[Breach]:
    """Yield a breach for each word of the list in the name.

    Args:
        list_name: List in `lexicon/words.csv`.
        proposal: The name in question.
        message: Chinese sentence with `{name}` and `{word}`.
        suggestion: What to do, in Chinese.
    """
    for hit in hits_of(list_name, proposal.text, proposal.kind):
        if hit.entry.match == "specific" and hit.entry.word != proposal.specific:
            continue
        yield Breach(
            message.format(name=proposal.text, word=hit.entry.word),
            evidence={"word": hit.entry.word, "start": hit.start, "list": hit.entry.source},
            suggestion=suggestion,
            weight=hit.entry.weight,
            field="name",
        )
