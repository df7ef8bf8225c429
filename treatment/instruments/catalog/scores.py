"""Instruments whose text may not be shipped: name, range and credit only (CLINICAL.md 1.1)."""

from treatment.instruments.catalog.shapes import Band, ScoreEntry, Tone

_ON_PAPER = "Use your licensed form; enter the total only."

DAST10 = ScoreEntry(
    key="dast10",
    name="DAST-10",
    about="Drug problems, past 12 months",
    low=0,
    high=10,
    note=f"{_ON_PAPER} Tell the person that kratom and 7-OH count as drugs.",
    credit="© Harvey A. Skinner.",
    bands=(
        Band(0, "none", Tone.CALM),
        Band(1, "low", Tone.CALM),
        Band(3, "moderate", Tone.WATCH),
        Band(6, "substantial", Tone.ACT),
        Band(9, "severe", Tone.ACT),
    ),
)
ISI = ScoreEntry(
    key="isi",
    name="ISI",
    about="Insomnia Severity Index",
    low=0,
    high=28,
    note=_ON_PAPER,
    credit="© Charles M. Morin.",
    bands=(
        Band(0, "no insomnia", Tone.CALM),
        Band(8, "subthreshold", Tone.WATCH),
        Band(15, "moderate insomnia", Tone.WATCH),
        Band(22, "severe insomnia", Tone.ACT),
    ),
)
WHODAS12 = ScoreEntry(
    key="whodas12",
    name="WHODAS 2.0 (12 questions)",
    about="Everyday function, past 30 days",
    low=0,
    high=48,
    note=f"{_ON_PAPER} Simple sum of items scored 0 to 4.",
    credit="© World Health Organization.",
)
PAWSS = ScoreEntry(
    key="pawss",
    name="PAWSS",
    about="Prediction of alcohol withdrawal severity",
    low=0,
    high=10,
    note=f"{_ON_PAPER} 4 or more is high risk.",
    credit="Maldonado et al., 2014.",
    bands=(Band(0, "low risk", Tone.CALM), Band(4, "high risk", Tone.ACT)),
)
CIWA_B = ScoreEntry(
    key="ciwa_b",
    name="CIWA-B",
    about="Benzodiazepine withdrawal",
    low=0,
    high=80,
    note=_ON_PAPER,
    credit="Busto et al., 1989.",
)
URICA = ScoreEntry(
    key="urica",
    name="URICA readiness",
    about="Stage of change, drug version",
    low=-2,
    high=14,
    note=f"{_ON_PAPER} The readiness value, from minus 2 to 14; it has no fixed cut-off.",
    credit="University of Rhode Island Change Assessment, by permission.",
)
