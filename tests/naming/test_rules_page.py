from pathlib import Path

from naming.rules import CATALOGUE
from naming.rules_page import rules_page

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_of_rules_is_printed_from_the_catalogue():
    assert PAGE.read_text(encoding="utf-8") == rules_page()


def test_every_rule_has_its_section():
    page = rules_page()
    assert all(f"\n## {rule.id} {rule.title}\n" in page for rule in CATALOGUE)
