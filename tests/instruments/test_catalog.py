"""What is known about every instrument, and only text that may be shipped."""

import pytest

from treatment.instruments.catalog import CATALOG, INSTRUMENTS, SCORE_ENTRIES
from treatment.instruments.catalog.shapes import Certainty
from treatment.instruments.scoring import scales, severity

MAY_SHIP_TEXT = {"phq9", "gad7", "pcptsd5", "audit", "audit_c", "cows", "ciwa_ar", "bam", "barc10"}
OWN_WORDS = {"dsm", "cssrs", "rulers", "pain", "peg"}
LICENSED = {"dast10", "isi", "whodas12", "pawss", "ciwa_b", "urica"}

# As the reference gives them verified; what it calls unverified has no code here.
CODES = {
    "phq9": ("44249-1", "44261-6"),
    "gad7": ("", "70274-6"),
    "cssrs": ("93245-9", "93374-7"),
    "audit_c": ("72109-2", "75626-2"),
    "audit": ("72110-0", "75624-7"),
    "dast10": ("82666-9", "82667-7"),
    "pain": ("", "72514-3"),
}
WITH_ITEM_CODES = {"phq9", "gad7", "audit", "audit_c"}

UNCERTAIN = {
    Certainty.KNOWN: {"gad7", "audit", "pain", "peg", "whodas12"},
    Certainty.PROPOSED: {"rulers"},
    Certainty.UNSURE: {"ciwa_b"},
}


def test_item_text_is_shipped_only_where_the_reference_allows_it() -> None:
    assert INSTRUMENTS.keys() == MAY_SHIP_TEXT | OWN_WORDS
    assert SCORE_ENTRIES.keys() == LICENSED
    assert "kds" not in CATALOG


def test_own_words_say_that_they_are_no_original() -> None:
    assert "No item text is reproduced" in CATALOG["cssrs"].credit
    assert "Own words" in CATALOG["dsm"].credit
    assert "Own labels" in CATALOG["peg"].credit


@pytest.mark.parametrize("known", CATALOG.values(), ids=CATALOG.keys())
def test_each_names_version_source_credit_license_and_when(known) -> None:
    assert known.version
    assert known.source[0] in "SC"
    assert all((known.credit, known.license, known.every.words, known.about, known.name))


@pytest.mark.parametrize("known", CATALOG.values(), ids=CATALOG.keys())
def test_each_has_the_codes_the_reference_verified_and_no_other(known) -> None:
    assert (known.loinc.panel, known.loinc.total) == CODES.get(known.key, ("", ""))


@pytest.mark.parametrize("key", INSTRUMENTS)
def test_items_are_coded_all_or_none(key: str) -> None:
    coded = [bool(item.loinc) for item in INSTRUMENTS[key].items]
    assert coded == [key in WITH_ITEM_CODES] * len(coded)


def test_the_answers_of_the_phq9_are_coded() -> None:
    assert CATALOG["phq9"].loinc.answers == ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")


@pytest.mark.parametrize("known", CATALOG.values(), ids=CATALOG.keys())
def test_each_says_how_sure_its_bands_are(known) -> None:
    expected = [flag for flag, keys in UNCERTAIN.items() if known.key in keys]
    assert known.certainty is (expected or [Certainty.VERIFIED])[0]


def test_bands_nobody_is_sure_of_are_never_shown_as_a_fact() -> None:
    for known in CATALOG.values():
        is_unsure = known.certainty is Certainty.UNSURE
        assert all(band.label.endswith("(unconfirmed)") is is_unsure for band in known.bands)


def test_flags_have_their_words() -> None:
    assert [flag.value for flag in Certainty] == ["V", "K", "P", "?"]
    assert len({flag.label for flag in Certainty}) == 4


def test_only_the_phq9_has_a_margin_response_and_remission() -> None:
    named = {
        key: (known.margin, known.response, known.remission)
        for key, known in CATALOG.items()
        if (known.margin, known.response, known.remission) != (None, None, None)
    }
    assert named == {"phq9": (5, 0.5, 5)}


def test_mood_is_provisional_from_a_cows_of_five() -> None:
    found = {
        key: known.provisional_from for key, known in CATALOG.items() if known.provisional_from
    }
    assert found == {"phq9": 5, "gad7": 5}


@pytest.mark.parametrize("key", ["audit_c", "pcptsd5"])
def test_a_cut_off_by_sex_stands_in_the_bands_of_the_person(key: str) -> None:
    known = CATALOG[key]
    edges = {sex: [band.low for band in known.bands_for(sex)] for sex in ("male", "female", None)}
    assert edges == {"male": [0, 4], "female": [0, 3], None: [0, 3]}
    assert CATALOG["phq9"].bands_for("male") == CATALOG["phq9"].bands


@pytest.mark.parametrize("scale", scales.SUMMED, ids=lambda scale: scale.key)
def test_the_range_on_the_page_is_the_range_of_the_scale(scale) -> None:
    line = CATALOG[scale.key].lines[0]
    assert (line.low, line.high) == (scale.least, scale.most)


@pytest.mark.parametrize("known", CATALOG.values(), ids=CATALOG.keys())
def test_bands_rise_within_the_range(known) -> None:
    for line in known.lines:
        lows = [band.low for band in line.bands]
        assert lows == sorted(set(lows))
        assert all(line.low <= low <= line.high for low in lows)


def test_the_bam_has_seventeen_items_of_which_two_are_not_counted() -> None:
    counted = [number for numbers in scales.BAM_ITEMS.values() for number in numbers]
    assert sorted({*counted, 7, 17}) == list(range(1, 18))
    assert len(INSTRUMENTS["bam"].items) == 17
    lines = {line.key: (line.low, line.high) for line in CATALOG["bam"].lines}
    assert lines == {key: (part.least, part.most) for key, part in scales.BAM_PARTS.items()}


def test_the_words_for_criteria_are_those_of_the_bands() -> None:
    for band in CATALOG["dsm"].bands:
        assert severity(band.low).label == band.label


def test_the_audit_c_is_the_beginning_of_the_audit() -> None:
    assert INSTRUMENTS["audit"].items[:3] == INSTRUMENTS["audit_c"].items


def test_every_item_is_worded_and_its_options_differ() -> None:
    for instrument in INSTRUMENTS.values():
        texts = [item.text for item in instrument.items]
        assert len(set(texts)) == len(texts)
        assert all(len(set(item.values)) == len(item.values) for item in instrument.items)
