"""Judging a proposed name: the catalogue in, one report out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from naming.facts import NamingFacts, no_register
from naming.place_kind import PlaceKind
from naming.proposal import Proposal, propose
from naming.romanization import Romanization, romanize
from naming.rules import CATALOGUE, VERSION
from rulebook.report import Mode, Report, verdict_of
from rulebook.report import judge as judge_by
from rulebook.rule import Finding, Release

SPELLING_RULES = tuple(rule for rule in CATALOGUE if rule.category == "拼写")
WORDING_RULES = tuple(rule for rule in CATALOGUE if not rule.needs_register)


@dataclass(frozen=True, slots=True)
class NameReport(Report):
    """A report about a name, with what was made out of the name on the way.

    Attributes:
        name: The name as given.
        specific: Its specific part (专名).
        generic: Its generic part (通名), empty if none is known.
        kind: The kind of place, stated or guessed; None if unknown.
        romanization: The spelling by the rules of 1984.
    """

    name: str
    specific: str
    generic: str
    kind: PlaceKind | None
    romanization: Romanization

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the ids of the rules that found something, heaviest first, each once."""
        return tuple(dict.fromkeys(f.rule for f in self.findings))

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the official words for what was found (大, 洋, 怪, 低俗 ...), each once.

        A finding of `怪-低俗` counts as both 怪 and 低俗.
        """
        words = (word for f in self.findings for word in f.category.split("-"))
        return tuple(dict.fromkeys(words))


def judge(
    proposal: Proposal,
    facts: NamingFacts,
    *,
    on: date,
    mode: Mode = Mode.NEW,
    wording_only: bool = False,
    releases: Sequence[Release] = (),
) -> NameReport:
    """Return the report on `proposal` under the law of day `on`.

    With `wording_only` only the rules run that need no register. Of the rules named in
    `releases` (具名说明, e.g. that a word has no specific link with a person, 实施办法
    arts 3 and 4) warnings and notes stay in the report, marked released, and the verdict
    ignores them. No statement releases a block; the one block that the law itself lets
    go, GN-10-2, becomes a warning by dated protection measures (GN-25-2).
    """
    rules = WORDING_RULES if wording_only else CATALOGUE
    findings = judge_by(proposal, facts, rules=rules, on=on, mode=mode, releases=releases)
    umlaut = facts.parameters.text("sign_umlaut")
    return NameReport(
        verdict=verdict_of(findings),
        findings=findings,
        mode=mode,
        on=on,
        catalogue=VERSION,
        parameters=facts.parameters.version,
        name=proposal.name,
        specific=proposal.specific,
        generic=proposal.generic,
        kind=proposal.kind,
        romanization=romanize(
            proposal.text,
            proposal.kind,
            umlaut=umlaut,
            code=proposal.region or proposal.division_code,
        ),
    )


def check_romanization(
    claimed: str, name: str, place_type: str = "", *, on: date, region: str = ""
) -> tuple[Finding, ...]:
    """Return what is wrong with `claimed` as the spelling of `name`, heaviest first.

    `region` is the code of the division the place lies in, or its first digits.
    """
    proposal = propose(name, place_type, romanization=claimed, region=region)
    return judge_by(proposal, no_register(), rules=SPELLING_RULES, on=on)
