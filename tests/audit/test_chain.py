"""The seal of one event: pure, so every case is a line."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatment.audit.chain import canonical, is_same, plain, sealed
from treatment.audit.vocabulary import Action, Outcome

KEY = b"k" * 32


def test_the_order_of_columns_does_not_matter():
    assert canonical({"a": 1, "b": [2]}) == canonical({"b": [2], "a": 1})


def test_the_same_moment_is_written_the_same_in_every_zone():
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    there = noon.astimezone(timezone(timedelta(hours=-8)))
    assert canonical({"at": noon}) == canonical({"at": there})
    assert b"2026-03-01T12:00:00.000000+00:00" in canonical({"at": noon})


def test_days_ids_and_words_have_one_spelling():
    content = {"id": UUID(int=7), "day": datetime(2026, 3, 1, tzinfo=UTC).date(), "é": Action.READ}
    assert canonical(content) == (
        b'{"day":"2026-03-01","id":"00000000-0000-0000-0000-000000000007","\\u00e9":"read"}'
    )


def test_what_has_no_spelling_is_refused():
    with pytest.raises(TypeError):
        canonical({"what": object()})


def test_a_seal_depends_on_key_purpose_and_content():
    seals = {
        sealed({"a": 1}, key=KEY, purpose="event"),
        sealed({"a": 2}, key=KEY, purpose="event"),
        sealed({"a": 1}, key=b"other", purpose="event"),
        sealed({"a": 1}, key=KEY, purpose="seal"),
    }
    assert len(seals) == 4


def test_hashes_of_any_letters_can_be_compared():
    assert is_same("ä", "ä")
    assert not is_same("ä", "a")


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("two\r\nlines", "two lines"),
        ("nul\0l", "nul l"),
        ("\x1b[31mred", "[31mred"),
        ("a\u2028b\u2029c", "a b c"),
        ("\u202eright to left", "right to left"),
        ("lone \ud800", "lone"),
        ("  much   room ", "much room"),
        ("", ""),
    ],
)
def test_nothing_can_forge_a_second_line(words, kept):
    assert plain(words, 100) == kept


@given(st.text())
def test_what_is_kept_fits_and_can_be_stored(words):
    kept = plain(words, 20)
    assert len(kept) <= 20
    assert kept.encode("utf-8").isascii() or kept.isprintable()
    assert len(kept.splitlines()) <= 1


def test_every_word_has_a_label():
    assert Action.SIGN_IN_FAILED.label == "Sign in failed"
    assert Outcome.DONE.label == "Done"
