"""`waypoint instrument`: every worked example, forgiving names, and refusals on one line."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from tests.instruments.examples import EXAMPLES, Example
from treatment.cli import main
from treatment.instruments.catalog import CATALOG

KEYS = ["total", "band", "complete", "at_least", "flags"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["instrument", *arguments])


def said(*arguments: str) -> dict:
    done = run("score", *arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


def refused(*arguments: str) -> str:
    done = run("score", *arguments)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    return done.stderr.strip()


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_worked_example_prints_what_the_reference_says(example: Example):
    options = [f"--{name.replace('_', '-')}={value}" for name, value in example.person]
    found = said(example.key, example.typed, *options)
    assert list(found) == KEYS
    assert (found["total"], found["band"]) == (example.total, example.band)
    assert found["flags"] == list(example.flags)
    if example.at_least is not None:
        assert (found["complete"], found["at_least"]) == (False, example.at_least)


@pytest.mark.parametrize(
    ("written", "values", "total"),
    [
        ("PHQ-9", "0,0,0,0,0,0,0,0,0", 0),
        ("phq 9", "0, 1 ,0,0,0,0,0,0,0", 1),
        ("CIWA-Ar", "0,0,0,0,0,0,0,0,0,0", 0),
        ("AUDIT-C", "0,0,0", 0),
        ("Pain NRS", "7", 7),
        ("PC-PTSD", "0,0,0,0,0", 0),
        ("URICA-drug", "9.3", 9.3),
        ("whodas", "48", 48),
        ("whodas 2.0", "48", 48),
        ("DSM-5-TR", "y,N,yes,no,y,n,n,n,n,n,n", 3),
        ("dast", "10", 10),
        ("barc", "6,6,6,6,6,6,6,6,6,6", 60),
        ("PAWSS", "yes,no,y,n,1,0,n,n,n,n", 3),
    ],
)
def test_a_name_may_be_written_in_any_way(written, values, total):
    assert said(written, values)["total"] == total


@pytest.mark.parametrize("key", CATALOG)
def test_every_instrument_is_found_by_its_key(key):
    assert "answer" in refused(key, ",".join("0" * 40))


@pytest.mark.parametrize("open_one", ["-", "u", "", "unknown", "U"])
def test_an_open_answer_is_written_in_any_way(open_one):
    found = said("gad7", f"{open_one},2,2,2,2,2,2")
    assert found == {
        "total": None,
        "band": None,
        "complete": False,
        "at_least": 12,
        "flags": ["evaluate for anxiety"],
    }


def test_all_answers_may_be_open():
    assert said("phq9", ",,,,,,,,")["at_least"] == 0
    assert said("cssrs", "-,-,-,-,-,-,-")["band"] == "incomplete"


def test_a_number_below_zero_is_a_number_and_no_option():
    assert said("urica", "-1.5")["total"] == -1.5
    assert refused("cows", "-1,0,0,0,0,0,0,0,0,0,0").startswith("COWS item 1 has no score -1;")


def test_withdrawal_makes_the_score_provisional():
    assert said("phq9", "1,1,1,1,1,1,1,1,0", "--cows=5")["flags"] == [
        "provisional: taken in withdrawal, repeat after 2 to 4 weeks without use"
    ]
    assert said("phq9", "1,1,1,1,1,1,1,1,0", "--cows=4")["flags"] == []


def test_without_exposure_the_answers_may_be_left_out():
    assert said("pcptsd5", "--exposed", "no")["total"] == 0


def test_the_stage_of_change_is_a_word():
    assert said("rulers", "9,9,Contemplation")["flags"] == ["low readiness"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("phq9", "1,2,3"), "PHQ-9 takes 9 answers, not 3."),
        (("phq9",), "PHQ-9 takes 9 answers, not 0."),
        (("phq9", "4,0,0,0,0,0,0,0,0"), "PHQ-9 item 1 has no score 4; there are 0, 1, 2, 3."),
        (("phq9", "y,0,0,0,0,0,0,0,0"), "PHQ-9 item 1 has no score y; there are 0, 1, 2, 3."),
        (("phq9", "1.5,0,0,0,0,0,0,0,0"), "PHQ-9 item 1 has no score 1.5; there are 0, 1, 2, 3."),
        (("cows", "3,0,0,0,0,0,0,0,0,0,0"), "COWS item 1 has no score 3; there are 0, 1, 2, 4."),
        (("isi", "29"), "ISI takes a whole number from 0 to 28, not 29."),
        (("isi", "1.5"), "ISI takes a whole number from 0 to 28, not 1.5."),
        (("ciwa-b", "1,2"), "CIWA-B takes 1 answer, not 2."),
        (("ciwa-b", "nan"), "CIWA-B takes a whole number from 0 to 80, not nan."),
        (("urica", "0.5,3,3,3"), "Precontemplation takes a number from 1 to 5, not 0.5."),
        (("dsm", "2,n,n,n,n,n,n,n,n,n,n"), "is answered yes or no, not 2."),
        (("cssrs", "maybe,n,n,n,n,n,n"), "item 1 is answered yes or no, not maybe."),
        (("rulers", "5,5,denial"), "The stage of change is one of precontemplation"),
        (("rulers", "5,11"), "Confidence takes a whole number from 0 to 10, not 11."),
        (("bam", "0," * 15 + "0"), "BAM takes 15 or 17 answers, not 16."),
        (("ciwa", "4"), "There is no instrument “ciwa”; did you mean ciwa_b or ciwa_ar?"),
        (("kds-of-nowhere", "1"), "There is no instrument “kds-of-nowhere”; see the list."),
        (("gad7", "\u0661,0,0,0,0,0,0"), "GAD-7 item 1 has no score \u0661;"),
        (("isi", "9" * 5000), "ISI takes a whole number from 0 to 28, not 99999999999999999999."),
    ],
)
def test_what_cannot_be_is_refused_on_one_line(arguments, sentence):
    assert sentence in refused(*arguments)


def test_the_list_names_every_instrument():
    lines = run("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(CATALOG)
    assert "0 to 48" in lines[1]


def test_help_says_how_answers_are_written():
    text = run("score", "--help").stdout
    assert all(word in text for word in ("--sex", "--exposed", "--cows", "bam", "urica", "“-”"))
    assert "instrument" in CliRunner().invoke(main, ["--help"]).stdout


def test_it_needs_no_configuration_and_loads_neither_web_nor_database():
    code = (
        "import sys; from treatment.cli import main\n"
        "main(['instrument', 'score', 'isi', '17'], standalone_mode=False)\n"
        "print([m for m in ('flask', 'sqlalchemy', 'wtforms', 'werkzeug') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    answer, loaded = done.stdout.splitlines()
    assert json.loads(answer)["band"] == "moderate insomnia"
    assert loaded == "[]"
