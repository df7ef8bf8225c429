"""`waypoint plan`: JSON in, JSON out, every refusal with its place; no database, no web."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from treatment.cli import COMMANDS, main

VIGNETTES = Path(__file__).resolve().parents[1] / "vignettes"
KEYS = [
    "severity", "severity_max", "cows", "cows_band", "dx", "dx_provisional", "hold", "suicide", "phq9", "gad7", "pcptsd5",
    "audit_c", "active", "deferred", "declined", "undecided", "blocks_signature", "contradictions", "why",
]  # fmt: skip
BARE = {"age": 40, "primary": "kratom_leaf"}


def waypoint(*arguments, said=None):
    return CliRunner().invoke(main, ["plan", *arguments], input=said)


def test_a_vignette_is_drafted_as_json():
    result = waypoint("draft", str(VIGNETTES / "P1.json"))
    plan = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(plan) == KEYS
    assert plan["why"]["DTX-1"] == ["R16"]
    assert all(plan[key] == sorted(plan[key]) for key in KEYS if isinstance(plan[key], list))


def test_the_bare_input_from_standard_input_is_drafted_too():
    result = waypoint("draft", "-", said=json.dumps(BARE))
    assert json.loads(result.stdout)["dx_provisional"] is True
    assert json.loads(result.stdout)["cows_band"] is None


def test_a_wrapped_input_is_the_same_as_a_bare_one():
    wrapped = waypoint("draft", "-", said=json.dumps({"id": "X", "input": BARE, "expected": {}}))
    assert wrapped.stdout == waypoint("draft", "-", said=json.dumps(BARE)).stdout


REFUSED = {
    "a bad key": ('{"age": 40, "primary": "opioid", "grams": 3}', "$.grams: There is no finding of this name."),
    "a bad type": ('{"input": {"age": true, "primary": "opioid"}}', "$.input.age: Give a whole number."),
    "a bad range": ('{"age": 400, "primary": "opioid"}', "$.age: Give a whole number from 0 to 120."),
    "an impossible item": ('{"age": 40, "primary": "opioid", "cows": [3,0,0,0,0,0,0,0,0,0,0]}', "$.cows[0]: This item has only the scores 0, 1, 2, 4."),
    "a pulse against its points": ('{"age": 40, "primary": "opioid", "hr": 130, "cows": [0,0,0,0,0,0,0,0,0,0,0]}', "$.cows[0]: A heart rate of 130 scores 4 points, not 0."),
    "an unheard-of element": ('{"age": 40, "primary": "opioid", "declines": ["THR-CM", "THR-XY"]}', "$.declines[1]: There is no plan element of this code."),
    "an unheard-of element beside another fault": ('{"age": 400, "primary": "opioid", "declines": ["THR-XY"]}', "$.declines[0]: There is no plan element of this code."),
    "a decline that is no text": ('{"age": 40, "primary": "opioid", "declines": [3]}', "$.declines[0]: Give a name"),
    "declines that are no list": ('{"age": 40, "primary": "opioid", "declines": 3}', "$.declines: Give a list"),
    "no object": ("[1]", "$: Give the findings as one object."),
    "no object inside": ('{"input": 3}', "$.input: Give the findings as one object."),
    "no JSON": ("{", "$: The input is not JSON"),
    "nothing": ("", "$: The input is not JSON"),
    "not a number": ('{"age": NaN}', "$: The input is not JSON: NaN is not a JSON number."),
    "infinity": ('{"age": 40, "primary": "opioid", "hr": 1e999}', "$.hr: Give a number from 0 to 350."),
    "a key twice": ('{"age": 40, "age": 41}', 'the key "age" stands twice'),
    "endless nesting": ("[" * 100_000, "$: The input is not JSON"),
    "an endless number": ('{"age": ' + "9" * 5000 + "}", "$: The input is not JSON"),
    "bytes that are no text": (b"\xff\xfe\xfd{", "$: The input is not"),
    "a broken letter": (b'{"age": "\xe4"}', "$: The input is not UTF-8 text."),
}  # fmt: skip


@pytest.mark.parametrize(("said", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_input_is_refused_with_path_and_sentence(said, sentence):
    result = waypoint("draft", "-", said=said)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_a_file_that_is_not_there_is_refused():
    result = waypoint("draft", "/no/such/file")
    assert result.exit_code == 2
    assert "No such file" in result.stderr


def test_lines_are_answered_each_in_its_place():
    said = "\n".join([json.dumps(BARE), '{"age": 40}', "", "nonsense", json.dumps({"input": BARE})])
    result = waypoint("draft", "--lines", "-", said=said)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [next(iter(each)) for each in answers] == [
        "severity",
        "errors",
        "errors",
        "errors",
        "severity",
    ]
    assert answers[1] == {
        "errors": [{"path": "$.primary", "message": "Without this no plan can be drafted."}]
    }
    assert answers[0] == answers[4]


def test_two_inputs_are_compared():
    result = waypoint("diff", str(VIGNETTES / "P2.json"), str(VIGNETTES / "P5.json"))
    found = json.loads(result.stdout)
    assert "MED-BUP" in found["added"]
    assert "SAF-PREGTEST" in found["stopped"]
    assert found["changes"]["THR-IND"]["schedule"][1].startswith("50 min twice a week")
    assert found["changed"] == sorted(found["changes"])
    assert not set(found["added"]) & set(found["changed"])


def test_the_same_input_changes_nothing():
    path = str(VIGNETTES / "P3.json")
    assert json.loads(waypoint("diff", path, path).stdout) == {
        "added": [],
        "stopped": [],
        "changed": [],
        "changes": {},
    }


def test_a_declined_line_is_stopped(tmp_path):
    said = {**BARE, "dsm": "yyyynnnnnnn", "cm_consent": "yes"}
    for name, more in (("before", {}), ("after", {"declines": ["THR-CM"]})):
        (tmp_path / name).write_text(json.dumps(said | more))
    found = json.loads(waypoint("diff", str(tmp_path / "before"), str(tmp_path / "after")).stdout)
    assert (found["added"], found["stopped"], found["changed"]) == ([], ["THR-CM"], [])


def test_a_bad_input_cannot_be_compared(tmp_path):
    (tmp_path / "bad").write_text("{}")
    result = waypoint("diff", str(VIGNETTES / "P3.json"), str(tmp_path / "bad"))
    assert result.exit_code == 2
    assert "$.age: Without this no plan" in result.stderr


WATCHED = """
import sys
from treatment.cli import main
try:
    main(["plan", "draft", sys.argv[1]])
except SystemExit as end:
    assert not end.code, end.code
loaded = {"flask", "sqlalchemy", "werkzeug", "wtforms", "alembic"} & set(sys.modules)
assert not loaded, loaded
"""


def test_drafting_needs_neither_web_nor_database_nor_configuration():
    path = str(VIGNETTES / "P1.json")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, path], capture_output=True, text=True, env={}, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["dx"] == 1


def test_help_names_every_room_without_loading_one():
    code = "import sys; from treatment.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nassert [m for m in sys.modules if m.startswith('treatment.')] == ['treatment.cli']"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in COMMANDS)


def test_an_unknown_command_is_refused():
    assert CliRunner().invoke(main, ["bogus"]).exit_code == 2


def test_help_lists_the_rooms_with_what_they_do():
    said = CliRunner().invoke(main, ["--help"]).stdout
    assert all(about in said for _, about in COMMANDS.values())
    assert CliRunner().invoke(main, []).exit_code == 2
    assert main.list_commands(click.Context(main)) == sorted(COMMANDS)
