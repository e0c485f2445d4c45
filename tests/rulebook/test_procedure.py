from datetime import date

import pytest

from rulebook.law import Law
from rulebook.procedure import Step, StepRefused, take

SOURCE = Law("试行条例", "第1号令", since=date(2022, 5, 1)).clause("第十一条")
STEPS = (
    Step("submit", "drafted", "submitted", by="applicant", source=SOURCE),
    Step("approve", "submitted", "approved", by="authority", source=SOURCE, within_days=15),
)


def test_a_step_of_the_table_may_be_taken_by_its_role() -> None:
    assert take(STEPS, stage="submitted", verb="approve", roles={"authority"}).end == "approved"


def test_a_step_from_another_stage_is_refused() -> None:
    with pytest.raises(StepRefused, match="drafted"):
        take(STEPS, stage="drafted", verb="approve", roles={"authority"})


def test_a_step_by_another_role_is_refused_and_names_the_right_one() -> None:
    with pytest.raises(StepRefused, match="authority"):
        take(STEPS, stage="submitted", verb="approve", roles={"applicant"})
