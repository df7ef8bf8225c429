"""The catalog shows exactly the items that the scales can score, and only text we may ship."""

import pytest

from treatment.instruments.catalog import INSTRUMENTS, SCORE_ENTRIES
from treatment.instruments.scoring import scales

SUMMED = ("cows", "ciwa_ar", "phq9", "gad7", "pcptsd5", "audit", "barc10")


@pytest.mark.parametrize("key", SUMMED)
def test_every_item_offers_exactly_the_points_its_scale_knows(key: str) -> None:
    offered = [frozenset(item.values) for item in INSTRUMENTS[key].items]
    assert offered == list(scales.SCALES[key].points)


@pytest.mark.parametrize("key", SUMMED)
def test_the_maximum_on_the_page_is_the_maximum_of_the_scale(key: str) -> None:
    assert INSTRUMENTS[key].maximum == scales.SCALES[key].most


@pytest.mark.parametrize("key", ["cows", "ciwa_ar", "phq9", "gad7", "audit"])
def test_bands_on_the_page_are_the_bands_of_the_scale(key: str) -> None:
    shown = tuple((band.low, band.label) for band in INSTRUMENTS[key].bands)
    assert shown == scales.SCALES[key].bands


def test_the_bam_items_are_those_that_its_subscales_count() -> None:
    parts = (scales.BAM_USE, scales.BAM_RISK, scales.BAM_PROTECTIVE)
    assert len(INSTRUMENTS["bam"].items) == sum(len(part.points) for part in parts) + 2


@pytest.mark.parametrize("key", ["dast10", "isi", "whodas12", "pawss"])
def test_a_total_typed_in_has_the_range_of_its_scale(key: str) -> None:
    entry = SCORE_ENTRIES[key]
    assert (entry.low, entry.high) == (scales.SCALES[key].least, scales.SCALES[key].most)


def test_instruments_that_need_permission_ship_no_item_text() -> None:
    assert not INSTRUMENTS.keys() & {"dast10", "isi", "whodas12", "pawss", "ciwa_b", "urica", "kds"}
    assert "No item text is reproduced" in INSTRUMENTS["cssrs"].credit


def test_every_instrument_names_its_source() -> None:
    assert all(each.credit for each in (*INSTRUMENTS.values(), *SCORE_ENTRIES.values()))


def test_every_item_is_worded_and_its_options_differ() -> None:
    for instrument in INSTRUMENTS.values():
        texts = [item.text for item in instrument.items]
        assert len(set(texts)) == len(texts)
        assert all(len(set(item.values)) == len(item.values) for item in instrument.items)
