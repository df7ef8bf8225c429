"""The one pure way from the answers of an instrument, or its total, to what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from treatment.instruments.catalog import CATALOG
from treatment.instruments.reading.kinds import READERS, summed
from treatment.instruments.reading.telling import Person, Reading
from treatment.instruments.scoring import Yes

__all__ = ["Reading", "read"]


def read(
    key: str,
    values: Sequence[Any],
    *,
    sex: str | None = None,
    exposed: Yes = None,
    cows: float | None = None,
    as_prescribed: Yes = False,
) -> Reading:
    """Score one instrument.

    Args:
        values: the answers in the order of the form, None where one is open; for an instrument
            entered by its total, that total alone. Yes-no items take 1 and 0, "y" and "n".
        sex: "female" or "male"; anything else is unknown and takes the lower cut-off.
        exposed: the gate of the PC-PTSD-5; False makes it 0 whatever the items say.
        cows: the COWS of the same day, or its known part; from 5 the PHQ-9 and GAD-7 are
            provisional.
        as_prescribed: of a prescribed opioid, sedative or stimulant taken as directed: tolerance
            and withdrawal then do not count as criteria.

    Raises:
        ValueError: a sentence, for an unknown instrument or an answer that does not exist.
    """
    known = CATALOG.get(key)
    if known is None:
        message = f"There is no instrument “{key}”."
        raise ValueError(message)
    person = Person(sex, exposed=exposed, cows=cows, as_prescribed=as_prescribed)
    return READERS.get(key, summed)(known, list(values), person)
