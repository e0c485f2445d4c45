"""What cannot be taken back asks first: every form of the console is either here or asks."""

from __future__ import annotations

import re

from api.routes.console.case_page import ASKED
from api.routes.console.rendering import HERE
from naming.procedure.words import Verb

FORM = re.compile(r'<form[^>]*method="post"[^>]*>.*?</form>|{{ begin\(.*?</form>', re.DOTALL)
ACTION = re.compile(r'action="({{ |[^"]*)"?|begin\("([^"]*)"')
MENDED = re.compile(
    r"^drafting$|/sign-(in|out)$|/account/(password|organisation|tokens)$|/accounts$|/organisations$"
    r"|/names/.*/edit$|^/signs/|/status$|/measures$|/measures/.*/done$|/comments$|/checks$|/books$"
    r"|/items$|/items/|/papers/[^/]*$|^opinions$|^items|^/programme/|^/heritage/|^/report-issue$|/appraisal/(marks|evidence)$|^/stories|^/names/"
)
"""Forms whose effect can be mended on the same page, or that only add a line."""


def test_every_form_that_ends_something_asks() -> None:
    silent = []
    for file in sorted((HERE / "templates").glob("*.html")):
        for form in FORM.findall(file.read_text(encoding="utf-8")):
            found = ACTION.search(form)
            action = (found[1] or found[2]) if found else ""
            action = "drafting" if action.startswith("{{ ") else re.sub(r"{{.*?}}", "x", action)
            if "data-ask" not in form and not MENDED.search(action):
                silent.append(f"{file.name}: {action}")
    assert silent == []


def test_every_step_that_ends_something_asks() -> None:
    ends = {Verb.SUBMIT, Verb.APPROVE, Verb.REFUSE, Verb.WITHDRAW, Verb.FILE, Verb.PUBLISH}
    assert ends <= ASKED.keys()
