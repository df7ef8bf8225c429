"""What the review says the plan will wait for is what the rulebook then asks for."""

import json
from pathlib import Path

import pytest

from treatment.intake.notation import facts_from_answers
from treatment.intake.review.waiting import plan_waits
from treatment.plans import rules
from treatment.plans.states import BLOCKING_TASKS

VIGNETTES = sorted((Path(__file__).resolve().parents[1] / "vignettes").glob("*.json"))
NO, YES = "n", "y"
COMPLETE = {
    "primary": "kratom_leaf",
    "age": 36,
    "sex": "male",
    "cows": [0] * 11,
    "dsm": "yyyyyynnnnn",
    "cssrs": [NO, NO, None, None, None, NO, None],
}


def waits(**changes):
    facts = facts_from_answers({**COMPLETE, **changes})
    return {each.task for each in plan_waits(facts)}, facts


def asked_for(facts):
    return {line.element.value for line in rules.draft(facts).lines} & BLOCKING_TASKS


@pytest.mark.parametrize("path", VIGNETTES, ids=lambda path: path.stem)
def test_every_invented_person_is_told_what_the_rulebook_will_ask(path):
    told = json.loads(path.read_text("utf-8"))
    facts = facts_from_answers(told["input"])
    assert {each.task for each in plan_waits(facts)} == asked_for(facts)


@pytest.mark.parametrize(
    ("changes", "tasks"),
    [
        ({}, set()),
        ({"cows": [None] * 11}, {"TASK-COWS"}),
        ({"cows": [0] * 10 + [None]}, {"TASK-COWS"}),
        ({"dsm": "uuuuuuuuuuu"}, {"TASK-DSM"}),
        ({"dsm": "yyyyyyuuuuu"}, set()),  # severe whatever the open ones say
        ({"cssrs": [None] * 7}, {"TASK-CSSRS"}),
        ({"cssrs": [NO, YES, None, NO, NO, NO, None]}, {"TASK-CSSRS"}),
        ({"cssrs": [YES, YES, None, YES, NO, NO, None]}, set()),  # high: acted on at once
        ({"stage": "action", "importance": 2}, {"TASK-RECON"}),
    ],
)
def test_each_task_follows_from_its_own_answers(changes, tasks):
    told, facts = waits(**changes)
    assert told == tasks == asked_for(facts)
