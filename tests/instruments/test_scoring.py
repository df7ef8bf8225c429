"""Every worked scoring example of the clinical reference, and the rules around missing answers."""

import pytest

from treatment.instruments import scoring
from treatment.instruments.scoring import Criteria, SuicideScreen
from treatment.instruments.scoring.scales import (
    AUDIT,
    AUDIT_C,
    BARC10,
    CIWA_AR,
    COWS,
    GAD7,
    ISI,
    PAWSS,
    PCPTSD5,
    PHQ9,
    SCALES,
    WHODAS12,
    band_of,
)
from treatment.instruments.vocabulary import Severity, Sex, Stage, SuicideRisk

SUMS = {
    "COWS 14 is moderate": (COWS, (1, 2, 1, 1, 2, 2, 2, 1, 1, 1, 0), "14 moderate"),
    "COWS 36 is still moderately severe": (
        COWS,
        (4, 4, 5, 5, 4, 4, 5, 4, 0, 1, 0),
        "36 moderately severe",
    ),
    "COWS 37 is severe": (COWS, (4, 4, 5, 5, 4, 4, 5, 4, 1, 1, 0), "37 severe"),
    "COWS without gooseflesh has no total": (COWS, (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, None), "≥10"),
    "CIWA-Ar 8 is mild": (CIWA_AR, (1, 2, 1, 2, 1, 0, 0, 0, 1, 0), "8 mild"),
    "CIWA-Ar 18 is moderate": (CIWA_AR, (2, 4, 3, 4, 2, 1, 0, 0, 2, 0), "18 moderate"),
    "CIWA-Ar 28 is severe": (CIWA_AR, (3, 5, 4, 4, 4, 2, 1, 2, 2, 1), "28 severe"),
    "PHQ-9 12 is moderate": (PHQ9, (2, 2, 2, 2, 1, 1, 2, 0, 0), "12 moderate"),
    "PHQ-9 9 is mild": (PHQ9, (2, 1, 1, 1, 1, 1, 1, 1, 0), "9 mild"),
    "PHQ-9 8 with item 9 is mild": (PHQ9, (1, 1, 1, 1, 1, 1, 1, 0, 1), "8 mild"),
    "GAD-7 14 is moderate": (GAD7, (2,) * 7, "14 moderate"),
    "GAD-7 10 is moderate": (GAD7, (2, 2, 2, 1, 1, 1, 1), "10 moderate"),
    "AUDIT 20 is zone IV": (AUDIT, (4, 3, 3, 2, 1, 1, 2, 0, 2, 2), "20 zone IV"),
    "BARC-10 47 is not low": (BARC10, (5, 4, 4, 4, 5, 5, 5, 5, 5, 5), "47 not low"),
    "BARC-10 30 is low": (BARC10, (3,) * 10, "30 low"),
    "ISI 17 is moderate insomnia": (ISI, (3, 3, 2, 2, 3, 2, 2), "17 moderate insomnia"),
    "WHODAS 15 has no band": (WHODAS12, (1, 2, 1, 0, 3, 2, 0, 0, 0, 2, 1, 3), "15"),
}


@pytest.mark.parametrize(("scale", "items", "expected"), SUMS.values(), ids=SUMS.keys())
def test_the_worked_example_scores_as_the_reference_says(scale, items, expected):
    assert scale.score(items).text == expected


@pytest.mark.parametrize(
    ("scale", "edges"),
    [
        (
            COWS,
            {
                4: "none/minimal",
                5: "mild",
                12: "mild",
                13: "moderate",
                24: "moderate",
                25: "moderately severe",
                36: "moderately severe",
                37: "severe",
                48: "severe",
            },
        ),
        (CIWA_AR, {9: "mild", 10: "moderate", 18: "moderate", 19: "severe"}),
        (
            PHQ9,
            {
                4: "minimal",
                5: "mild",
                10: "moderate",
                14: "moderate",
                15: "moderately severe",
                19: "moderately severe",
                20: "severe",
            },
        ),
        (GAD7, {4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 15: "severe"}),
        (
            AUDIT,
            {
                7: "zone I",
                8: "zone II",
                15: "zone II",
                16: "zone III",
                19: "zone III",
                20: "zone IV",
            },
        ),
        (
            ISI,
            {
                7: "no insomnia",
                8: "subthreshold insomnia",
                15: "moderate insomnia",
                22: "severe insomnia",
            },
        ),
        (PAWSS, {3: "low risk", 4: "high risk"}),
        (BARC10, {46: "low", 47: "not low"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_each_band_begins_at_its_edge(scale, edges):
    assert {total: scale.read(total).band for total in edges} == edges


def test_a_total_below_every_band_has_no_word():
    assert band_of(3, BARC10.bands) is None


@pytest.mark.parametrize(
    ("scale", "least", "most"),
    [
        (COWS, 0, 48),
        (CIWA_AR, 0, 67),
        (PHQ9, 0, 27),
        (GAD7, 0, 21),
        (AUDIT, 0, 40),
        (AUDIT_C, 0, 12),
        (BARC10, 10, 60),
        (ISI, 0, 28),
        (PCPTSD5, 0, 5),
        (PAWSS, 0, 10),
        (WHODAS12, 0, 48),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_each_scale_has_its_range(scale, least, most):
    assert (scale.least, scale.most) == (least, most)


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda scale: scale.key)
def test_one_open_item_leaves_no_total_and_no_band(scale):
    items = [max(points) for points in scale.points]
    score = scale.score([None, *items[1:]])
    assert (score.total, score.band, score.complete) == (None, None, False)
    assert score.at_least == sum(items[1:])
    assert scale.score(items).complete


@pytest.mark.parametrize(
    "scores",
    [
        (3, *(0,) * 10),
        (0, 0, 2, *(0,) * 8),
        (*(0,) * 10, 1),
        (*(0,) * 10, 4),
        (5, *(0,) * 10),
        (0, 5, *(0,) * 9),
    ],
)
def test_cows_points_outside_the_table_are_refused(scores):
    with pytest.raises(ValueError, match="COWS item"):
        COWS.score(scores)


def test_the_wrong_number_of_items_is_refused():
    with pytest.raises(ValueError, match="PHQ-9 has 9 items"):
        PHQ9.score((0,) * 8)


def test_audit_items_nine_and_ten_know_only_0_2_and_4():
    assert AUDIT.impossible((1,) * 10) == [8, 9]


def c(*yes, unknown=()):
    return [True if n in yes else None if n in unknown else False for n in range(1, 12)]


CRITERIA = {
    "four are moderate": (c(1, 4, 10, 11), False, Criteria(4, 0), "moderate"),
    "six are severe": (c(1, 2, 3, 4, 5, 10), False, Criteria(6, 0), "severe"),
    "as prescribed only c4 counts": (c(4, 10, 11), True, Criteria(1, 0), "none"),
    "as prescribed open c10 and c11 do not count either": (
        c(4, unknown=(10, 11)),
        True,
        Criteria(1, 0),
        "none",
    ),
    "five and one unknown may be severe": (
        c(1, 2, 3, 4, 5, unknown=(6,)),
        False,
        Criteria(5, 1),
        "moderate, possibly severe",
    ),
    "unknown whether prescribed leaves tolerance open": (
        c(4, 5, 10, 11),
        None,
        Criteria(2, 2),
        "mild, possibly moderate",
    ),
    "unknown whether prescribed, a no stays a no": (c(4, 5), None, Criteria(2, 0), "mild"),
}


@pytest.mark.parametrize(
    ("answers", "prescribed", "expected", "text"), CRITERIA.values(), ids=CRITERIA.keys()
)
def test_criteria_are_counted_as_the_reference_says(answers, prescribed, expected, text):
    counted = scoring.criteria(answers, as_prescribed=prescribed)
    assert counted == expected
    assert counted.text == text


def test_severity_changes_at_two_four_and_six():
    words = [scoring.severity(count).label for count in range(12)]
    assert words == ["none"] * 2 + ["mild"] * 2 + ["moderate"] * 2 + ["severe"] * 6
    assert Criteria(1, 1).severity_max is Severity.MILD


def test_without_exposure_the_ptsd_screen_is_zero_whatever_the_items_say():
    assert scoring.pcptsd5((1, 1, 1, 0, 0), exposed=False).total == 0
    assert scoring.pcptsd5((None,) * 5, exposed=False).total == 0


@pytest.mark.parametrize("exposed", [True, None])
def test_with_exposure_or_an_unasked_gate_the_items_count(exposed):
    assert scoring.pcptsd5((1, 1, 1, 0, 0), exposed=exposed).total == 3
    assert scoring.pcptsd5((1, 1, 1, 0, None), exposed=exposed).text == "≥3"


@pytest.mark.parametrize(
    ("sex", "ptsd", "drinks"), [(Sex.MALE, 4, 4), (Sex.FEMALE, 3, 3), (None, 3, 3)]
)
def test_the_cut_offs_for_women_hold_also_where_sex_is_unknown(sex, ptsd, drinks):
    assert scoring.pcptsd5_cut(sex) == ptsd
    assert scoring.audit_c_cut(sex) == drinks


SCREENS = {
    "only a wish": ("ynxxxnx", SuicideRisk.LOW),
    "thoughts and how": ("yyynnnx", SuicideRisk.MODERATE),
    "an act five weeks ago": ("yynnnyy", SuicideRisk.HIGH),
    "all no": ("nnxxxnx", SuicideRisk.NONE),
    "intent, whatever q2 and q6 say": ("nnxyxnx", SuicideRisk.HIGH),
    "a plan, whatever the rest says": ("xxxxyxx", SuicideRisk.HIGH),
    "a recent act although q6 is no": ("nnxxxny", SuicideRisk.HIGH),
    "an act with unknown timing": ("nnxxxyx", SuicideRisk.HIGH),
    "an act long ago": ("nnxxxyn", SuicideRisk.MODERATE),
    "how, although q2 is no": ("nnyxxnx", SuicideRisk.MODERATE),
    "a wish and nothing else asked": ("yxxxxxx", SuicideRisk.INCOMPLETE),
    "thoughts without the follow-up": ("yyxnnnx", SuicideRisk.INCOMPLETE),
    "how, with the rest open": ("xxyxxxx", SuicideRisk.MODERATE),
    "thoughts, the rest no": ("nynnnnx", SuicideRisk.LOW),
    "nothing asked": ("xxxxxxx", SuicideRisk.INCOMPLETE),
}


def screen(letters):
    return SuicideScreen(*({"y": True, "n": False, "x": None}[letter] for letter in letters))


@pytest.mark.parametrize(("letters", "expected"), SCREENS.values(), ids=SCREENS.keys())
def test_the_suicide_screener_triages(letters, expected):
    assert screen(letters).triage is expected
    assert screen(letters).says_all_no is (expected is SuicideRisk.NONE)


def test_the_follow_up_questions_are_required_only_after_thoughts():
    assert screen("nnxxxxx").missing == ("q6",)
    assert screen("nyxxxnx").missing == ("q3", "q4", "q5")


def test_dast_reverses_the_third_item():
    assert scoring.dast10([n in {1, 2, 5, 9} for n in range(1, 11)]).text == "5 moderate"
    assert scoring.dast10([True] * 10).text == "9 severe"
    assert scoring.dast10([True, True, None, *[False] * 7]).text == "≥2"
    assert scoring.dast10([None, True, True, *[False] * 7]).text == "≥1"


def test_bam_has_three_subscales_with_flags():
    numbers = (4, 5, 6, 1, 2, 3, 8, 11, 15, 9, 10, 12, 13, 14, 16)
    answers = dict(zip(numbers, (1, 0, 2, 3, 4, 3, 3, 2, 1, 1, 0, 0, 2, 4, 3), strict=True))
    scores = scoring.bam(answers)
    assert [s.text for s in (scores.use, scores.risk, scores.protective)] == [
        "3 flag",
        "16 flag",
        "10 flag",
    ]


@pytest.mark.parametrize(
    ("days", "points"), [(0, 0), (1, 1), (3, 1), (4, 2), (8, 2), (9, 3), (15, 3), (16, 4), (30, 4)]
)
def test_bam_days_become_points(days, points):
    assert scoring.bam_days(days) == points


@pytest.mark.parametrize(
    ("importance", "confidence", "expected"),
    [
        (4, 7, (True, False)),
        (9, 3, (False, True)),
        (6, 6, (False, False)),
        (5, 4, (True, True)),
        (None, None, (None, None)),
    ],
)
def test_the_rulers_show_low_readiness_and_low_confidence(importance, confidence, expected):
    found = scoring.low_readiness(Stage.ACTION, importance), scoring.low_confidence(confidence)
    assert found == expected


@pytest.mark.parametrize(
    ("stage", "importance", "expected"),
    [
        (Stage.CONTEMPLATION, 9, True),
        (Stage.PRECONTEMPLATION, None, True),
        (None, 5, True),
        (None, 6, None),
        (Stage.MAINTENANCE, None, None),
    ],
)
def test_low_readiness_follows_stage_or_importance(stage, importance, expected):
    assert scoring.low_readiness(stage, importance) is expected


def test_urica_readiness_is_the_published_difference():
    assert (
        scoring.urica(precontemplation=1.7, contemplation=4.1, action=4.0, maintenance=3.6) == 10.0
    )
    assert (
        scoring.urica(precontemplation=2.9, contemplation=3.4, action=2.6, maintenance=2.9) == 6.0
    )


def test_the_words_have_labels():
    assert (Sex.FEMALE.label, Stage.ACTION.label, SuicideRisk.HIGH.label) == (
        "Female",
        "Action",
        "High",
    )
